import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { pupitre } from './pupitre.ts';

const root = resolve(import.meta.dirname, '../..');

test.each([
  ['en', /It fits: \d+ students would, and 1 come/],
  ['fr', /Cela tient\u00a0: \d+ participants tiendraient, et 1 viennent/],
])('one student of the shipped course fits, and what it needs is said (%s)', async (lang, said) => {
  const { code, stdout } = await pupitre(['capacity', '--students', '1', '--lang', lang], root);
  expect(stdout).toMatch(said);
  expect(code).toBe(0);
});

test('a class that does not fit: the exit code says so, and the JSON how many would', async () => {
  const { code, stdout } = await pupitre(['capacity', 'kubernetes', '--students', '10000', '--json'], root);
  const result = JSON.parse(stdout) as Record<string, number>;
  expect(code).toBe(1);
  expect(result).toMatchObject({ students: 10_000, target: 'rehearsal', workloads: 6, builds: 5 });
  expect(result['fits']).toBeLessThan(10_000);
  expect(result['total']).toBeGreaterThan(result['machine'] ?? Infinity);
});

test.each([
  [['--students', '0'], /from 1 to 10000/],
  [['--students', 'many'], /from 1 to 10000/],
  [['--target', 'moon'], /moon/],
  [['nothing.md'], /nothing\.md/],
])('%j is refused in a sentence', async (args, said) => {
  const { code, stderr } = await pupitre(['capacity', ...args, '--lang', 'en'], root);
  expect(stderr).toMatch(said);
  expect(code).toBe(2);
});
