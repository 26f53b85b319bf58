import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isAlive } from '../processes.ts';
import { lacksPostgres } from '../server/postgres.ts';
import { type ClassFolder, classFolder, enter, open, type Replica, startReplica } from './replica.ts';

const people = 10;
let folder: ClassFolder;
beforeAll(async () => {
  if (lacksPostgres === undefined) folder = await classFolder();
});
afterAll(async () => {
  if (lacksPostgres === undefined) await folder.close();
});

let replicas: Replica[] = [];
afterEach(async () => {
  for (const replica of replicas) replica.kill('SIGKILL');
  await Promise.all(replicas.map(({ ended }) => ended));
  replicas = [];
});

async function replica(name: string): Promise<Replica> {
  const made = await startReplica(folder, name, ['--target', 'local', '--shared-user']);
  replicas = [...replicas, made];
  return made;
}

describe.skipIf(lacksPostgres !== undefined)('several servers of a class (skipped without PostgreSQL)', () => {
  test(
    'any student reaches any server; when the one that leads is killed, all go on at another',
    { timeout: 120_000 },
    async () => {
      const first = await replica('Monday');
      await first.leads();
      const second = await replica('Monday');
      await second.waits();
      const third = await replica('Monday');
      await third.waits();
      const doors = [first, second, third];
      const door = (at: number): Replica => doors[at % doors.length] ?? first;
      const students = await Promise.all(Array.from({ length: people }, (_, at) => enter(door(at), `Row ${at}`)));
      // By another door than the one that they came in by.
      const clients = await Promise.all(students.map((student, at) => open(door(at + 1), student)));
      for (const client of clients) client.send({ type: 'run', unit: 'first.1', scope: 'unit' });
      await Promise.all(clients.map((client) => client.ends('first.1')));
      const shells = await Promise.all(
        clients.map(async (client) => {
          client.types('echo "shell $$."\r');
          return Number((await client.sees(/shell (\d+)\./))[1]);
        }),
      );

      first.kill('SIGKILL');
      await Promise.all(clients.map(({ closed }) => closed));
      // Whoever comes meanwhile, by whichever door, waits for the next one that leads.
      const again = await Promise.all(students.map((student, at) => open(at % 2 === 0 ? second : third, student)));
      await Promise.race([second.leads(), third.leads()]);
      for (const client of again)
        expect(client.units.get('first.1')).toMatchObject({ status: 'passed', stale: 'node' });
      again[0]?.send({ type: 'run', unit: 'second.1', scope: 'upTo' });
      expect(await again[0]?.ends('second.1')).toMatchObject({ status: 'passed' });
      // Nothing is left of those that had no node that outlives its server.
      await expect.poll(() => shells.filter((pid) => isAlive(pid)), { timeout: 20_000 }).toEqual([]);
    },
  );

  test('a server that only passes connections on is killed: the class goes on as it was', async () => {
    const first = await replica('Tuesday');
    await first.leads();
    const second = await replica('Tuesday');
    await second.waits();
    const ana = await enter(second, 'Ana');
    const [near, far] = [await open(first, ana), await open(second, ana)];
    near.types('X=kept\r');
    second.kill('SIGKILL');
    await far.closed;
    near.types('echo "still <$X>"\r');
    await near.sees(/still <kept>/);
    const back = await open(first, ana);
    back.types('echo "also <$X>"\r');
    await back.sees(/also <kept>/);
  });

  test('a server that is told to go hands the class over, and ends well', async () => {
    const first = await replica('Wednesday');
    await first.leads();
    const second = await replica('Wednesday');
    await second.waits();
    const ana = await enter(second, 'Ana');
    const client = await open(second, ana);
    client.send({ type: 'run', unit: 'first.1', scope: 'unit' });
    await client.ends('first.1');
    first.kill('SIGTERM');
    expect((await first.ended).code).toBe(143);
    await client.closed;
    const again = await open(second, ana);
    expect(again.units.get('first.1')).toMatchObject({ status: 'passed' });
    second.kill('SIGINT');
    expect(await second.ended).toMatchObject({ code: 0 });
  });

  test('the server that waits says so, and ends at once when it is told to', async () => {
    const first = await replica('Thursday');
    await first.leads();
    const second = await replica('Thursday');
    await second.waits();
    await enter(second, 'Ana');
    second.kill('SIGINT');
    const { code, stdout } = await second.ended;
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^another server leads the class "Thursday"[^\n]*\n$/)]);
  });

  test('the database is cut off for a moment: nobody loses anything', async () => {
    const first = await replica('Friday');
    await first.leads();
    const second = await replica('Friday');
    await second.waits();
    const client = await open(second, await enter(second, 'Ana'));
    client.types('X=kept\r');
    await folder.postgres.restart();
    client.send({ type: 'run', unit: 'first.1', scope: 'unit' });
    expect(await client.ends('first.1')).toMatchObject({ status: 'passed' });
    client.types('echo "still <$X>"\r');
    await client.sees(/still <kept>/);
  });
});
