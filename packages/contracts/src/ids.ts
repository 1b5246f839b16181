/**
 * Branded identifiers and how new ones are made.
 * Invariant: an id says by its prefix what it names, sorts by the time it was made, and holds nothing secret.
 * Artifact and document digests are not made but computed: `sha256:` and 64 hexadecimal digits.
 */
import { z } from 'zod';

/** Prefix of each kind of identifier that is generated. */
export const idPrefixes = {
  run: 'run',
  attempt: 'att',
  deployment: 'dep',
  replica: 'rep',
  answer: 'ans',
  key: 'key',
  customer: 'cus',
  usage: 'use',
} as const;

export type IdKind = keyof typeof idPrefixes;

function idOf<Kind extends IdKind>(kind: Kind) {
  return z
    .string()
    .regex(
      new RegExp(`^${idPrefixes[kind]}_[0-9a-z]{20,40}$`),
      `not ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind} id`,
    )
    .brand<Kind>();
}

export const runId = idOf('run');
export const attemptId = idOf('attempt');
export const deploymentId = idOf('deployment');
export const replicaId = idOf('replica');
export const answerId = idOf('answer');
export const keyId = idOf('key');
export const customerId = idOf('customer');
export const usageId = idOf('usage');
export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'not a digest: sha256: and 64 hexadecimal digits')
  .brand<'digest'>();

export type RunId = z.infer<typeof runId>;
export type AttemptId = z.infer<typeof attemptId>;
export type DeploymentId = z.infer<typeof deploymentId>;
export type ReplicaId = z.infer<typeof replicaId>;
export type AnswerId = z.infer<typeof answerId>;
export type KeyId = z.infer<typeof keyId>;
export type CustomerId = z.infer<typeof customerId>;
export type UsageId = z.infer<typeof usageId>;
/** SHA-256 of a file's bytes, a document's bytes, or an artifact's canonical manifest. */
export type Digest = z.infer<typeof digest>;

interface IdOfKind {
  run: RunId;
  attempt: AttemptId;
  deployment: DeploymentId;
  replica: ReplicaId;
  answer: AnswerId;
  key: KeyId;
  customer: CustomerId;
  usage: UsageId;
}

/**
 * Makes a new identifier: prefix, 9 base-36 digits of milliseconds, 16 random ones (80 bits).
 * @param kind what the id names
 * @param nowMs the instant, in milliseconds since 1970
 */
export function newId<Kind extends IdKind>(kind: Kind, nowMs: number = Date.now()): IdOfKind[Kind] {
  const time = nowMs.toString(36).padStart(9, '0');
  const random = globalThis.crypto.getRandomValues(new Uint8Array(16));
  const tail = Array.from(random, (byte) => (byte % 36).toString(36)).join('');
  return `${idPrefixes[kind]}_${time}${tail}` as IdOfKind[Kind];
}
