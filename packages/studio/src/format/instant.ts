/**
 * Instants as people say them, in their own time zone.
 */

const parts = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;
/** Made once: a list of a thousand runs would otherwise spend most of its drawing on making them. */
const formats = {
  en: new Intl.DateTimeFormat('en-GB', parts),
  zh: new Intl.DateTimeFormat('zh-CN', parts),
};

/** Date and time: `23 Nov 2026, 14:02`, `2026年11月23日 14:02`. */
export function formatInstant(at: string, language: 'en' | 'zh'): string {
  return formats[language].format(new Date(at));
}

/** Date and time to the second in UTC, the same everywhere: `2026-11-23 14:02:11 UTC`. */
export function formatUtc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
