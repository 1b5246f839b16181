/**
 * What an error's English words name, for the Chinese line about it: the path, the option, the value, the number, and what is allowed.
 * Invariant: each fact stands as it does in the English words, whole, once and in their order.
 * Refuses to translate sentences: what no rule knows is left to the English line below.
 */

/** `"seed" is "one"; allowed: a whole number`, as checks of recipes and configurations say. */
const checked = /^(?:step ("[^"]*") \([^)]*\): )?(\S+) is (.+); allowed: (.+)$/s;

const kinds: Record<string, string> = {
  'a number': '数',
  'a whole number': '整数',
  'a string': '文字',
  'an array': '列表',
  'an object': '对象',
};

/** The words of bounds, which stand between facts. */
const bounds: readonly (readonly [RegExp, string])[] = [
  [/^at least /, '至少 '],
  [/^at most /, '至多 '],
  [/^more than /, '大于 '],
  [/^less than /, '小于 '],
  [/^a multiple of (\S+)$/, '$1 的倍数'],
  [/^a tag such as (\S+), (\S+) or (\S+)$/, '语言标签，如 $1、$2、$3'],
  [/^an ending such as (\S+), in small letters$/, '小写的扩展名，如 $1'],
  [/\bbetween (\S+) and (\S+)$/, '$1 到 $2 之间'],
  [/ characters$/, ' 个字符'],
  [/ entries$/, ' 项'],
  [/, or /, '，或 '],
  [/, which is /, '，即 '],
  [/(?<="), (?=")/g, '、'],
];

/** Facts among other words; of those that begin at one place the first counts. */
const facts = new RegExp(
  [
    // A path may hold spaces where the sentence tells how far it goes.
    /(?<=\b(?:no file or folder|no folder|no file) )(?!or folder).+?(?=, nor |$)/,
    /(?<=\bruns on ).+$/,
    /^.+?(?= (?:holds no|cannot be read|is no recipe))/,
    /"[^"]*"/,
    /(?<!\w)'[^']+'(?!\w)/,
    /(?<=`)[^`]+(?=`)/,
    /--[a-z][a-z-]*(?: [^\s:;,]+(?=:))?/,
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s,;)]+/,
    /(?<!\S)(?:~|\.{1,2})?\/[^\s,;:()"]+/,
    /\bsha256:[0-9a-f]+/,
    /\b(?:run|ans|key|dep)_\w+/,
    /\d[\d.]* (?:%|s|ms|B|kB|MB|GB|TB)(?!\w)/,
    /\d+ \.\w+/,
    /(?<=\b(?:process|port) )\d+/,
    /(?<![\w.-])-?\d+(?:[.:-]\d+)*(?![\w.-]|:\d)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** `"seed" 为 "one"；可取：整数`; empty where the words name nothing. */
export function nameFactsInChinese(message: string): string {
  const [, step, field, value, allowed] = checked.exec(message) ?? [];
  if (field !== undefined && allowed !== undefined) {
    const range = wordAllowed(allowed);
    const where = step === undefined ? '' : `步骤 ${step} 的 `;
    return `${where}${field} 为 ${value}${range === undefined ? '' : `；可取：${range}`}`;
  }
  // Counts of reasons are nothing without their words.
  if (message.startsWith('no document was kept')) return '';
  return [...new Set([...message.matchAll(facts)].map(([fact]) => fact))].join('、');
}

function wordAllowed(allowed: string): string | undefined {
  const known = kinds[allowed];
  if (known !== undefined) return known;
  const worded = bounds.reduce((text, [english, chinese]) => text.replace(english, chinese), allowed);
  const beside = worded.replace(/"[^"]*"|--[a-z-]+|\.\w+|如 .*$/g, '');
  return /[a-z]/i.test(beside) ? undefined : worded;
}
