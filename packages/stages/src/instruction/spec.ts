/**
 * What a user may ask of making pairs, and the only home of its defaults.
 */
import { z } from 'zod';

export const pairForms = ['sections', 'summaries', 'tables'] as const;
export const choiceForms = ['answers', 'cloze', 'headings'] as const;

export const instructionSpec = z.strictObject({
  /**
   * Name of the artifact, for people.
   * @zh 产物的名称，供人辨认。
   */
  name: z.string().default('pairs'),
  /**
   * What pairs are made of: what `sections` say, `summaries` that authors put first, cells of `tables`.
   * @zh 由什么生成问答：`sections` 章节所述、`summaries` 作者写在前面的摘要、`tables` 表格的单元格。
   */
  pairs: z.array(z.enum(pairForms)).min(1).default(['sections']),
  /**
   * What four-choice questions ask: the right of four `answers`, the term for a blank (`cloze`), the one of four `headings` for a passage.
   * @zh 四选一题问什么：`answers` 四个答案中正确的一个，`cloze` 空缺处的术语，`headings` 四个标题中属于该段落的一个。
   */
  choices: z.array(z.enum(choiceForms)).min(1).default(['answers']),
  /**
   * Longest answer of a section, in Latin characters; a Han character counts 2.25.
   * @zh 一节答案的最大长度，以拉丁字符计；一个汉字计 2.25。
   */
  maxAnswerWeight: z.number().min(80).default(700),
  /**
   * At most so many four-choice questions are made from held-out documents, as many of each form as there are.
   * @zh 由留出文档至多生成这么多四选一题，各种题型数目相同。
   */
  maxChoices: z.number().int().min(0).default(400),
});
export type InstructionSpec = z.infer<typeof instructionSpec>;
