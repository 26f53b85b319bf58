import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from '../../../src/deck/scan/lines.ts';

test('lines end at LF, CR LF and CR', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'bc', '\n', '\r', '\r\n')), (parts) => {
      const text = parts.join('');
      const lines = readLines(text);
      const written = Array.from({ length: lines.count }, (_, line) => text.slice(lines.start(line), lines.end(line)));
      expect(written).toEqual(text.split(/\r\n|\n|\r/));
      for (let offset = 0; offset <= text.length; offset++) {
        const line = lines.at(offset);
        expect(lines.start(line)).toBeLessThanOrEqual(offset);
        if (line + 1 < lines.count) expect(lines.start(line + 1)).toBeGreaterThan(offset);
      }
    }),
  );
});
