import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { manPage } from '../../src/cli/man.ts';
import { sayIn } from '../../src/messages/word.ts';
import { expectGeneratedText } from '../config/generated.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

test('docs/pupitre.1 is the manual page of the commands (UPDATE=1 writes it)', () => {
  const say = sayIn('en');
  expectGeneratedText('docs/pupitre.1', manPage('pupitre', say('help/pupitre'), commands(say), version));
});

test('npm installs it', () => {
  const { man } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { man: string[] };
  expect(man).toEqual(['docs/pupitre.1']);
});

test.skipIf(!has('groff'))('roff has nothing to complain of', () => {
  const file = new URL('../../docs/pupitre.1', import.meta.url).pathname;
  const said = execFileSync('groff', ['-man', '-Tutf8', '-ww', '-z', file], { encoding: 'utf8', stdio: 'pipe' });
  expect(said).toBe('');
});

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
