/**
 * What to look at after a card: commands that fit what the card says, each with what it shows.
 * Invariant: three at most; each can be run as it stands.
 */
import { type DataCard, wordData } from '@slipway/contracts';
import type { Language } from '../messages/language.ts';
import { fill, readTexts } from '../messages/texts.ts';
import { type CardSubject, shortDigest } from './card-subject.ts';
import { writeLooserBound } from './list-bounds.ts';
import { listReasons } from './sum-up-card.ts';

export interface NextLook {
  command: string;
  shows: string;
}

/**
 * The command that would loosen the bound by which most documents were dropped, one that shows
 * such a document, and the page.
 */
export function listNextLooks(
  card: DataCard,
  { digest }: Pick<CardSubject, 'digest'>,
  language: Language,
): NextLook[] {
  const texts = readTexts(language);
  const dataset = shortDigest(digest);
  const reasons = listReasons(card);
  const word = (reason: string) => wordData('reason', reason, language);
  const looks: NextLook[] = [];
  for (const { step, reason } of reasons) {
    const bound = card.thresholds.find((one) => step === 'quality' && one.reason === reason && one.bound > 0);
    if (!bound) continue;
    const command = `slipway data what-if ${dataset} --set ${writeLooserBound(bound)}`;
    looks.push({ command, shows: fill(texts.nextWhatIf, { reason: word(reason) }) });
    break;
  }
  const [first] = reasons;
  const sample = card.samples.find(({ drop }) => first && drop === `${first.step}:${first.reason}`);
  if (first && sample)
    looks.push({
      command: `slipway data show ${dataset} ${quote(sample.name)}`,
      shows: fill(texts.nextShow, { reason: word(first.reason) }),
    });
  return [...looks, { command: `slipway data card ${dataset} --html card.html`, shows: texts.nextPage }];
}

/** A word for a shell. */
function quote(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
