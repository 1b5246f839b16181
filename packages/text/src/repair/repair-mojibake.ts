/**
 * Undoes UTF-8 that was read as Windows-1252 or Latin-1, once or twice over ("cafÃ©" for "café").
 * Invariant: a run of characters outside ASCII is replaced only where all of it, written back to bytes, is UTF-8, and the result is
 * plausible; everything else stays as it is. The idea is that of ftfy (https://ftfy.readthedocs.io), the rules are fewer.
 * Refuses to mend what lost bytes on its way.
 */
import { letterFrequencies } from './generated/letter-frequencies.ts';

const maxRounds = 2;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What Windows-1252 has for 0x80 to 0x9f; bytes it leaves open stand for themselves. */
const marks = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const byteOfMark = new Map([...marks].map((mark, place) => [mark, 0x80 + place]));

/** What stands for a byte behind a lead. */
const after = '[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';
/** Characters of UTF-8 as Latin-1 or Windows-1252 reads their bytes, as many as follow one another. */
const runs = new RegExp(`(?:[\xc2-\xdf]${after}|[\xe0-\xef]${after}{2}|[\xf0-\xf4]${after}{3})+`, 'g');
/** A capital before a quotation mark or dash: "À LA UNE…" is no character cut in two. */
const shouted = /^[\xc2-\xdf][‘’“”…–—»]$/;
/** French puts a no-break space before what closes: "virtualisé »" is no character of three bytes. */
const spaced = /^[\xe0-\xef]\xa0[»’”–—…›]$/;
/** A letter before two single or two double quotation marks, as typewriters close: "café’’" is no character of three bytes. */
const quoted = /^(?:[\xe0-\xef](?:‘‘|’’|““|””))+$/;

export interface MendedText {
  text: string;
  /** Runs that were replaced. */
  numMended: number;
}

/** @returns the text with such runs as they were meant */
export function repairMojibake(text: string): MendedText {
  let mended = text;
  let numMended = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const before = numMended;
    mended = mended.replace(runs, (run, offset: number) => {
      const meant = readRun(run, mended.charAt(offset - 1));
      if (meant === undefined) return run;
      numMended += 1;
      return meant;
    });
    if (numMended === before) break;
  }
  return { text: mended, numMended };
}

function readRun(run: string, before: string): string | undefined {
  if (shouted.test(run) && /\p{Lu}/u.test(before)) return undefined;
  if (spaced.test(run) || quoted.test(run)) return undefined;
  const bytes = Uint8Array.from(run, (character) => byteOfMark.get(character) ?? character.charCodeAt(0));
  try {
    const meant = decoder.decode(bytes);
    const isSure = run.length > 2 || !/[‘’“”…–—»]$/.test(run);
    return isSure || commonCharacters().has(meant) ? meant : undefined;
  } catch {
    return undefined;
  }
}

let common: ReadonlySet<string> | undefined;

/** What some language uses: a single short run that ends like a quotation must give one of these. */
function commonCharacters(): ReadonlySet<string> {
  common ??= new Set(
    Object.values(letterFrequencies).flatMap((groups) => Object.values(groups).flatMap((text) => [...text])),
  );
  return common;
}
