/**
 * Faults of conversion, planted into a sound GGUF file with the reader and writer of packages/weights.
 * Invariant: everything but the fault is copied byte by byte, so that a gate can only complain of the fault.
 */
import {
  type GgufFile,
  type GgufMetadata,
  type GgufTensor,
  type GgufValue,
  openGguf,
  writeGguf,
} from '@slipway/weights';

export interface Fault {
  /** Gives other metadata. */
  readonly metadata?: (metadata: GgufMetadata) => GgufMetadata;
  /** Changes the bytes of a tensor in place. */
  readonly tensor?: (tensor: GgufTensor, bytes: Uint8Array, file: GgufFile) => void;
  /** Cuts a tensor to so many rows. */
  readonly numRows?: (tensor: GgufTensor) => number | undefined;
}

/** Writes `source` to `target` with a fault. */
export async function plantFault(source: string, target: string, fault: Fault): Promise<void> {
  const file = await openGguf(source);
  try {
    const tensors = file.tensors.map((tensor) => {
      const [numRows = 1, ...rest] = tensor.shape;
      const kept = fault.numRows?.(tensor) ?? numRows;
      const numBytes = (tensor.numBytes / numRows) * kept;
      const readChunks = async function* () {
        const bytes = new Uint8Array(numBytes);
        await file.readBytes(tensor, 0, bytes);
        fault.tensor?.(tensor, bytes, file);
        yield bytes;
      };
      return { name: tensor.name, shape: [kept, ...rest], type: tensor.type, readChunks };
    });
    await writeGguf(target, { metadata: fault.metadata?.(file.metadata) ?? file.metadata, tensors });
  } finally {
    await file.close();
  }
}

/** Rows of the named matrix, in another order: the new row `r` is the old row `order(r)`. */
export function reorderRows(
  isWanted: (name: string) => boolean,
  order: (row: number, numRows: number) => number,
): Fault {
  return {
    tensor: ({ name, shape }, bytes) => {
      if (!isWanted(name)) return;
      const [numRows = 1] = shape;
      const before = bytes.slice();
      const rowBytes = bytes.length / numRows;
      for (let row = 0; row < numRows; row += 1) {
        const from = order(row, numRows) * rowBytes;
        bytes.set(before.subarray(from, from + rowBytes), row * rowBytes);
      }
    },
  };
}

/**
 * The place in a file of Hugging Face of a row that llama.cpp keeps at `row`: GGUF interleaves the halves that rotary embedding turns
 * together (convert_hf_to_gguf.py, LlamaModel.permute).
 */
export function hubRow(row: number, headSize: number): number {
  const within = row % headSize;
  return row - within + (within % 2) * (headSize / 2) + Math.floor(within / 2);
}

/** The place in a GGUF file of a row that Hugging Face keeps at `row`. */
export function ggufRow(row: number, headSize: number): number {
  const within = row % headSize;
  const half = headSize / 2;
  return row - within + (within % half) * 2 + Math.floor(within / half);
}

/** Another value under one key. */
export function replaceValue(key: string, change: (value: GgufValue) => GgufValue): Fault {
  return {
    metadata: (metadata) => {
      const value = metadata.get(key);
      if (!value) throw new Error(`the model has no ${key}`);
      return new Map([...metadata, [key, change(value)]]);
    },
  };
}

/** Another list of texts under one key. */
export function replaceTexts(key: string, change: (texts: string[]) => void): Fault {
  return replaceValue(key, (value) => {
    if (value.type !== 'array' || value.elementType !== 'string')
      throw new Error(`${key} is no list of texts`);
    const texts = [...value.value];
    change(texts);
    return { ...value, value: texts };
  });
}

/** A tensor of 32-bit numbers, each multiplied. */
export function scaleTensor(wanted: string, factor: number): Fault {
  return {
    tensor: ({ name }, bytes) => {
      if (name !== wanted) return;
      const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      for (const [place, value] of values.entries()) values[place] = value * factor;
    },
  };
}
