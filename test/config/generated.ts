import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Compares a committed JSON file with what the code makes of it; with UPDATE=1 in the environment it writes the file. */
export function expectGenerated(path: string, value: unknown): void {
  expectGeneratedText(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** The same for a text. */
export function expectGeneratedText(path: string, text: string): void {
  const file = new URL(`../../${path}`, import.meta.url);
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
}
