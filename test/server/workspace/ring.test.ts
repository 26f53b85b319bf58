import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bulk } from '../../../src/run/terminal/bulk.ts';
import { Ring } from '../../../src/server/workspace/ring.ts';

test('gives back the last bytes of what was pushed, from any offset that it has', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constant('é😀x'.repeat(9000)),
    fc.constant('y'.repeat(70_000)),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), fc.double({ min: 0, max: 1, noNaN: true }), (texts, where) => {
      const capacity = 100_000;
      const ring = new Ring(capacity);
      for (const each of texts) ring.push(Bulk.of(Buffer.from(each)) ?? each);
      const all = Buffer.from(texts.join(''));
      expect(ring.end).toBe(all.length);
      expect(ring.start).toBeLessThanOrEqual(Math.max(0, all.length - capacity));
      expect(ring.end - ring.start).toBeLessThan(capacity + 3 * 65_536);
      expect(ring.has(ring.start - 1)).toBe(false);
      expect(ring.has(ring.end + 1)).toBe(false);
      const offset = Math.floor(ring.start + where * (ring.end - ring.start));
      const target = Buffer.alloc(80_000);
      const copied = ring.copy(offset, target);
      expect(target.subarray(0, copied).equals(all.subarray(offset, offset + target.length))).toBe(true);
    }),
    { numRuns: 60 },
  );
});
