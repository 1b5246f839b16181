/**
 * The files of a folder in one fixed order: by path, in code units, whatever the file system gives.
 * Invariant: lists regular files inside the folder only; every entry left out for a fault has a reason, every file of an unwanted kind
 * is counted by extension. Hidden names, version control and installed packages are skipped.
 * Refuses links that leave the folder, links to folders, loops, devices, sockets and pipes; works on while files vanish.
 */
import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, sep } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { compareCodeUnits } from '../hash/compare-code-units.ts';
import type { SetAside, SetAsideReason } from '../records/set-aside.ts';

export interface ListedFile {
  /** Relative to the root, `/` between names. */
  path: string;
  sizeBytes: number;
}

export interface FolderListing {
  /** The folder that paths are relative to, links resolved. */
  root: string;
  files: ListedFile[];
  setAside: SetAside[];
  /** Files that `accept` turned down, by lower-case extension. */
  numUnwanted: Record<string, number>;
}

export interface ListOptions {
  /** Which paths are wanted; all where absent. */
  accept?: (path: string) => boolean;
  /** Names of folders never entered, besides hidden ones. */
  skippedFolders?: readonly string[];
  /** The walk ends with the first so many files; all where left out. */
  maxFiles?: number;
}

const defaultSkippedFolders = ['node_modules', 'CVS', '__pycache__'];

interface Walk {
  root: string;
  listing: FolderListing;
  accept: (path: string) => boolean;
  skipped: ReadonlySet<string>;
  maxFiles: number;
}

/**
 * Lists a folder, or a single file as a folder of one.
 * @throws SlipwayError `documents-missing` where the path does not exist or cannot be read
 */
export async function listFolder(path: string, options: ListOptions = {}): Promise<FolderListing> {
  const real = await resolveRoot(path);
  const info = await stat(real);
  const root = info.isDirectory() ? real : dirname(real);
  const listing: FolderListing = { root, files: [], setAside: [], numUnwanted: {} };
  const skipped = new Set(options.skippedFolders ?? defaultSkippedFolders);
  const { accept = () => true, maxFiles = Number.POSITIVE_INFINITY } = options;
  const walk: Walk = { root, listing, accept, skipped, maxFiles };
  if (info.isDirectory()) await enterFolder(walk, '');
  else await takeEntry(walk, basename(real));
  listing.files.sort((a, b) => compareCodeUnits(a.path, b.path));
  listing.setAside.sort((a, b) => compareCodeUnits(a.path, b.path));
  const counts = Object.entries(listing.numUnwanted).sort(([a], [b]) => compareCodeUnits(a, b));
  return { ...listing, numUnwanted: Object.fromEntries(counts) };
}

async function resolveRoot(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    await stat(real);
    return real;
  } catch (cause) {
    const hint = 'Give the path of a folder or file that exists and that you may read.';
    throw new SlipwayError({ code: 'documents-missing', message: `No documents at ${path}.`, hint, cause });
  }
}

async function enterFolder(walk: Walk, folder: string): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(walk.root, folder), { withFileTypes: true });
  } catch (error) {
    return setAsideFor(walk, folder === '' ? '.' : folder, { error, otherwise: 'folder cannot be listed' });
  }
  entries.sort((a, b) => compareCodeUnits(a.name, b.name));
  for (const entry of entries) {
    if (walk.listing.files.length >= walk.maxFiles) return;
    if (entry.name.startsWith('.')) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!walk.skipped.has(entry.name)) await enterFolder(walk, path);
    } else await takeEntry(walk, path);
  }
}

async function takeEntry(walk: Walk, path: string): Promise<void> {
  try {
    const info = await lstat(join(walk.root, path));
    if (info.isSymbolicLink()) return await takeLink(walk, path);
    if (info.isFile()) return takeFile(walk, path, info.size);
    if (info.isDirectory()) return setAside(walk, path, 'vanished', 'became a folder while it was listed');
    return setAside(walk, path, 'not-a-file', 'a device, socket or pipe');
  } catch (error) {
    return setAsideFor(walk, path, { error, otherwise: 'gone or closed while it was listed' });
  }
}

async function takeLink(walk: Walk, path: string): Promise<void> {
  let target: string;
  try {
    target = await realpath(join(walk.root, path));
  } catch (error) {
    const isLoop = (error as NodeJS.ErrnoException).code === 'ELOOP';
    return setAside(walk, path, isLoop ? 'symlink-loop' : 'symlink-broken', 'a link that leads nowhere');
  }
  const isInside =
    target === walk.root || target.startsWith(walk.root.endsWith(sep) ? walk.root : walk.root + sep);
  if (!isInside) return setAside(walk, path, 'symlink-outside', 'a link that leaves the folder');
  const info = await stat(target);
  if (info.isFile()) return takeFile(walk, path, info.size);
  if (!info.isDirectory()) return setAside(walk, path, 'not-a-file', 'a link to a device, socket or pipe');
  const isLoop = `${join(walk.root, path)}${sep}`.startsWith(target + sep);
  if (isLoop) return setAside(walk, path, 'symlink-loop', 'a link to a folder that holds it');
  return setAside(walk, path, 'symlink-folder', 'a link to a folder, which is listed under its own path');
}

function takeFile(walk: Walk, path: string, sizeBytes: number): void {
  if (walk.accept(path)) walk.listing.files.push({ path, sizeBytes });
  else {
    const extension = extname(path).toLowerCase();
    walk.listing.numUnwanted[extension] = (walk.listing.numUnwanted[extension] ?? 0) + 1;
  }
}

function setAside(walk: Walk, path: string, reason: SetAsideReason, detail: string): void {
  walk.listing.setAside.push({ path, reason, detail });
}

function setAsideFor(
  walk: Walk,
  path: string,
  { error, otherwise }: { error: unknown; otherwise: string },
): void {
  const reason = reasonOf(error);
  // The bytes that are no UTF-8 came as a sign of their own, and by that name nothing is there.
  if (reason === 'vanished' && path.includes('\ufffd'))
    setAside(walk, path, 'invalid-name', 'a name that is not UTF-8; give it another one');
  else setAside(walk, path, reason, otherwise);
}

function reasonOf(error: unknown): SetAsideReason {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'vanished';
  if (code === 'EACCES' || code === 'EPERM') return 'unreadable';
  throw error;
}
