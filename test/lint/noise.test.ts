import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lintDeck } from '../../src/lint/lint.ts';
import { builtinRules } from '../../src/lint/rules.ts';

// Some thousand commands that a real node1 did without a complaint (node1/test/record): an error about one of them is a false one.

interface Recorded {
  readonly commands: readonly { readonly command: string; readonly exit?: number; readonly isSetup?: true }[];
}

const folder = new URL('../../node1/test/record/facts/', import.meta.url);

// docker-compose 1.29 ends with 0 after it has printed its usage; the others do nothing with what is too much.
const mistakes =
  /--nosuch|cluster-info nosuch|docker-compose (?:run|exec)(?: -T)?(?: web)?$|logs --tail$|--build-arg -t x/;

test('no command that works is an error', () => {
  const wrong: string[] = [];
  let count = 0;
  for (const name of readdirSync(folder)) {
    const { commands } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Recorded;
    const works = commands
      .filter(
        ({ command, exit, isSetup }) =>
          isSetup !== true && exit === 0 && !command.includes('```') && !mistakes.test(command),
      )
      .map(({ command }) => command);
    count += works.length;
    // A chapter is a deck, each of its commands a slide.
    const deck = works.map((command) => `.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n]\n`).join('\n---\n\n');
    const lines = deck.split('\n');
    const found = lintDeck(deck, { file: 'a.md', rules: builtinRules }).filter(({ severity }) => severity === 'error');
    wrong.push(...found.map(({ rule, line }) => `${name}: ${rule}: ${lines[line - 1] ?? ''}`));
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(3000);
});

test('good commands in unusual spellings', () => {
  const commands = readFileSync(new URL('commands/good.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const found = commands.flatMap((command) =>
    lintDeck(`.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n]\n`, { file: 'a.md', rules: builtinRules })
      .filter(({ severity }) => severity !== 'info')
      .map(({ rule, severity }) => `${severity}: ${rule}: ${command}`),
  );
  expect(found).toEqual([]);
  expect(commands.length).toBeGreaterThan(450);
});
