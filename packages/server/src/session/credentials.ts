/**
 * The secrets of one home: the administrator's token, the secret that signs sessions, the studio's own key.
 * Invariant: made at first use from the system's randomness, kept in files only their owner can read, never logged.
 */
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type CredentialName = 'admin.token' | 'session.secret' | 'studio.key';

/** Folder of a home's credentials. */
export function credentialsDirectory(home: string): string {
  return join(home, 'credentials');
}

/** Reads a credential, making it first where there is none. */
export async function readCredential(home: string, name: CredentialName): Promise<string> {
  const directory = credentialsDirectory(home);
  const path = join(directory, name);
  const existing = await readIfThere(path);
  if (existing !== undefined) return existing;
  await storeCredential(home, name, randomBytes(32).toString('base64url'));
  return (await readIfThere(path)) ?? '';
}

/** Stores a credential where there is none yet. An existing one stays. */
export async function storeCredential(home: string, name: CredentialName, secret: string): Promise<void> {
  const { path, temporary } = await writeAside(home, name, secret);
  // A link, not a rename: whoever comes second must not replace what the first has handed out.
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
}

/** Stores a credential in place of one that is of no use any more. */
export async function replaceCredential(home: string, name: CredentialName, secret: string): Promise<void> {
  const { path, temporary } = await writeAside(home, name, secret);
  await rename(temporary, path);
}

async function writeAside(
  home: string,
  name: CredentialName,
  secret: string,
): Promise<{ path: string; temporary: string }> {
  const directory = credentialsDirectory(home);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const path = join(directory, name);
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, secret, { mode: 0o600, flush: true });
  return { path, temporary };
}

/** A credential that exists, or undefined. */
export async function findCredential(home: string, name: CredentialName): Promise<string | undefined> {
  return readIfThere(join(credentialsDirectory(home), name));
}

async function readIfThere(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.trim() === '' ? undefined : text.trim();
}
