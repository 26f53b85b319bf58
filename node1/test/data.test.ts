import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readData } from '../src/data.ts';
import { structs } from '../src/kube/schema-types.ts';
import type { KubectlCommand } from '../src/kubectl/command.ts';
import { rootCommand } from '../src/kubectl/command-tree.ts';

function commandsOf(command: KubectlCommand, words: readonly string[] = []): [string, KubectlCommand][] {
  const below = (command.commands ?? []).filter(({ absent }) => absent !== true);
  return [[words.join('-') || 'kubectl', command], ...below.flatMap((each) => commandsOf(each, [...words, each.name]))];
}

const commands = commandsOf(rootCommand);

test('every command of kubectl has its help, and nothing else has', () => {
  const files = readdirSync(new URL('../data/help/kubectl/', import.meta.url)).map((name) => name.replace('.txt', ''));
  expect(files.sort()).toEqual(commands.map(([name]) => name).sort());
});

test.each(commands.filter(([name]) => name !== 'kubectl'))(
  'the help of kubectl %s has its flags',
  (name, { flags }) => {
    const options = [...readData(`help/kubectl/${name}.txt`).matchAll(/^ {2}(?:-(\w),| {3}) --([\w-]+)=/gm)];
    const wanted = flags.filter(({ absent, hidden }) => absent !== true && hidden !== true);
    expect(options.map(([, short, long]) => [short, long])).toEqual(
      wanted.map(({ short, name: long }) => [short, long]).sort((a, b) => ((a[1] ?? '') < (b[1] ?? '') ? -1 : 1)),
    );
  },
);

test('the schema is about every struct that it names', () => {
  const named = new Set<string>();
  const note = (type: unknown): void => {
    if (typeof type !== 'object' || type === null) return;
    if ('struct' in type) named.add(type.struct as string);
    for (const inner of Object.values(type)) note(inner);
  };
  for (const { fields } of structs().values()) for (const type of Object.values(fields)) note(type);
  expect([...named].filter((name) => !structs().has(name))).toEqual([]);
  expect(structs().get('Pod')?.name).toBe('io.k8s.api.core.v1.Pod');
});
