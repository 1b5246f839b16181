/**
 * Markdown as it is meant, drawn with the page's own elements.
 * Invariant: nothing of the text is run or fetched: its HTML is shown as text, its pictures by their words. What it left open
 * is closed; marks that belong to nothing are left out, so that broken Markdown reads as plain words.
 */
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode, useMemo } from 'react';
import { useMessages } from '../messages/messages.ts';
import { closeMarks } from './close-marks.ts';
import { stripMarks } from './strip-marks.ts';

export interface MarkdownProps {
  text: string;
  /** Draws plain words; as they are where it is not given. */
  refer?: (words: string) => ReactNode;
}

/** The blocks of a text, one under the other. */
export function Markdown({ text, refer = String }: MarkdownProps): ReactNode {
  const blocks = useMemo(() => lexer(closeMarks(text), { breaks: true }), [text]);
  return <Tree tokens={blocks} refer={refer} />;
}

interface TreeProps {
  tokens: readonly Token[];
  /** Draws plain words. */
  refer: (words: string) => ReactNode;
}

function Tree({ tokens, refer }: TreeProps): ReactNode {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no identity but their place
    <Fragment key={index}>{draw(token as MarkedToken, refer)}</Fragment>
  ));
}

function draw(token: MarkedToken, refer: TreeProps['refer']): ReactNode {
  const inside = (tokens: readonly Token[] = []) => <Tree tokens={tokens} refer={refer} />;
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      // The question above is the heading of this section; an answer's own ones are below it.
      return <h4 className="pt-1 font-strong">{inside(token.tokens)}</h4>;
    case 'paragraph':
      return <p>{inside(token.tokens)}</p>;
    case 'list':
      return <List token={token} refer={refer} />;
    case 'blockquote':
      return (
        <blockquote className="space-y-3 border-s-2 border-hair ps-4">{inside(token.tokens)}</blockquote>
      );
    case 'code':
      return <CodeBlock text={token.text} />;
    case 'table':
      return <Table token={token} refer={refer} />;
    case 'hr':
      return <hr className="border-hair" />;
    case 'br':
      return <br />;
    case 'strong':
      return <strong>{inside(token.tokens)}</strong>;
    case 'em':
      return <em>{inside(token.tokens)}</em>;
    case 'del':
      return <del>{inside(token.tokens)}</del>;
    case 'codespan':
      return <code className="bg-wash px-[0.15em] font-mono text-[0.9em] break-words">{token.text}</code>;
    case 'link':
      return <WebLink token={token}>{inside(token.tokens)}</WebLink>;
    case 'text':
      return token.tokens ? inside(token.tokens) : refer(stripMarks(token.text));
    case 'escape':
    case 'image':
      return token.text;
    default:
      return refer(token.raw);
  }
}

function List({ token, refer }: { token: Tokens.List; refer: TreeProps['refer'] }): ReactNode {
  const items = token.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items of one text have no identity but their place
    <li key={index} className="space-y-1.5 ps-1">
      <Tree tokens={item.tokens} refer={refer} />
    </li>
  ));
  if (!token.ordered) return <ul className="list-disc space-y-1.5 ps-5 marker:text-edge">{items}</ul>;
  return (
    <ol
      start={token.start === '' ? 1 : token.start}
      className="list-decimal space-y-1.5 ps-6 marker:text-faint"
    >
      {items}
    </ol>
  );
}

function CodeBlock({ text }: { text: string }): ReactNode {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      dir="ltr"
      className="overflow-x-auto border-y border-hair bg-wash px-4 py-3 font-mono text-xs"
    >
      <code>{text}</code>
    </pre>
  );
}

function Table({ token, refer }: { token: Tokens.Table; refer: TreeProps['refer'] }): ReactNode {
  const { t } = useMessages();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={t('chat.table')} tabIndex={0} className="overflow-x-auto">
      <table className="table">
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells of one text have no identity but their place
              <th key={index} scope="col">
                <Tree tokens={cell.tokens} refer={refer} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of one text have no identity but their place
            <tr key={place}>
              {row.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells of one text have no identity but their place
                <td key={index}>
                  <Tree tokens={cell.tokens} refer={refer} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A link of the model's is followed only to the web and by the reader; other schemes are words. */
function WebLink({ token, children }: { token: Tokens.Link; children: ReactNode }): ReactNode {
  if (!/^https?:\/\//i.test(token.href)) return children;
  return (
    <a href={token.href} target="_blank" rel="noopener noreferrer nofollow" className="link">
      {children}
    </a>
  );
}
