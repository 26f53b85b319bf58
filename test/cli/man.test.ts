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
