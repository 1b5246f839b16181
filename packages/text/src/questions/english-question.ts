/**
 * The question that an English section answers, from its heading.
 * Invariant: depends on the section's words and its `choice` alone; ends with a question mark or, where it asks for an example, a full stop.
 * The kinds of headings, in the order in which they are tried: none (the lead), a question, a well-known one, a name from code, a task
 * ("Installing X", "Install X"), anything else.
 */
import type { AskedSection } from './asked-section.ts';

/** Well-known headings; `$` stands for what the section is about. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^install(?:ation|ing|ation instructions)?$/i, 'How do I install $?'],
  [/^(?:usage|how to use(?: it)?|using it|basic usage|simple usage|use)$/i, 'How do I use $?'],
  [/^(?:getting started|quick ?start(?: guide)?|get started)$/i, 'How do I get started with $?'],
  [/^(?:examples?|(?:basic|simple|usage|quick) examples?|sample|demo)$/i, 'Can you show an example of $?'],
  [/^(?:api|api reference|reference|methods|functions|exports)$/i, 'What does the API of $ offer?'],
  [/^(?:options|parameters|arguments|settings|config options)$/i, 'Which options does $ take?'],
  [/^(?:properties|attributes|fields|instance properties)$/i, 'Which properties does $ have?'],
  [/^events$/i, 'Which events does $ emit?'],
  [/^(?:features?|key features|highlights|main features)$/i, 'What are the main features of $?'],
  [/^(?:introduction|overview|about|description|summary|what is it)\??$/i, 'What is $?'],
  [/^(?:why|motivation|purpose|rationale|goals?|why use it|background)\??$/i, 'What is the purpose of $?'],
  [/^how it works\??$/i, 'How does $ work?'],
  [/^(?:configuration|configuring|config|setup|set up)$/i, 'How do I configure $?'],
  [/^(?:requirements|prerequisites|system requirements|dependencies required)$/i, 'What does $ require?'],
  [/^(?:limitations|known (?:issues|limitations)|caveats|gotchas)$/i, 'What are the limitations of $?'],
  [/^(?:testing|tests|running tests|running the tests)$/i, 'How is $ tested?'],
  [/^(?:contributing|contribution|how to contribute|development)$/i, 'How can I contribute to $?'],
  [/^(?:error handling|errors)$/i, 'How does $ handle errors?'],
  [/^(?:performance|benchmarks?)$/i, 'How well does $ perform?'],
  [
    /^(?:compatibility|browser support|supported (?:browsers|platforms|versions)|support matrix)$/i,
    'What does $ support?',
  ],
  [/^(?:security|security considerations)$/i, 'What should I know about the security of $?'],
  [/^(?:typescript|types|typescript support)$/i, 'How does $ work with TypeScript?'],
  [/^(?:common mistakes|pitfalls)$/i, 'What are common mistakes with $?'],
  [/^(?:returns?|return values?)$/i, 'What does $ return?'],
  [/^(?:uninstall(?:ation|ing)?)$/i, 'How do I uninstall $?'],
  [/^(?:upgrading|upgrade|migration|migrating)$/i, 'How do I upgrade $?'],
  [/^(?:troubleshooting|debugging)$/i, 'How do I solve problems with $?'],
  [/^(?:default|default value)$/i, 'What is the default of $?'],
];

/** Verbs that headings begin with, by their base form and their -ing form. */
const verbs = new Map(
  `install installing,use using,create creating,write writing,run running,build building,test testing,add adding,configure configuring,set setting,
get getting,parse parsing,handle handling,work working,enable enabling,disable disabling,import importing,publish publishing,upgrade upgrading,
debug debugging,load loading,read reading,send sending,make making,define defining,extend extending,declare declaring,generate generating,
customize customizing,customise customising,migrate migrating,validate validating,manage managing,pass passing,convert converting,update updating,
remove removing,delete deleting,register registering,change changing,check checking,mock mocking,deploy deploying,override overriding,
specify specifying,choose choosing,combine combining,control controlling,compare comparing,embed embedding,find finding,fetch fetching,
force forcing,format formatting,listen listening,log logging,measure measuring,merge merging,open opening,access accessing,avoid avoiding,
connect connecting,decorate decorating,describe describing,detect detecting,download downloading,encode encoding,decode decoding,export exporting,
filter filtering,implement implementing,include including,limit limiting,map mapping,move moving,organize organizing,prevent preventing,
reduce reducing,render rendering,replace replacing,resolve resolving,restore restoring,save saving,secure securing,serialize serializing,serve serving,share sharing,
skip skipping,start starting,stop stopping,store storing,switch switching,throw throwing,track tracking,transform transforming,verify verifying,
wrap wrapping,understand understanding,prepare preparing,provide providing,call calling,compile compiling,apply applying,bind binding`
    .replace(/\n/g, '')
    .split(',')
    .flatMap((pair): [string, string][] => {
      const [base = '', gerund = ''] = pair.split(' ');
      return [
        [base, base],
        [gerund, base],
      ];
    }),
);

