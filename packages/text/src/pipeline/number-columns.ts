/**
 * The sections of numbers of a part as they grow.
 * Invariant: numbers lie as `part-layout` says, little endian.
 */
import type { PartSection } from '../parts/part-file.ts';
import { createGrowingBytes, type GrowingBytes } from './growing-bytes.ts';
import { type NumberSection, numberSections } from './part-layout.ts';

export interface NumberColumns {
  readonly numBytes: number;
  add(name: Exclude<NumberSection, 'hashes'>, value: number): void;
  /** Appends numbers of the section's own type. */
  append(name: NumberSection, values: ArrayBufferView): void;
  sections(): PartSection[];
}

export function createNumberColumns(): NumberColumns {
  const names = Object.keys(numberSections) as NumberSection[];
  const columns = new Map<NumberSection, GrowingBytes>(names.map((name) => [name, createGrowingBytes()]));
  const columnOf = (name: NumberSection) => columns.get(name) as GrowingBytes;
  const append: NumberColumns['append'] = (name, { buffer, byteOffset, byteLength }) =>
    columnOf(name).append(new Uint8Array(buffer, byteOffset, byteLength));
  return {
    append,
    add: (name, value) => append(name, new numberSections[name]([value])),
    get numBytes() {
      return names.reduce((sum, name) => sum + columnOf(name).numBytes, 0);
    },
    sections: () => names.map((name) => ({ name, bytes: columnOf(name).view() })),
  };
}
