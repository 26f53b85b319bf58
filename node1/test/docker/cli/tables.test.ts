import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { absentCommand } from '../../../src/docker/cli/absent.ts';
import { dockerCommands } from '../../../src/docker/cli/commands.ts';
import { findCommand, groups, topCommands } from '../../../src/docker/cli/tree.ts';
import { flagsIn } from '../../help-flags.ts';

const folder = new URL('../../../data/help/docker/', import.meta.url);
const paths = [
  ...topCommands,
  ...Object.entries(groups).flatMap(([group, names]) => names.map((name) => `${group} ${name}`)),
];

describe("docker's commands, as the real help texts list them", () => {
  it('are all in the tree', () => {
    const known = new Set([...paths, ...Object.keys(groups), 'docker'].map(fileOf));
    const third = ['trust-key-', 'trust-signer-'];
    const unknown = readdirSync(folder).filter(
      (name) => !known.has(name) && !third.some((begin) => name.startsWith(begin)),
    );
    expect(unknown).toEqual([]);
  });

  it.each(paths)('%s: every flag of the help is done or refused by name, and there is no other one', (path) => {
    const { command: name } = findCommand(path.split(' '));
    const command = dockerCommands.find((each) => each.name === name) ?? absentCommand(path, []);
    const wanted = flagsIn(helpOf(path)).filter(({ name: flag }) => flag !== 'help');
    const own = command.flags.filter(({ hidden }) => hidden !== true);
    const shown = own.map(({ name: flag, short = '', type }) =>
      `${short === '' ? '' : `-${short} `}--${flag} ${type === 'bool' ? '' : 'value'}`.trim(),
    );
    const listed = wanted.map(({ name: flag, short = '', takesValue }) =>
      `${short === '' ? '' : `-${short} `}--${flag} ${takesValue ? 'value' : ''}`.trim(),
    );
    // Without BuildKit, docker takes some flags that its help does not list, or lists and ignores them.
    const missing = listed.filter((each) => !shown.includes(each) && !ignored(command.flags, each));
    const strange = shown.filter((each) => !listed.includes(each) && !notListed.has(each));
    expect({ missing, strange }).toEqual({ missing: [], strange: [] });
  });
});

function fileOf(path: string): string {
  return `${path.replaceAll(' ', '-')}.txt`;
}

function helpOf(path: string): string {
  return readFileSync(new URL(fileOf(path), folder), 'utf8');
}

function ignored(flags: readonly { readonly name: string; readonly hidden?: boolean }[], shown: string): boolean {
  const [, name = ''] = /--([\w-]+)/.exec(shown) ?? [];
  return flags.some((flag) => flag.hidden === true && flag.name === name);
}

/** Flags that the real program takes and its help does not list (Windows, experimental daemons, old names). */
const notListed: ReadonlySet<string> = new Set([
  ...['--platform value', '--squash', '--stream', '--name value', '--checkpoint value', '--checkpoint-dir value'],
  ...['--cpu-count value', '--cpu-percent value', '--io-maxbandwidth value', '--io-maxiops value'],
]);
