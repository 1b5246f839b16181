import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextStream } from './text-stream.ts';

const decodeBytes = (tokens: readonly number[]): string => Buffer.from(tokens).toString('utf8');

describe('text stream', () => {
  it('never prints half a character', () => {
    const stream = createTextStream(decodeBytes);
    const pieces = [...Buffer.from('é中🚢')].map((byte) => stream.push(byte));
    expect(pieces.filter((piece) => piece !== '')).toEqual(['é', '中', '🚢']);
    expect(stream.flush()).toBe('');
  });

  it('gives the whole text back, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const whole = Buffer.from(text, 'utf8').toString('utf8');
        const stream = createTextStream(decodeBytes);
        const pieces = [...Buffer.from(text)].map((byte) => stream.push(byte));
        expect(pieces.join('') + stream.flush()).toBe(whole);
      }),
    );
  });

  it('prints a replacement for bytes that end too early', () => {
    const stream = createTextStream(decodeBytes);
    expect(stream.push(0xf0) + stream.push(0x9f)).toBe('');
    expect(stream.flush()).toBe('\ufffd');
  });
});