const general: readonly string[] = [
  'What does the documentation of $T say about $H?',
  'What should I know about $H in $T?',
  'Can you explain $H in $T?',
];

/** A type that stands behind a name. */
const typeNote =
  /\s+\((?:boolean|string|number|object|function|array|optional|required|deprecated|experimental)\b[^()]*\)$/i;
/** Headings that gather others and say nothing about them. */
const gathering =
  /^(?:api|api reference|documentation|docs|reference|usage|methods|properties|functions|classes|details|features)$/i;

/** The question for a section, or `undefined` where no sensible one can be put. */
export function askInEnglish({
  title,
  heading: full,
  parents: all,
  choice,
}: AskedSection): string | undefined {
  const heading = full.replace(typeNote, '');
  const parents = all.map((name) => name.replace(typeNote, ''));
  const parent = parents.at(-1);
  if (heading === '') return `What is ${title}?`;
  const subject = parent === undefined || gathering.test(parent) ? title : `${nameOf(parent)} in ${title}`;
  const template = known.find(([pattern]) => pattern.test(heading))?.[1];
  if (template !== undefined) return template.replace('$', () => subject);
  const asked = askQuestion(heading, title);
  if (asked !== undefined) return asked;
  if (isCode(heading) || isOption(heading, parents)) return askAboutCode(heading, parents, title);
  const task = asTask(heading);
  if (task !== undefined)
    return mentions(task, title) ? `How do I ${task}?` : `How do I ${task} in ${title}?`;
  const words = quoted(heading);
  if (mentions(heading, title)) return `What should I know about ${words}?`;
  const isPlain = parent === undefined || heading.includes(' ') || gathering.test(parent);
  const place = isPlain ? words : `${words} under ${quoted(parent)}`;
  const form = general[Math.floor(choice * general.length)] ?? general[0];
  return form?.replace('$T', () => title).replace('$H', () => place);
}

/** A heading that is a question already, or starts like one. */
function askQuestion(heading: string, title: string): string | undefined {
  const bare = heading.replace(/[?？!]+$/, '').trim();
  const howTo = /^how to (\S.*)$/i.exec(bare)?.[1];
  if (howTo !== undefined)
    return mentions(bare, title) ? `How do I ${howTo}?` : `How do I ${howTo} in ${title}?`;
  const when = /^(when|where) to (\S.*)$/i.exec(bare);
  if (when !== null) return `${capitalise(when[1] ?? '')} should I ${when[2]} in ${title}?`;
  const isQuestion = /^(?:how|what|why|when|where|which|who|can|could|does|do|is|are|should|will)\s+\S/i.test(
    bare,
  );
  if (!/[?？]$/.test(heading) || !isQuestion || bare.split(' ').length < 3) return undefined;
  return mentions(bare, title)
    ? `${capitalise(bare)}?`
    : `In ${title}, ${bare.charAt(0).toLowerCase()}${bare.slice(1)}?`;
}

