/** A point in time as most of the API writes it: to the second, `2026-11-22T11:11:39Z`. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19) + 'Z';
}

/** A point in time as `eventTime` is written: to the microsecond. */
export function microTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}

/** The `null` that the API shows where it has no time; the types of the API know only its absence. */
export const noTime = null as unknown as string;
