/**
 * How keys and tokens of known services begin and how long they are, and the words that name a secret before its value. The forms are those
 * that the services document and that GitHub's secret scanning and gitleaks (MIT) look for.
 * Invariant: beginnings are at most 16 bytes, words at most 15; `bearer` is the first word, since it needs no sign behind it.
 */
import type { PersonalDataKind } from './kinds.ts';

export interface KnownSecret {
  kind: PersonalDataKind;
  beginning: string;
  /** Bytes of the whole, beginning included, of letters, digits, hyphens and underscores. */
  minBytes: number;
  maxBytes: number;
  minDigits: number;
}

const longest = 300;
const aws = ['AKIA', 'ASIA', 'AGPA', 'AIDA', 'AROA', 'AIPA', 'ANPA', 'ANVA', 'ABIA', 'ACCA'];

export const knownSecrets: readonly KnownSecret[] = [
  ...aws.map((beginning) => known('aws-key', beginning, { maxBytes: 20 })),
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((beginning) =>
    known('github-token', beginning, { minBytes: 40 }),
  ),
  known('github-token', 'github_pat_', { minBytes: 60 }),
  known('model-key', 'sk-', { minBytes: 23, minDigits: 3 }),
  ...['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-'].map((beginning) =>
    known('slack-token', beginning, { minBytes: 20, minDigits: 6 }),
  ),
  known('google-key', 'AIza', { minBytes: 39, maxBytes: 40 }),
  known('google-key', 'GOCSPX-', { minBytes: 35, maxBytes: 36 }),
  known('secret', 'glpat-', { minBytes: 26 }),
  known('secret', 'hf_', { minBytes: 37, maxBytes: 37 }),
  known('secret', 'npm_', { minBytes: 40, maxBytes: 40 }),
  known('secret', 'sk_live_', { minBytes: 24, minDigits: 1 }),
  known('secret', 'sk_test_', { minBytes: 24, minDigits: 1 }),
];

export const secretWords: readonly string[] = [
  'bearer',
  'key',
  'token',
  'secret',
  'passw',
  'pwd',
  'credential',
  '密钥',
  '密码',
  '口令',
  '令牌',
  '私钥',
];

function known(
  kind: PersonalDataKind,
  beginning: string,
  bounds: Partial<Pick<KnownSecret, 'minBytes' | 'maxBytes' | 'minDigits'>>,
): KnownSecret {
  return { kind, beginning, minBytes: 20, maxBytes: longest, minDigits: 0, ...bounds };
}
