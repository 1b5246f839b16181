// Durations in people's words: "0.4 s", "12 s", "3 min 20 s", "1 h 05 min"; in Chinese "3 分 20 秒".
// Refuses: precision that nobody reads (tenths only under ten seconds).

const units = {
  en: { second: ' s', minute: ' min', hour: ' h' },
  zh: { second: ' 秒', minute: ' 分', hour: ' 小时' },
};

/** Formats a number of milliseconds for a person. */
export function formatDuration(durationMs, language = 'en') {
  const unit = units[language] ?? units.en;
  const seconds = Math.max(0, durationMs) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}${unit.second}`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${unit.second}`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}${unit.minute} ${String(whole % 60).padStart(2, '0')}${unit.second}`;
  return `${Math.floor(minutes / 60)}${unit.hour} ${String(minutes % 60).padStart(2, '0')}${unit.minute}`;
}
