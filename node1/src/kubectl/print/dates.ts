import { kubectlAge } from '../../cli-kit/duration.ts';

/** The time since an API timestamp, as an age; `<unknown>` without one. */
export function age(timestamp: string | undefined, now: number): string {
  return timestamp === undefined ? '<unknown>' : kubectlAge(now - Date.parse(timestamp));
}

const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An API timestamp as `describe` shows it (Go's RFC1123Z, in UTC): `Sun, 22 Nov 2026 11:11:40 +0000`. */
export function longDate(timestamp: string | undefined): string {
  if (timestamp === undefined) return '<unset>';
  const date = new Date(timestamp);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${dayNames[date.getUTCDay()] ?? ''}, ${two(date.getUTCDate())} ${monthNames[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()} ${clock} +0000`;
}
