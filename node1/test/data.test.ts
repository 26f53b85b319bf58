import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { structs } from '../src/kube/schema-types.ts';
import type { KubectlCommand } from '../src/kubectl/command.ts';
import { rootCommand } from '../src/kubectl/command-tree.ts';
import { globalFlags } from '../src/kubectl/global-flags.ts';
import { realFlags } from '../src/kubectl/help.ts';
import { withCluster } from './kubectl/cluster.ts';
import { shown } from './kubectl/typed.ts';

function commandsOf(command: KubectlCommand, words: readonly string[] = []): [string, KubectlCommand][] {
  const below = command.commands ?? [];
  return [[words.join(' '), command], ...below.flatMap((each) => commandsOf(each, [...words, each.name]))];
}

const commands = commandsOf(rootCommand);

test('every command of kubectl is there with its help, and nothing else is', () => {
  const files = readdirSync(new URL('../data/help/kubectl/', import.meta.url)).map((name) => name.replace('.txt', ''));
  expect(files.sort()).toEqual(commands.map(([name]) => name.replaceAll(' ', '-') || 'kubectl').sort());
});

test.each(commands)('kubectl %s takes the flags of the real one, or refuses them', (name, { flags }) => {
  const real = realFlags(name);
  const known = [...flags, ...globalFlags];
  const own = flags.filter(({ absent, hidden, deprecated }) => !absent && !hidden && !deprecated);
  // Nothing that no kubectl has.
  expect(own.filter((each) => !real.some((told) => told.name === each.name)).map((each) => each.name)).toEqual([]);
  for (const told of real) {
    const ours = known.find((each) => each.name === told.name);
    if (ours === undefined) continue;
    // `config set-*` have flags of their own under the names of global ones.
    if (!name.startsWith('config ')) expect([told.name, ours.short]).toEqual([told.name, told.short]);
    const boolean = ours.type === 'bool';
    if (!told.absent || told.type === 'bool') expect([told.name, boolean]).toEqual([told.name, told.type === 'bool']);
  }
});

test('a flag that only the real kubectl has is refused, in every command', async () => {
  await withCluster(async (cluster) => {
    for (const [name, { flags, absent }] of commands) {
      if (absent === true || name === 'options') continue;
      const known = [...flags, ...globalFlags];
      const missing = realFlags(name).find((each) => !known.some((ours) => ours.name === each.name));
      if (missing === undefined) continue;
      const said = await shown(cluster, `${name} x --${missing.name}=true`.trim());
      if (name !== '') expect(said, `${name} --${missing.name}`).not.toContain('unknown flag');
    }
  });
});

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
