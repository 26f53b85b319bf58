import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ClassFolder, classFolder, enter, open, type Replica, startReplica } from '../cli/replica.ts';
import { lacksPostgres } from '../server/postgres.ts';
import { makeImage, removeImage } from '../target/container-image.ts';
import { kubectl, makeNamespace, namesOf, removeNamespace, wanted } from './cluster.ts';

const people = 10;
const image = 'pupitre-class-test:1';
let folder: ClassFolder;
let namespace: string;

const reason = wanted ? lacksPostgres : 'PUPITRE_REAL_CLUSTER is not 1';
describe.skipIf(reason !== undefined)(`a class on pods (skipped: ${reason ?? 'not'})`, () => {
  const replicas: Replica[] = [];

  beforeAll(async () => {
    await makeImage(image, ['bash', 'dtach']);
    folder = await classFolder();
    namespace = makeNamespace();
    const config = {
      targets: { pods: { type: 'kubernetes', image, namespace } },
      class: { initial: people + 1, reserved: 0, max: people },
    };
    writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify(config));
  }, 120_000);
  afterEach(async () => {
    for (const replica of replicas) replica.kill('SIGKILL');
    await Promise.all(replicas.splice(0).map(({ ended }) => ended));
  });
  afterAll(async () => {
    removeNamespace(namespace);
    await folder.close();
    await removeImage(image);
  });

  const replica = async (name: string): Promise<Replica> => {
    const started = await startReplica(folder, name, ['--target', 'pods'], {
      KUBECONFIG: process.env['KUBECONFIG'] ?? '',
    });
    replicas.push(started);
    return started;
  };

  test(
    'the server that leads is killed in the middle: nobody loses a shell whose pod lives',
    { timeout: 300_000 },
    async () => {
      const first = await replica('pods');
      await first.leads();
      const second = await replica('pods');
      await second.waits();
      const students = await Promise.all(
        Array.from({ length: people }, (_, at) => enter(at % 2 === 0 ? first : second, `Row ${at}`)),
      );
      const clients = await Promise.all(students.map((student, at) => open(at % 2 === 0 ? second : first, student)));
      const shells = await Promise.all(
        clients.map(async (client, at) => {
          client.types(`ROW=${at}; echo "shell $$ at $(grep node1 /etc/hosts | cut -f1)."\r`);
          return (await client.sees(/shell (\d+) at ([\d.]+)\./))[0];
        }),
      );
      // One has a step that passed, one a line that is half typed, one a program that runs.
      clients[0]?.send({ type: 'run', unit: 'first.1', scope: 'unit' });
      expect(await clients[0]?.ends('first.1')).toMatchObject({ status: 'passed' });
      clients[1]?.types('echo "half a li');
      await clients[1]?.sees(/half a li$/);
      clients[2]?.types('read -r word; echo "read <$word>"\r');
      await clients[2]?.sees(/read -r word/);
      first.kill('SIGKILL');
      await Promise.all(clients.map(({ closed }) => closed));
      const again = await Promise.all(students.map((student) => open(second, student)));
      await second.leads();
      expect(again[0]?.units.get('first.1')).toMatchObject({ status: 'passed' });
      expect(again[0]?.units.get('first.1')?.stale).toBeUndefined();
      again[1]?.types('ne"\r');
      await again[1]?.sees(/^half a line\r/m);
      again[2]?.types('here\r');
      await again[2]?.sees(/read <here>/);
      for (const [at, client] of again.entries()) {
        client.types('echo "shell $$ at $(grep node1 /etc/hosts | cut -f1). row $ROW."\r');
        const [said] = await client.sees(/shell \d+ at [\d.]+\. row \d*\./);
        expect(said).toBe(`${(shells[at] ?? '').slice(0, -1)}. row ${at}.`);
      }
      // A pod that dies takes its shell with it: that is said, and another one is a click away.
      const ip = / at ([\d.]+)\./.exec(shells[3] ?? '')?.[1] ?? '';
      const format = 'jsonpath={range .items[*]}{.status.podIP} {.metadata.name}{"\\n"}{end}';
      const pods = kubectl(['get', 'pods', '-n', namespace, '-o', format]).trim().split('\n');
      const lost = pods.find((line) => line.startsWith(`${ip} `))?.split(' ')[1] ?? '';
      kubectl(['delete', 'pod', lost, '-n', namespace, '--grace-period=0', '--force']);

      const [, , , student] = again;
      await student?.until('the end of the node', () =>
        student.messages.some((each) => each.type === 'node' && each.status === 'broken'),
      );
      student?.send({ type: 'newNode' });
      await student?.until('another node', () => {
        const last = student.messages.findLast((each) => each.type === 'node');
        return last?.status === 'ready';
      });
      student?.types('echo "row <$ROW>"\r');
      await student?.sees(/row <>/);
      second.kill('SIGINT');
      expect((await second.ended).code).toBe(0);
      // But for those that tried the network when the server was killed: the next of the class removes them.
      expect(namesOf(namespace, 'pods').filter((name) => !name.includes('probe'))).toEqual([]);
    },
  );
});
