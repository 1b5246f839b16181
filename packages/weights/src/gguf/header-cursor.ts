/**
 * Reads the header of a GGUF file forward through a small window.
 * Invariant: before any byte is looked at it is known to be inside the file and inside the header limit, so that no count or
 * length in a hostile file can make it allocate more than the limit.
 */
import { makeWeightsError } from '../errors/weights-error.ts';
import type { InputFile } from '../files/input-file.ts';
import { decodeGgufText } from './gguf-text.ts';

const windowBytes = 1 << 18;

export class HeaderCursor {
  readonly #file: InputFile;
  readonly #limitBytes: number;
  #window: Buffer = Buffer.alloc(0);
  #at = 0;
  #windowStart = 0;

  constructor(file: InputFile, limitBytes: number) {
    this.#file = file;
    this.#limitBytes = limitBytes;
  }

  /** The offset in the file of the next byte. */
  get position(): number {
    return this.#windowStart + this.#at;
  }

  /** The most bytes that may still follow. */
  get remaining(): number {
    return Math.min(this.#file.sizeBytes, this.#limitBytes) - this.position;
  }

  /** Whether the next bytes are in the window, so that reading them needs no wait. */
  has(numBytes: number): boolean {
    return this.#at + numBytes <= this.#window.length;
  }

  /** Brings the next bytes into the window. @throws SlipwayError when the file or the limit ends before */
  async fill(numBytes: number, place: string): Promise<void> {
    if (this.has(numBytes)) return;
    this.check(numBytes, place);
    const start = this.position;
    const size = Math.max(numBytes, Math.min(windowBytes, this.#file.sizeBytes - start));
    const window = Buffer.allocUnsafe(size);
    await this.#file.read(start, window);
    this.#window = window;
    this.#windowStart = start;
    this.#at = 0;
  }

  /** Verifies that as many bytes can follow. @throws SlipwayError */
  check(numBytes: number, place: string): void {
    const end = this.position + numBytes;
    if (end > this.#file.sizeBytes) {
      throw makeWeightsError(
        'weights-file-truncated',
        `${this.#file.path} ends inside ${place}: it needs ${numBytes} bytes at offset ${this.position}, the file has ${this.#file.sizeBytes}`,
      );
    }
    if (end > this.#limitBytes) {
      throw this.invalid(`${place} would make the header larger than ${this.#limitBytes} bytes`);
    }
  }

  /** An error that names the file. */
  invalid(message: string): Error {
    return makeWeightsError('weights-file-invalid', `${this.#file.path}: ${message}`);
  }

  async readUint32(place: string): Promise<number> {
    if (!this.has(4)) await this.fill(4, place);
    const value = this.#window.readUInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  /** A 64-bit count, length or offset. @throws SlipwayError when it is above 2^53 */
  async readSize(place: string): Promise<number> {
    if (!this.has(8)) await this.fill(8, place);
    const low = this.#window.readUInt32LE(this.#at);
    const high = this.#window.readUInt32LE(this.#at + 4);
    if (high >= 0x200000) throw this.invalid(`${place} is absurd (${high * 2 ** 32 + low})`);
    this.#at += 8;
    return high * 2 ** 32 + low;
  }

  /** The next bytes, as a view that the next call may overwrite. */
  async readBytes(numBytes: number, place: string): Promise<Buffer> {
    if (!this.has(numBytes)) await this.fill(numBytes, place);
    const bytes = this.#window.subarray(this.#at, this.#at + numBytes);
    this.#at += numBytes;
    return bytes;
  }

  /** A length and as many bytes of text. */
  async readText(place: string, maximumBytes = Number.POSITIVE_INFINITY): Promise<string> {
    const length = await this.readSize(`the length of ${place}`);
    if (length > maximumBytes)
      throw this.invalid(`${place} is ${length} bytes long, at most ${maximumBytes} are allowed`);
    return decodeGgufText(await this.readBytes(length, place));
  }
}
