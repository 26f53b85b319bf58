import { isAscii } from 'node:buffer';

/** How many bytes at the end are the beginning of a character of UTF-8 that is not complete. */
export function cutAtEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    // The first byte of a character says how long it is; bytes that go on one are 10xxxxxx.
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/** Text of UTF-8. Most is ASCII, and is decoded three times as fast as such. */
export function textOfBytes(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}
