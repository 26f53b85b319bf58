import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Cluster } from '../../src/cluster.ts';
import { type Image, ImageError, type Images } from '../../src/images.ts';
import { createCluster } from '../../src/kube/cluster.ts';
import type { Network } from '../../src/network.ts';
import type { Container, ContainerSpec, LogLine, Runtime } from '../../src/workload.ts';

const digest = `sha256:${'1'.repeat(64)}`;

/** What the images of these tests run: Node programs; `listen NUMBER REAL` says where one listens. */
const programs: Readonly<Record<string, string>> = {
  web: `require('node:http').createServer((q, s) => s.end(process.env.HOSTNAME)).listen(0, '127.0.0.1', function () {
    console.log('listen 80 ' + this.address().port) })`,
  echo: 'console.log("hello")',
  crash: 'console.log("no"); process.exit(3)',
  idle: '',
};

/** Ends a server when the test that started it has, however that came about; lets an idle one wait. */
const watch = 'process.stdin.on("end", () => process.exit()).resume();';

function image(program: string): Image {
  return {
    id: digest,
    digest,
    created: '2026-01-01T00:00:00Z',
    size: 1,
    layers: [],
    config: {
      entrypoint: [],
      cmd: ['node', '-e', program.startsWith('console') ? program : watch + program],
      env: [],
      workingDir: '/',
      exposedPorts: [],
      labels: {},
    },
    runtime: 'node',
  };
}

/** Images of a node: those of `PROGRAMS` in any version, the rest cannot be found. `late` has to be pulled, once. */
function plainImages(): Images {
  const present = new Set<string>();
  const known = (reference: string) => programs[reference.replace(/:v\d+$/, '').replace(/^late-/, '')];
  return {
    find(reference) {
      const program = known(reference);
      if (program === undefined || (reference.startsWith('late-') && !present.has(reference))) return undefined;
      return image(program);
    },
    pull(reference) {
      const program = known(reference);
      if (/[A-Z]/.test(reference)) return Promise.reject(new ImageError('invalidName', 'invalid reference format'));
      if (program === undefined) {
        const message = `Error response from daemon: manifest for ${reference} not found: manifest unknown: manifest unknown`;
        return Promise.reject(new ImageError('notFound', message));
      }
      present.add(reference);
      return Promise.resolve(image(program));
    },
  };
}

function startProcess(
  network: Network,
  { image: { config }, env, address, hostname, command }: ContainerSpec,
): Container {
  const [program = 'node', ...args] = command ?? [...config.entrypoint, ...config.cmd];
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    env: { ...env, HOSTNAME: hostname },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: LogLine[] = [];
  const ended = once(child, 'close').then(([exitCode]: (number | null)[]) => ({ exitCode: exitCode ?? 143 }));
  createInterface({ input: child.stdout }).on('line', (text) => {
    const [word, port, real] = text.split(' ');
    if (word === 'listen') network.listen(address, Number(port), Number(real));
    lines.push({ at: Date.now(), stream: 'stdout', text: `${text}\n` });
  });
  return {
    pid: child.pid ?? 0,
    log: { lines, dropped: 0, onChange: () => () => undefined },
    writeStdin: () => undefined,
    closeStdin: () => undefined,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
    kill: (signal) => void child.kill(signal),
    resize: () => undefined,
    processes: () => [],
    usage: () => ({ cpu: 0, memory: 0, pids: 1 }),
    pause: () => undefined,
    unpause: () => undefined,
    ended,
    exec: () => Promise.resolve(126),
  };
}

/** A runtime of plain Node processes, with as much of a network as saying where one listens. */
function plainRuntime(network: Network): Runtime {
  return {
    start(spec) {
      if (spec.command?.[0] === 'nosuch') {
        return Promise.reject(new Error('exec: "nosuch": executable file not found in $PATH: unknown'));
      }
      return Promise.resolve(startProcess(network, spec));
    },
  };
}

/** A cluster of plain processes, fifty times as fast as a real one; closed and gone when `use` has ended. */
export async function withCluster(use: (cluster: Cluster) => Promise<void>, speed = 50): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pupitre-core-'));
  const cluster = await createCluster({ folder, images: plainImages(), runtimeFor: plainRuntime, speed });
  try {
    await use(cluster);
  } finally {
    await cluster.close();
    await rm(folder, { recursive: true });
  }
}