function askAboutCode(heading: string, parents: readonly string[], title: string): string {
  const owner = parents.findLast(isCode);
  const isOptionName = optionList.test(parents.at(-1) ?? '');
  const name = isCode(heading) ? nameOf(heading) : `\`${heading}\``;
  const place = `${owner === undefined ? '' : ` of ${nameOf(owner)}`}${mentions(heading, title) ? '' : ` in ${title}`}`;
  if (/\(/.test(heading))
    return `What does ${name}${owner === undefined ? '' : ` of ${nameOf(owner)}`} do${mentions(heading, title) ? '' : ` in ${title}`}?`;
  return isOptionName && !heading.includes('.')
    ? `What is the option ${name}${place} for?`
    : `What is ${name}${place}?`;
}

const optionList = /^(?:options|parameters|arguments|settings|config(?:uration)?(?: options)?|flags)$/i;

/** A single lower-case word under a name from code, or in a list of options. */
function isOption(heading: string, parents: readonly string[]): boolean {
  const parent = parents.at(-1);
  return (
    parent !== undefined && /^[a-z][\w$-]*$/.test(heading) && (optionList.test(parent) || isCode(parent))
  );
}

/** A name from code: a call, a path of names, camel case, an option of a command line, `snake_case`. */
function isCode(heading: string): boolean {
  if (
    /^(?:(?:class|event|new|static|async|get|set|function|method):?\s+)?[\w$.#'"-]+\s*\(.*\)/i.test(heading)
  )
    return true;
  const name = heading.replace(/<.*>$|\[.*\]$/, '').trim();
  if (/\s/.test(name)) return false;
  return /^[a-z]+[A-Z]\w*$|^\.?[\w$]+(?:[.#:][\w$]+)+$|^--?[\w-]+$|^\w+_\w+$|^\.[\w$]+$|^@[\w-]+\/[\w-]+$/.test(
    name,
  );
}

/** A name from code in back quotes, without its arguments; other headings in quotation marks. */
function nameOf(heading: string): string {
  if (!isCode(heading)) return quoted(heading);
  const name = heading
    .replace(/^(?:class|event|static|async|function|method):?\s+/i, '')
    .replace(/\s*(?:=>|->|:\s|→).*$|<.*>$/, '');
  const call = /^((?:new\s+)?[^()\s]+)\s*\(/.exec(name)?.[1];
  return `\`${call === undefined ? name : `${call}()`}\``;
}

/** A heading in quotation marks, unless it reads as plain words in the middle of a sentence. */
function quoted(heading: string): string {
  const words = lowerFirst(heading.replace(/[?？!.]+$/, ''));
  return /^[a-z][a-z' -]*$/.test(words) && words.includes(' ')
    ? words
    : `"${heading.replace(/["“”]/g, "'")}"`;
}

function asTask(heading: string): string | undefined {
  const [first = '', ...rest] = heading.replace(/[.!]+$/, '').split(' ');
  const base = verbs.get(first.toLowerCase());
  if (base === undefined || rest.length === 0 || rest.length > 9 || /[:=|]/.test(heading)) return undefined;
  const isNoun =
    first.toLowerCase() === base &&
    /^(?:cases?|options?|methods?|modes?|files?|events?|types?|names?|levels?|control|flows?|functions?|rules?|results?|patterns?)$/i.test(
      rest[0] ?? '',
    );
  return isNoun ? undefined : [base, ...rest].join(' ');
}

function mentions(words: string, title: string): boolean {
  return words.toLowerCase().includes(title.toLowerCase());
}

function capitalise(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Lower-cases a first word that is capitalised only because it stands first. */
function lowerFirst(words: string): string {
  return /^[A-Z][a-z]+(?:\s+[a-z(]|['’-]|$)/.test(words)
    ? words.charAt(0).toLowerCase() + words.slice(1)
    : words;
}
