/**
 * A GGUF file written again in another type.
 * Invariant: tensors and metadata keep their order; what already has its type is copied to the byte; equal input gives equal output.
 * Refuses one part of a split model, and tensors of types that cannot be decoded.
 */
import type { WritableType } from '../blocks/codecs.ts';
import type { OperationOptions } from '../files/operation-options.ts';
import { openGguf } from '../gguf/gguf-file.ts';
import type { GgufMetadata } from '../gguf/gguf-value.ts';
import { rewriteGguf, type WrittenModel } from '../transcode/rewrite-gguf.ts';

export interface ConvertOptions extends OperationOptions {
  /** The type that most tensors get. */
  readonly type: WritableType;
  /** Metadata to set on top of the source's. */
  readonly metadata?: GgufMetadata;
}

/**
 * Converts a model to another type: `f16`, `q8_0`, ...
 * @param sourcePath a GGUF file of any readable type
 * @param targetPath where to write; appears only when complete
 * @throws SlipwayError any of the weights codes or `disk-full`; or the signal's reason
 */
export async function convertGguf(
  sourcePath: string,
  targetPath: string,
  options: ConvertOptions,
): Promise<WrittenModel> {
  const source = await openGguf(sourcePath);
  try {
    const tensors = source.tensors.map((tensor) => ({ name: tensor.name, from: tensor }));
    return await rewriteGguf({ ...options, source, path: targetPath, tensors });
  } finally {
    await source.close();
  }
}
