/**
 * NFC as Hugging Face tokenizers does it: its tables are older than those of the JavaScript engine, and a character it does not know is
 * a border that nothing is moved or composed across. Refuses nothing.
 */
import { laterMarks } from './generated/later-marks.ts';

const known = new RegExp(`[^${laterMarks.join('')}]+`, 'gu');

export function normaliseNfc(text: string): string {
  return text.replace(known, (run) => run.normalize('NFC'));
}
