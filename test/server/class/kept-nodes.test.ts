import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryStore } from '../../../src/server/class/memory-store.ts';
import { containerTarget } from '../../../src/target/container/container-target.ts';
import { canKeepShells, namespaceEngine } from '../../target/namespace-engine.ts';
import { TestHub } from '../test-hub.ts';

const course = '# S1\n\n.exercise[\n```bash\nX=1\n```\n]\n\n---\n# S2\n\n.exercise[\n```bash\ntest -n "$X"\n```\n]\n';

describe.skipIf(!canKeepShells)('nodes outlive the server (skipped without namespaces and dtach)', () => {
  let folder: string;
  let engine: ReturnType<typeof namespaceEngine>;
  let store = memoryStore();
  let room: TestHub;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pupitre-kept-'));
    engine = namespaceEngine(folder);
    store = memoryStore();
  });
  afterEach(async () => {
    expect(room.errors).toEqual([]);
    await room.close();
    expect(await engine.list(new AbortController().signal)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  /** A server that finds what another one has left. */
  async function server(): Promise<TestHub> {
    const found = await engine.list(new AbortController().signal);
    return (room = new TestHub(course, {
      ...{ store, found },
      target: (node) => containerTarget({ engine, ...(node !== undefined && { node }) }),
    }));
  }

  async function shellOf(client: Awaited<ReturnType<TestHub['client']>>): Promise<string> {
    client.types('echo "shell $$."\r');
    return (await client.sees(/shell (\d+)\./))[1] ?? '';
  }

  test('the next server has the same shells: variables, a line that is half typed, ticks', async () => {
    const client = await (await server()).client();
    client.send({ type: 'run', unit: 's1.1', scope: 'unit' });
    await client.ends('s1.1');
    const shell = await shellOf(client);
    client.types('echo "still $X');
    await client.sees(/echo "still \$X$/);
    await room.close(true);
    expect(await engine.list(new AbortController().signal)).toHaveLength(1);

    const again = await (await server()).client();
    await again.receives('welcome');
    expect(again.units.get('s1.1')).toMatchObject({ status: 'passed' });
    expect(again.units.get('s1.1')?.stale).toBeUndefined();
    again.types(' $$."\r');
    expect((await again.sees(/still 1 (\d+)\./))[1]).toBe(shell);
    again.send({ type: 'run', unit: 's2.1', scope: 'unit' });
    expect(await again.ends('s2.1')).toMatchObject({ status: 'passed' });
  });

  test('a program that runs goes on, and its end is seen', async () => {
    const client = await (await server()).client();
    client.types('read -r line; echo "got <$line>"\r');
    await client.sees(/read -r line/);
    await room.close(true);
    const again = await (await server()).client();
    await again.receives('welcome');
    again.types('a word\r');
    await again.sees(/got <a word>/);
    again.send({ type: 'run', unit: 's1.1', scope: 'unit' });
    expect(await again.ends('s1.1')).toMatchObject({ status: 'passed' });
  });

  test('a shell that has ended meanwhile is a new one on the same node, and what stood in it is pale', async () => {
    const client = await (await server()).client();
    client.send({ type: 'run', unit: 's1.1', scope: 'unit' });
    await client.ends('s1.1');
    client.types('echo here >file; (sleep 0.2; kill -9 $$) & disown; echo "o"k\r');
    await client.sees(/ok/);
    await room.close(true);
    const [name = ''] = await engine.list(new AbortController().signal);
    await expect.poll(() => engine.shells(name)).toEqual([]);
    const again = await (await server()).client();
    await again.receives('welcome');
    again.types('cat file\r');
    await again.sees(/here/);
    expect(again.units.get('s1.1')).toMatchObject({ status: 'passed', stale: 'shell' });
  });

  test('a node that is gone is another one, and what was done on it is pale', async () => {
    const client = await (await server()).client();
    client.send({ type: 'run', unit: 's1.1', scope: 'unit' });
    await client.ends('s1.1');
    await room.close(true);
    for (const name of await engine.list(new AbortController().signal)) await engine.remove(name);
    const again = await (await server()).client();
    await again.receives('welcome');
    expect(again.units.get('s1.1')).toMatchObject({ status: 'passed', stale: 'node' });
    await shellOf(again);
  });
});
