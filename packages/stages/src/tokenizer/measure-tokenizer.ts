/**
 * Measures tokenizers on documents: bytes a token by language, and whether the ids give the documents back.
 * Invariant: held-out documents where there are any, from the beginning of each dataset until enough bytes are seen; all tokenizers on the
 * same ones.
 */
import { stat } from 'node:fs/promises';
import type { Digest, TokenisedLanguage, TokenizerReport } from '@slipway/contracts';
import {
  createDecoder,
  createTokenizer,
  cutDataset,
  type DocumentChoice,
  type Kernels,
  loadKernels,
  type RangeDocument,
  readRange,
  type Tokenizer,
  type Vocabulary,
} from '@slipway/text';

type Measured = NonNullable<TokenizerReport['measured']>;

export interface NamedTokenizer {
  name: string;
  tokenizer: Digest;
  vocabulary: Vocabulary;
}

interface Lane {
  tokenizer: Tokenizer;
  languages: Record<string, TokenisedLanguage>;
}

/** So much text is measured, in bytes of each dataset: a few seconds of one thread. */
const mostBytes = 1 << 25;

/**
 * @param paths of the datasets' `documents.jsonl`
 * @returns undefined where there is no document
 */
export async function measureTokenizer(
  paths: readonly string[],
  vocabulary: Vocabulary,
  { against, signal }: { against: readonly NamedTokenizer[]; signal: AbortSignal },
): Promise<Measured | undefined> {
  for (const split of ['heldout', 'train'] as const) {
    const kernels = await loadKernels();
    const lanes = [vocabulary, ...against.map((one) => one.vocabulary)].map(
      (one): Lane => ({ tokenizer: createTokenizer(kernels, one), languages: {} }),
    );
    const decoder = createDecoder(vocabulary, { skipsSpecial: false });
    let [numDocuments, numNotRestored] = [0, 0];
    for await (const { bytes, language } of listDocuments(kernels, paths, split)) {
      signal.throwIfAborted();
      for (const [place, { tokenizer, languages }] of lanes.entries()) {
        const ids = tokenizer.encodeText(bytes);
        addTo(languages, language, { numBytes: bytes.length, numTokens: ids.length });
        if (place === 0 && !isRestored(bytes, decoder.bytesOf(ids), vocabulary)) numNotRestored += 1;
      }
      numDocuments += 1;
    }
    if (numDocuments === 0) continue;
    const [own, ...others] = lanes.map(({ languages }) => sortLanguages(languages));
    return {
      split,
      languages: own ?? {},
      numNotRestored,
      against: against.map(({ name, tokenizer }, place) => ({
        name,
        tokenizer,
        languages: others[place] ?? {},
      })),
    };
  }
  return undefined;
}

async function* listDocuments(
  kernels: Kernels,
  paths: readonly string[],
  split: DocumentChoice['split'],
): AsyncGenerator<RangeDocument> {
  for (const path of paths) {
    let numBytes = 0;
    for (const range of cutDataset(path, (await stat(path)).size)) {
      for await (const document of readRange(kernels, range, { split })) {
        yield document;
        numBytes += document.bytes.length;
      }
      if (numBytes >= mostBytes) break;
    }
  }
}

function isRestored(bytes: Uint8Array, decoded: Uint8Array, { normaliser }: Vocabulary): boolean {
  const original = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (original.equals(decoded)) return true;
  return normaliser === 'nfc' && Buffer.from(original.toString('utf8').normalize('NFC')).equals(decoded);
}

function addTo(
  languages: Record<string, TokenisedLanguage>,
  language: string,
  { numBytes, numTokens }: Omit<TokenisedLanguage, 'numDocuments'>,
): void {
  const counts = languages[language] ?? { numDocuments: 0, numBytes: 0, numTokens: 0 };
  languages[language] = {
    numDocuments: counts.numDocuments + 1,
    numBytes: counts.numBytes + numBytes,
    numTokens: counts.numTokens + numTokens,
  };
}

function sortLanguages(languages: Record<string, TokenisedLanguage>): Record<string, TokenisedLanguage> {
  return Object.fromEntries(Object.entries(languages).sort(([a], [b]) => (a < b ? -1 : 1)));
}
