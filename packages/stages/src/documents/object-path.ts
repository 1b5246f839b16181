/**
 * What an object is called among the documents: the rest of its key, where that is safe to lie below a folder.
 * Invariant: a path and what it begins with are its key; nothing is renamed.
 */
import { artifactFile } from '@slipway/contracts';

export type ObjectPath =
  | { kind: 'path' }
  /** Stands for a folder and holds nothing. */
  | { kind: 'folder' }
  /** Hidden, or of an installed package, as folders have them. */
  | { kind: 'hidden' }
  | { kind: 'unsafe'; detail: string };

/** File systems take no longer name. */
const maxNameBytes = 255;
const skippedFolders = new Set(['node_modules', 'CVS', '__pycache__']);

/** @param path the key behind the folder that is read */
export function readObjectPath(path: string, sizeBytes: number): ObjectPath {
  if (path.endsWith('/') && sizeBytes === 0) return { kind: 'folder' };
  const steps = path.split('/');
  if (steps.some((step) => step === '' || step === '.' || step === '..' || step.includes('\0')))
    return { kind: 'unsafe', detail: 'a key with a step that is empty, "." or "..", or with a NUL' };
  if (steps.some((step) => Buffer.byteLength(step) > maxNameBytes))
    return { kind: 'unsafe', detail: `a key with a step of more than ${maxNameBytes} bytes` };
  if (
    steps.some((step) => step.startsWith('.')) ||
    steps.slice(0, -1).some((step) => skippedFolders.has(step))
  )
    return { kind: 'hidden' };
  return artifactFile.shape.path.safeParse(path).success
    ? { kind: 'path' }
    : { kind: 'unsafe', detail: 'a key with letters that no path may have' };
}
