import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDoc } from '../../../src/docker/compose/docopt.ts';

const root = join(import.meta.dirname, '../../..');
const help = join(root, 'data/help/compose');
const source = [
  'src/docker/compose.ts',
  ...readdirSync(join(root, 'src/docker/compose'), { recursive: true, encoding: 'utf8' }).map(
    (name) => `src/docker/compose/${name}`,
  ),
]
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');

// Those that change nothing in 1.29.2 either.
// The one with a dot stands in the text of another, and docopt takes it for one, too.
const idle = new Set(['build --no-rm', 'docker-compose --compatibility', 'up --abort-on-container-exit.']);

test.each(readdirSync(help).map((name) => name.replace('.txt', '')))(
  '%s: every option of the help is done or refused',
  (name) => {
    const { options } = readDoc(readFileSync(join(help, `${name}.txt`), 'utf8').trimEnd());
    const missing = options
      .map(({ short, long }) => [long, short].filter((each) => each !== undefined))
      .filter((names) => !names.some((each) => source.includes(`'${each}'`) || idle.has(`${name} ${each}`)));
    expect(missing).toEqual([]);
    if (/^ *Options:/m.test(readFileSync(join(help, `${name}.txt`), 'utf8'))) expect(options.length).toBeGreaterThan(0);
  },
);
