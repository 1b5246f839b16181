// The rule of licences: nothing that Slipway installs or bundles for its users may be under GPL, AGPL or a licence that
// is not open source. Walks the whole lock file (the studio bundles development dependencies) and reads each package's
// own package.json where it is installed. Refuses: packages whose licence is unknown.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockEntry {
  link?: boolean;
  version?: string;
  license?: string;
}

const refused = /^(A?GPL|SSPL|BUSL|Elastic|CC-BY-NC|Commons-Clause|UNLICENSED|SEE LICENSE)/i;

/** Whether an SPDX expression leaves a choice that is acceptable: any side of an OR, every side of an AND. */
export function isLicenceAccepted(expression: string): boolean {
  const text = expression.trim();
  if (text === '') return false;
  const bare = /^\(([^()]*)\)$/.exec(text)?.[1] ?? text;
  const either = bare.split(/\s+OR\s+/i);
  if (either.length > 1) return either.some(isLicenceAccepted);
  const every = bare.split(/\s+AND\s+/i);
  if (every.length > 1) return every.every(isLicenceAccepted);
  return !refused.test(bare);
}

function readLicence(root: string, path: string, entry: LockEntry): string {
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return entry.license ?? '';
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    license?: unknown;
    licenses?: { type?: string }[];
  };
  const { license, licenses } = manifest;
  if (typeof license === 'string') return license;
  if (typeof license === 'object' && license !== null && 'type' in license) return String(license.type);
  return licenses?.map((one) => one.type ?? '').join(' OR ') ?? entry.license ?? '';
}

/** Packages of the lock file whose licence is refused or unknown. */
export function findLicenceBreaks(root: string): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockEntry>;
  };
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return [];
    const licence = readLicence(root, path, entry);
    return isLicenceAccepted(licence) ? [] : [`${path}@${entry.version}: ${licence || 'licence unknown'}`];
  });
}
