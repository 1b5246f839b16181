/**
 * Finds the artifact that a person means: its digest, the first digits of one as tables print them, or its name.
 * Invariant: never guesses between two; says which there are.
 */
import type { Client } from '@slipway/client';
import { type ArtifactKind, type Digest, digest as digestSchema, SlipwayError } from '@slipway/contracts';

/** As many digits as the lineage asks for. */
const shortDigest = /^(?:sha256:)?([0-9a-f]{8,64})$/i;
const maxSearched = 1000;
const maxNamed = 5;

/**
 * @param kind the kind it has to be; any where left out
 * @throws SlipwayError `artifact-missing`, `artifact-ambiguous`
 */
export async function findArtifact(client: Client, text: string, kind?: ArtifactKind): Promise<Digest> {
  const whole = digestSchema.safeParse(text);
  if (whole.success) return whole.data;
  const query = { search: text.toLowerCase(), limit: maxSearched, ...(kind === undefined ? {} : { kind }) };
  const { artifacts } = await client.listArtifacts({ query });
  const digits = shortDigest.exec(text)?.[1]?.toLowerCase();
  const byDigest = artifacts.filter((one) => digits && one.digest.startsWith(`sha256:${digits}`));
  const found = byDigest.length > 0 ? byDigest : artifacts.filter((one) => one.name === text);
  if (found.length === 1 && found[0]) return found[0].digest;
  if (found.length > 1) {
    const named = found
      .slice(0, maxNamed)
      .map((one) => `${one.digest.slice(0, 19)} (${one.kind} ${one.name})`);
    const more = found.length > maxNamed ? ` and ${found.length - maxNamed} more` : '';
    throw new SlipwayError({
      code: 'artifact-ambiguous',
      message: `"${text}" may mean ${named.join(', ')}${more}, newest first`,
      hint: 'Give the digest of the one that is meant.',
    });
  }
  throw new SlipwayError({
    code: 'artifact-missing',
    message: `there is no ${kind ?? 'artifact'} "${text}"`,
    hint: `Give a digest, at least 8 digits of one, or a name: \`slipway artifacts${kind === undefined ? '' : ` --kind ${kind}`}\` lists them.`,
  });
}
