/**
 * What a user may ask of quantisation, and the only home of its defaults.
 */
import { z } from 'zod';

export const quantisationSpec = z.strictObject({
  /**
   * Number type of the matrices: norms stay F32 in each.
   * @zh 矩阵的数值类型；归一化层在各种类型下都保持 F32。
   */
  scheme: z.enum(['f16', 'q8_0']),
  /**
   * Name of the model; the scheme is appended.
   * @zh 模型的名称；其后附上数值类型。
   */
  name: z.string().default('model'),
});
export type QuantisationSpec = z.infer<typeof quantisationSpec>;
