/**
 * Paths of members, made safe to be used below a folder.
 * Invariant: what is returned is relative, has no `.` or `..`, no empty steps, and no character that ends a path early.
 */

const maxLength = 4096;

/** @returns the path in its plain form, or `undefined` where it is absolute, leads out, or is none */
export function readSafePath(path: string): string | undefined {
  const isAbsolute = path.startsWith('/') || /^[a-z]:/i.test(path);
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  const isUnsafe = isAbsolute || steps.includes('..') || path.includes('\0');
  return isUnsafe || steps.length === 0 || path.length > maxLength ? undefined : steps.join('/');
}
