/**
 * Tells the language of texts that stand outside of kernel memory.
 * Invariant: says what the identifier says of the text's UTF-8; what it reserves for a text is given back.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { createLanguageIdentifier, type LanguageGuess } from './create-language-identifier.ts';

export type TellLanguage = (text: string) => LanguageGuess;

const encoder = new TextEncoder();

/** The identifier's tables stay on the kernels, about 1.5 MB. */
export function createLanguageTeller(kernels: Kernels): TellLanguage {
  const identifier = createLanguageIdentifier(kernels);
  return (text) => {
    const bytes = encoder.encode(text);
    const mark = kernels.mark();
    try {
      return identifier.identify(kernels.place(bytes), bytes.length);
    } finally {
      kernels.release(mark);
    }
  };
}
