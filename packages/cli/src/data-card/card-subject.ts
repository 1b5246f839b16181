/**
 * Whose card it is: what its heading says, read of the dataset's artifact.
 */
import type { Client } from '@slipway/client';
import { type ArtifactManifest, type Digest, wordData } from '@slipway/contracts';
import { version } from '../connection/version.ts';
import type { Language } from '../messages/language.ts';
import { readTexts } from '../messages/texts.ts';

export interface CardSubject {
  name: string;
  digest: Digest;
  /** ISO 8601. */
  createdAt: string;
  /** As it lies in the store, compressed; documents of a card are counted by their bytes as they came. */
  storedBytes: number;
  stage: string;
  stageVersion: string;
  /** The quality recipe by language, `*` for all others; empty where the stage had none. */
  quality: Readonly<Record<string, string>>;
  /** Of the Slipway that writes the card. */
  version: string;
}

export async function readCardSubject(client: Client, digest: Digest): Promise<CardSubject> {
  const { summary, manifest } = await client.showArtifact({ params: { digest } });
  const { stage, stageVersion } = manifest;
  const { name, createdAt, sizeBytes: storedBytes } = summary;
  return {
    name,
    digest,
    createdAt,
    storedBytes,
    stage,
    stageVersion,
    quality: readQuality(manifest),
    version,
  };
}

/** As a command takes it: enough digits to be the only one. */
export const shortDigest = (digest: Digest): string => digest.slice(0, 19);

function readQuality({ spec }: ArtifactManifest): Record<string, string> {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return {};
  const { quality } = spec;
  if (typeof quality !== 'object' || quality === null || Array.isArray(quality)) return {};
  return Object.fromEntries(
    Object.entries(quality).flatMap(([key, name]) => (typeof name === 'string' ? [[key, name]] : [])),
  );
}

/** The quality recipes in words: `curated`, or `English: FineWeb, all others: curated`. */
export function nameQuality(quality: CardSubject['quality'], language: Language): string {
  const texts = readTexts(language);
  const entries = Object.entries(quality);
  const recipe = (name: string) => wordData('recipe', name, language);
  const [only] = entries;
  if (only && entries.length === 1 && only[0] === '*') return recipe(only[1]);
  const colon = language === 'zh' ? '：' : ': ';
  return entries
    .map(([code, name]) => {
      const whose = code === '*' ? texts.cardOthers : wordData('language', code, language);
      return `${whose}${colon}${recipe(name)}`;
    })
    .join(texts.cardListSeparator);
}
