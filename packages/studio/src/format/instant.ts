/**
 * Instants as people say them, in their own time zone.
 */

/** Date and time: `23 Nov 2026, 14:02`, `2026年11月23日 14:02`. */
export function formatInstant(at: string, language: 'en' | 'zh'): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));
}

/** Date and time to the second in UTC, the same everywhere: `2026-11-23 14:02:11 UTC`. */
export function formatUtc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
