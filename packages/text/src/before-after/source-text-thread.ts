/**
 * The script of a thread that reads one document again: kernels and converters are not for a process that answers others.
 */
import { serveJobs } from '../threads/serve-jobs.ts';
import { readSourceText, type SourceText, type SourceTextJob } from './read-source-text.ts';

serveJobs<SourceTextJob, SourceText, never>((job) => readSourceText(job));
