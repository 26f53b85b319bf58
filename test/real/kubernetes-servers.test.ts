import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enter, open, publicUrl } from '../cli/replica.ts';
import { lacksPostgres, type Postgres, startPostgres } from '../server/postgres.ts';
import { copyLibraries, makeImage, removeImage } from '../target/container-image.ts';
import { kubectl, wanted } from './cluster.ts';

const people = 10;
const serverImage = 'pupitre-server-test:1';
const studentImage = 'pupitre-student-test:1';
const root = resolve(import.meta.dirname, '../..');
const reason = wanted ? lacksPostgres : 'PUPITRE_REAL_CLUSTER is not 1';

/** The program as it is installed from its package, in an image that has node. */
async function makeServerImage(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-package-'));
  try {
    const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
    });
    const archive = join(folder, packed.trim().split('\n').at(-1) ?? '');
    const install = [
      'install',
      '--omit=dev',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefix',
      folder,
      archive,
    ];
    execFileSync('npm', install, { stdio: 'pipe' });
    await makeImage(serverImage, ['node'], (image) => {
      mkdirSync(join(image, 'opt'));
      cpSync(join(folder, 'node_modules'), join(image, 'opt/node_modules'), { recursive: true });
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
        if (name.endsWith('.node')) copyLibraries(image, join(folder, name));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(reason !== undefined)(`deploy/ as it is (skipped: ${reason ?? 'not'})`, () => {
  let postgres: Postgres;

  beforeAll(async () => {
    // The address of the cluster's own machine, as its pods reach it.
    const address = kubectl(['get', 'nodes', '-o', 'jsonpath={.items[0].status.addresses[0].address}']);
    postgres = await startPostgres({ reach: { address, from: '10.0.0.0/8' } });
    await makeServerImage();
    await makeImage(studentImage, ['bash', 'dtach']);
    const url = postgres.url.replace('127.0.0.1', address);
    const program = '["node", "/opt/node_modules/pupitre/dist/cli.js"]';
    const manifests = kubectl(['kustomize', join(root, 'deploy')])
      .replaceAll('registry.example.org/pupitre-student:1', studentImage)
      .replaceAll('image: registry.example.org/pupitre:1', `image: ${serverImage}\n        command: ${program}`)
      .replaceAll('https://class.example.org', publicUrl)
      .replaceAll('class.example.org', new URL(publicUrl).host)
      .replaceAll('"initial": 20', `"initial": ${people + 1}`)
      .replaceAll('apiVersion: policy/v1\n', 'apiVersion: policy/v1beta1\n');
    kubectl(['apply', '-f', join(root, 'deploy/namespaces.yaml')]);
    const secret = ['--from-literal=password=open sesame', `--from-literal=database=${url}`];
    kubectl(['create', 'secret', 'generic', 'pupitre', '-n', 'pupitre', ...secret]);
    kubectl(['apply', '-f', '-'], manifests);
    try {
      kubectl(['rollout', 'status', 'deployment/pupitre', '-n', 'pupitre', '--timeout=60s']);
    } catch (error) {
      const why = [
        ['logs', '-l', 'app=pupitre'],
        ['get', 'pods', '-o', 'wide'],
        ['get', 'events'],
      ];
      throw new Error(why.map((what) => kubectl([...what, '-n', 'pupitre'])).join('\n'), { cause: error });
    }
  }, 240_000);
  afterAll(async () => {
    kubectl(['delete', '-f', join(root, 'deploy/namespaces.yaml'), '--wait=false']);
    await postgres.close();
    await removeImage(serverImage);
    await removeImage(studentImage);
  }, 120_000);

  interface Server {
    readonly name: string;
    readonly host: string;
    readonly port: number;
  }
  const servers = (): readonly Server[] =>
    kubectl([
      ...['get', 'pods', '-n', 'pupitre', '-l', 'app=pupitre', '--field-selector=status.phase=Running'],
      ...['-o', 'jsonpath={range .items[*]}{.metadata.name} {.status.podIP}{"\\n"}{end}'],
    ])
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', host = ''] = line.split(' ');
        return { name, host, port: 3000 };
      });

  test(
    'ten students at two servers in the cluster, and the one that leads is killed: nobody loses a shell',
    { timeout: 240_000 },
    async () => {
      const [one, two] = servers();
      if (!one || !two) throw new Error('there are no two servers');
      const students = await Promise.all(
        Array.from({ length: people }, (_, at) => enter(at % 2 === 0 ? one : two, `Row ${at}`)),
      );
      const clients = await Promise.all(students.map((student, at) => open(at % 2 === 0 ? two : one, student)));
      const shells = await Promise.all(
        clients.map(async (client, at) => {
          client.types(`ROW=${at}; echo "shell $$ of $(id -u)."\r`);
          return (await client.sees(/shell (\d+) of 1000\./))[1];
        }),
      );
      const leads = ({ name }: Server): boolean => kubectl(['logs', name, '-n', 'pupitre']).includes('#token=');
      const leading = [one, two].find(leads);
      const other = leading === one ? two : one;
      kubectl(['delete', 'pod', leading?.name ?? '', '-n', 'pupitre', '--grace-period=0', '--force']);
      await Promise.all(clients.map(({ closed }) => closed));
      const again = await Promise.all(students.map((student) => open(other, student)));
      for (const [at, client] of again.entries()) {
        client.types('echo "shell $$ row $ROW."\r');
        expect((await client.sees(/shell \d+ row \d*\./))[0]).toBe(`shell ${shells[at] ?? ''} row ${at}.`);
      }
      // The Deployment makes another one, which passes connections on.
      kubectl(['rollout', 'status', 'deployment/pupitre', '-n', 'pupitre', '--timeout=120s']);
      const third = servers().find(({ name }) => name !== other.name);
      const [first] = students;
      if (!third || !first) throw new Error('there is no third server');
      const window = await open(third, first);
      window.types('echo "third sees row $ROW."\r');
      await window.sees(/third sees row 0\./);
    },
  );
});
