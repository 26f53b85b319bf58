const longestMs = 24 * 3_600_000;
const pattern = /^(?=.)(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9}(?:\.\d{1,3})?)s)?(?:(\d{1,9})ms)?$/;

/**
 * Milliseconds of a duration as authors write it: `500ms`, `60s`, `2m`, `1m30s`, `1h`, or a number of seconds. Undefined when it is
 * none of these, is nothing (`0s`), or exceeds a day.
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  const match = pattern.exec(/^\d+(?:\.\d+)?$/.test(trimmed) ? `${trimmed}s` : trimmed);
  if (!match) return undefined;
  const [, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = match;
  const ms = Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(milliseconds));
  return ms > 0 && ms <= longestMs ? ms : undefined;
}

/** A duration in the form that `parseDuration` reads: `500ms`, `60s`, `2m30s`. */
export function formatDuration(ms: number): string {
  const rounded = Math.round(ms);
  if (rounded % 1000 !== 0) return rounded < 1000 ? `${rounded}ms` : `${rounded / 1000}s`;
  const seconds = rounded / 1000;
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
}
