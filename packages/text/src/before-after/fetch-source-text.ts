/**
 * Reads one document again, in a thread that ends with it.
 */
import { openThread } from '../threads/open-thread.ts';
import type { SourceText, SourceTextJob } from './read-source-text.ts';

// Beside the sources as beside the compiled files: threads run compiled code.
const script = new URL('../../dist/before-after/source-text-thread.js', import.meta.url);

/** @throws SlipwayError what reading ended with */
export async function fetchSourceText(job: SourceTextJob): Promise<SourceText> {
  const thread = openThread<SourceTextJob, SourceText, never>({ script });
  try {
    return await thread.run(job, 0);
  } finally {
    await thread.close();
  }
}
