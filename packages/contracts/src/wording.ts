/**
 * A sentence that the server words itself, in both languages of the house; a page or a terminal shows its reader's.
 */
import { z } from 'zod';

export const wording = z.object({ en: z.string(), zh: z.string() });
export type Wording = z.infer<typeof wording>;
