import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPassword } from '../../src/cli/class-options.ts';
import { UsageError } from '../../src/cli/errors.ts';
import { word } from '../../src/messages/word.ts';
import { temporaryFolder } from './pupitre.ts';

const folder = temporaryFolder();
const file = join(folder.path, 'password');
afterAll(() => {
  folder.remove();
});

async function read(content: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  writeFileSync(file, content);
  return readPassword(file, env, 'en').then(
    (password) => `<${password ?? ''}>`,
    (error: unknown) => (error instanceof UsageError ? word(error.told, 'en') : 'not for people'),
  );
}

describe('a password', () => {
  test.each([
    ['open sesame', '<open sesame>'],
    ['eight888', '<eight888>'],
    // As editors and Windows save it.
    ['\ufeffeight888\r\n', '<eight888>'],
    ['  eight888  \nanother line\n', '<eight888>'],
    ['ééèàçùôï', '<ééèàçùôï>'],
  ])('%j is one', async (content, expected) => {
    expect(await read(content)).toBe(expected);
  });

  test.each([
    ['seven77', /too short/],
    ['seven77 ', /too short/],
    ['seven77\nand more', /too short/],
    // Seven characters of two code units, and of four bytes, each.
    ['👍👍👍👍👍👍👍', /too short/],
    ['', /is empty/],
    ['          ', /is empty/],
    ['\n\nopen sesame', /is empty/],
    ['\ufeff', /is empty/],
  ])('%j is none', async (content, expected) => {
    expect(await read(content)).toMatch(expected);
  });

  test('is in nobody’s environment, not even beside a file', async () => {
    expect(await read('open sesame', { PUPITRE_PASSWORD: 'open sesame' })).toMatch(/--password-file/);
  });
});
