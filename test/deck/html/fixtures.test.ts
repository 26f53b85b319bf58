import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { render } from './render.ts';

const root = resolve(import.meta.dirname, '../../fixtures/html');

// Each folder is a case: `input.md` and the slides that come of it. UPDATE=1 writes them anew.
test.each(readdirSync(root))('%s', (name) => {
  const slides = render(readFileSync(join(root, name, 'input.md'), 'utf8'), {
    variables: { WHO: '<us & you>', URL: 'https://example.org/x' },
  });
  const actual = slides
    .map(({ html, notesHtml, ...rest }) => `<!-- ${JSON.stringify(rest)} -->\n${html}\n<!-- notes -->\n${notesHtml}\n`)
    .join('\n');
  const file = join(root, name, 'slides.html');
  if (process.env['UPDATE'] === '1') writeFileSync(file, actual);
  expect(actual).toBe(readFileSync(file, 'utf8'));
});
