/**
 * Files of a company to Markdown: PDF, DOCX, PPTX, XLSX, EPUB and OpenDocument, in child processes that may die without harm.
 * Invariant: every file is answered, with text or with a reason; the same bytes give the same text, whichever process converts them. A file
 * that kills its process is tried once more.
 * Refuses: to fetch what a file refers to, to run what it carries, and to recognise characters in pictures.
 */
import { SlipwayError } from '@slipway/contracts';
import { openConverterProcess } from './process/open-converter-process.ts';
import type { Conversion, OfficeFormat } from './records/conversion.ts';

export interface ConverterOptions {
  /** Resident memory of one process, in bytes; at least 256 MiB. */
  maxMemoryBytes?: number;
  /** For one file, in milliseconds. */
  timeoutMs?: number;
  /** Files converted at once. */
  numProcesses?: number;
  /** Larger files are set aside, in bytes. */
  maxFileBytes?: number;
}

export interface FileConverter {
  /**
   * Converts one file; calls beyond `numProcesses` wait for their turn.
   * @param source a path, or the bytes themselves
   * @returns Markdown, or why there is none; never rejects for a fault of the file
   */
  convert(source: string | Uint8Array, format: OfficeFormat): Promise<Conversion>;
  /** Ends the processes. Conversions under way end as `crashed`. */
  close(): Promise<void>;
}

const minMemoryBytes = 256 * 1024 ** 2;

/**
 * Opens a converter; processes are begun when files come.
 * @throws SlipwayError `argument-invalid` where a limit leaves no room to work
 */
export function openFileConverter(options: ConverterOptions = {}): FileConverter {
  const { maxMemoryBytes = 1024 ** 3, timeoutMs = 60_000, numProcesses = 1 } = options;
  const { maxFileBytes = 256 * 1024 ** 2 } = options;
  if (!(maxMemoryBytes >= minMemoryBytes && timeoutMs > 0 && numProcesses >= 1)) throw limitsTooSmall();
  const processes = Array.from({ length: numProcesses }, () =>
    openConverterProcess({ maxMemoryBytes, timeoutMs }),
  );
  const idle = [...processes];
  const waiting: (() => void)[] = [];
  return {
    async convert(source, format) {
      if (typeof source !== 'string' && source.length > maxFileBytes) {
        return { kind: 'set-aside', reason: 'too-large', detail: `a file of ${source.length} bytes` };
      }
      while (idle.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const process = idle.pop() as (typeof processes)[number];
      try {
        return await process.convert({ source, format, maxFileBytes });
      } finally {
        idle.push(process);
        waiting.shift()?.();
      }
    },
    async close() {
      await Promise.all(processes.map((process) => process.close()));
    },
  };
}

function limitsTooSmall(): SlipwayError {
  return new SlipwayError({
    code: 'argument-invalid',
    message: 'a file converter was given no room to work',
    hint: 'Give it at least 256 MiB of memory, a time above 0 and one process.',
  });
}
