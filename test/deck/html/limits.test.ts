import { expect, test } from 'vitest';
import { render } from './render.ts';

const many = 20_000;

test.each([
  ['tags in tags', '<div>'.repeat(many)],
  [
    'formatting over much text',
    `${Array.from({ length: 250 }, (_, i) => `<b id=x${String(i)}>`).join('')}\n\n${'Text.\n\n'.repeat(many)}`,
  ],
  ['increments', `# Title\n\n${'some text here\n\n--\n\n'.repeat(2000)}`],
  [
    'a template that asks for its content often',
    `name: t\n\n${'{{content}} '.repeat(100)}\n---\ntemplate: t\n\nx\n${'---\ntemplate: t\nname: t\n\nx *y*\n'.repeat(500)}`,
  ],
  ['classes in classes', `${'.a['.repeat(2000)}x${']'.repeat(2000)}`],
  ['a long fence', `\`\`\`yaml\n${'a: b\n'.repeat(many)}\`\`\``],
])('%s: neither a stack overflow nor endless output', (_, text) => {
  const size = render(text).reduce((sum, { html }) => sum + html.length, 0);
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThan(30_000_000);
});
