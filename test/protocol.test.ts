import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientMessage, limits, readClientMessage } from '../src/protocol.ts';

const field = fc.oneof(
  fc.string({ maxLength: 5 }),
  fc.constant('x'.repeat(limits.input)),
  fc.constant('x'.repeat(limits.input + 1)),
  fc.integer(),
  fc.double(),
  fc.constantFrom(2 ** 53 - 1, 2 ** 53, -0, null, true, [], {}),
);
const message = fc.record(
  {
    type: fc.constantFrom('input', 'ack', 'show', 'stop', 'constructor', 7),
    data: field,
    offset: field,
    terminal: field,
    extra: field,
    ['__proto__']: field,
  },
  { requiredKeys: [] },
);

test('what is checked by hand is what the schema takes, and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(message, field), (value) => {
      const text = JSON.stringify(value);
      expect(readClientMessage(text)).toEqual(clientMessage.safeParse(JSON.parse(text)).data);
    }),
    { numRuns: 5000 },
  );
});

test.each(['', '{', 'undefined'])('%o is no message', (text) => {
  expect(readClientMessage(text)).toBeUndefined();
});
