import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, frameKinds, frameReader } from '../../src/gateway/frames.ts';

test('frames come out as they went in, wherever the bytes were cut', () => {
  const frame = fc.tuple(fc.constantFrom(...Object.values(frameKinds)), fc.uint8Array({ maxLength: 40 }));
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 8 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      (frames, sizes) => {
        const bytes = Buffer.concat(frames.map(([kind, payload]) => encodeFrame(kind, payload)));
        const read = frameReader();
        const found: [number, number[]][] = [];
        for (let at = 0; at < bytes.length;) {
          const size = Number(sizes.next().value);
          found.push(
            ...read(bytes.subarray(at, at + size)).map(({ kind, payload }): [number, number[]] => [kind, [...payload]]),
          );
          at += size;
        }
        expect(found).toEqual(frames.map(([kind, payload]) => [kind, [...payload]]));
      },
    ),
  );
});

test('a length that no frame has is refused before anything is kept for it', () => {
  expect(() => frameReader()(Buffer.from([1, 0xff, 0xff, 0xff, 0xff]))).toThrow(RangeError);
});
