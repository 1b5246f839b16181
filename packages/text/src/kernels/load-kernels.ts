/**
 * Loads the kernels into a memory of their own and hands out room in it.
 * Invariant: what `reserve` gives stays where it is until it is released; nobody else writes there.
 * Refuses: to share a memory between threads; each worker loads its own.
 */
import { invariant } from '@slipway/contracts';
import type { KernelCalls } from './kernel-calls.ts';

export interface Kernels {
  readonly calls: KernelCalls;
  /** All of kernel memory. Take it anew after `reserve`, which may replace it. */
  bytes(): Uint8Array;
  /** Room for `numBytes`, not cleared, aligned to 16 bytes, with 16 readable bytes behind it. @returns its pointer */
  reserve(numBytes: number): number;
  /** Copies what an array holds into room of its own. @returns its pointer */
  place(data: ArrayBufferView): number;
  /** Where the next room would begin; `release` of it gives back all that was reserved since. */
  mark(): number;
  release(mark: number): void;
}

const pageBytes = 65536;
const initialPages = 16;
const maximumPages = 65536;
const alignment = 16;

const wasmUrl = new URL('../../dist/kernels.wasm', import.meta.url);
let compiled: Promise<WebAssembly.Module> | undefined;

async function readWasm(): Promise<BufferSource> {
  if (wasmUrl.protocol !== 'file:') return await (await fetch(wasmUrl)).arrayBuffer();
  const { readFile } = await import('node:fs/promises');
  return await readFile(wasmUrl);
}

async function compileKernels(): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(await readWasm());
}

/** @returns fresh kernels; the code is compiled once a thread. */
export async function loadKernels(): Promise<Kernels> {
  compiled ??= compileKernels();
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages });
  const { exports } = await WebAssembly.instantiate(await compiled, { env: { memory } });
  const calls = exports as unknown as KernelCalls & { heapBase: WebAssembly.Global };
  return bindMemory(calls, { memory, base: align(Number(calls.heapBase.value)) });
}

function align(pointer: number): number {
  return Math.ceil(pointer / alignment) * alignment;
}

function bindMemory(
  calls: KernelCalls,
  { memory, base }: { memory: WebAssembly.Memory; base: number },
): Kernels {
  let next = base;
  let view = new Uint8Array(memory.buffer);
  const bytes = () => {
    if (view.buffer !== memory.buffer) view = new Uint8Array(memory.buffer);
    return view;
  };
  const reserve = (numBytes: number) => {
    const pointer = next;
    next = align(pointer + numBytes + alignment);
    const missing = Math.ceil((next - memory.buffer.byteLength) / pageBytes);
    if (missing > 0) memory.grow(missing);
    return pointer;
  };
  return {
    calls,
    bytes,
    reserve,
    place({ buffer, byteOffset, byteLength }) {
      const pointer = reserve(byteLength);
      bytes().set(new Uint8Array(buffer, byteOffset, byteLength), pointer);
      return pointer;
    },
    mark: () => next,
    release(mark) {
      invariant(mark >= base && mark <= next, 'a mark is released after what was reserved since');
      next = mark;
    },
  };
}
