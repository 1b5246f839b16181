/**
 * What was left alone for its ending, told once: a reader who gave a folder wants to know what of it is not read.
 * Invariant: nothing where patterns chose, for whoever gives one knows what it leaves out.
 */
import type { Wording } from '@slipway/contracts';
import picomatch from 'picomatch';
import type { DocumentsSpec } from './spec.ts';

/** More endings than these make a note unreadable. */
const maxNamed = 8;

/** @param unwanted files that were not taken, by ending */
export function noteOthers(
  { path, include, extensions }: DocumentsSpec,
  unwanted: Readonly<Record<string, number>>,
): Wording[] {
  const others = Object.entries(unwanted)
    .filter(([ending]) => !extensions.includes(ending))
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  if (others.length === 0 || include.length > 0 || picomatch.scan(path).isGlob) return [];
  const count = others.reduce((sum, [, files]) => sum + files, 0);
  const named = others.slice(0, maxNamed);
  const isCut = others.length > maxNamed;
  const en = named.map(([ending, files]) => `${files} ${ending || 'without an ending'}`).join(', ');
  const zh = named.map(([ending, files]) => `${ending || '无后缀'} ${files} 个`).join('、');
  return [
    {
      en: `${count} ${count === 1 ? 'file' : 'files'} of other endings left alone: ${en}${isCut ? ', …' : ''}`,
      zh: `另有 ${count} 个文件后缀不在读取之列，未读：${zh}${isCut ? ' 等' : ''}`,
    },
  ];
}
