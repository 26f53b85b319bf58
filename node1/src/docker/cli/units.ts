const sizes = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes as docker writes them, in powers of 1000 with so many significant digits: `3.584kB`, `106MB`. */
export function humanSize(bytes: number, digits = 3): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < sizes.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${Number(value.toPrecision(digits))}${sizes[unit] ?? ''}`;
}

/** A moment as docker writes it in full: `2026-11-24 16:39:34 +0000 UTC`. */
export function fullTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

/** Bytes in powers of 1024 with four digits, as docker/go-units BytesSize. */
export function binarySize(bytes: number): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let at = 0;
  while (value >= 1024 && at < names.length - 1) {
    value /= 1024;
    at++;
  }
  return `${Number(value.toPrecision(4))}${names[at] ?? ''}`;
}
