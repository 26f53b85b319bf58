import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, startServe } from './serve-process.ts';

const slideCount = 300;
/** Bytes on the wire of the document of so many slides. */
const most = 90_000;

/** The same numbers every time, from 0 up to `below`. */
function createDice(): (below: number) => number {
  let seed = 11;
  return (below) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
}

/**
 * A course as they are: on each slide a title and some sentences, on every third an exercise, on every second notes, now and
 * then a file or a table. Its words are those of our documents in no order, which is harder to compress than sentences.
 */
function course(): string {
  const root = join(import.meta.dirname, '../..');
  const text = readFileSync(join(root, 'docs/deck.md'), 'utf8') + readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const vocabulary = [...new Set(text.match(/\b[a-z]{2,12}\b/g))].slice(0, 500);
  const dice = createDice();
  const pick = (): string => vocabulary[dice(vocabulary.length)] ?? '';
  const words = (count: number): string => Array.from({ length: count }, pick).join(' ');
  const many = (count: number, one: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => one(index)).join('\n\n');
  const exercise = (): string =>
    `.exercise[\n\n${many(1 + dice(2), () => `- ${words(7)}:\n  \`\`\`bash\n  kubectl create deployment ${pick()} --image=${pick()}/${pick()}:v${dice(9)}\n  kubectl get pods -l app=${pick()} -o wide\n  \`\`\``)}\n\n]\n\nWe should see something like:\n\n\`\`\`\n${pick()}-${dice(9999)}   1/1   Running   0   ${dice(60)}s\n\`\`\``;
  const file = (): string =>
    `\`\`\`yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: ${pick()}\nspec:\n  ports:\n${many(3, () => `    - port: ${dice(9999)}`).replaceAll('\n\n', '\n')}\n\`\`\``;
  return Array.from({ length: slideCount }, (_, index) =>
    [
      `# ${words(4)}`,
      many(3 + dice(3), () => `- ${words(6)} **${pick()}** ${words(4)} \`${pick()}\` ${words(2)}`),
      ...(index % 3 === 0 ? [exercise()] : []),
      ...(index % 10 === 1 ? [file()] : []),
      ...(index % 15 === 2
        ? [
            `| ${pick()} | ${pick()} |\n|---|---|\n${many(4, () => `| ${words(2)} | ${words(4)} |`).replaceAll('\n\n', '\n')}`,
          ]
        : []),
      ...(index % 2 === 0 ? [`???\n\n${words(18)}.`] : []),
    ].join('\n\n'),
  ).join('\n\n---\n\n');
}

let served: Served;
beforeAll(async () => {
  served = await startServe(course());
}, 60_000);
afterAll(() => served.close());

test.each(['br', 'gzip'])(`the document of ${slideCount} slides has at most ${most} bytes in %s`, async (coding) => {
  const headers = { cookie: await served.enter(), 'accept-encoding': coding };
  const answer = await fetch(served.origin, { headers });
  expect(answer.headers.get('content-encoding')).toBe(coding);
  const html = await answer.text();
  expect(html.match(/<section class="slide/g)).toHaveLength(slideCount);
  // As large as what it stands for: 406 KB before it was compressed.
  expect(html.length).toBeGreaterThan(380_000);
  expect(Number(answer.headers.get('content-length'))).toBeLessThanOrEqual(most);
});
