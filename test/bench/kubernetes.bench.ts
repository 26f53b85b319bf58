import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { containerTarget } from '../../src/target/container/container-target.ts';
import { kubernetesEngine } from '../../src/target/kubernetes.ts';
import type { Target } from '../../src/target/target.ts';
import { makeNamespace, removeNamespace, wanted } from '../real/cluster.ts';
import { makeImage, removeImage } from '../target/container-image.ts';
import { Ear } from '../target/contract.ts';
import { benchTimeoutMs, scale } from './scale.ts';
import { percentile, printTable, time } from './table.ts';

const students = scale(19, 1);
const rounds = scale(20, 1);
const image = `pupitre-bench-${process.pid}`;
const never = new AbortController().signal;
const size = { cols: 80, rows: 24 };
let namespace = '';

/** Pods as nodes: ready ones, cold ones, a class that comes at once, and what each costs its machine. */
if (wanted) {
  beforeAll(async () => {
    await makeImage(image, ['bash', 'dtach']);
    namespace = makeNamespace();
  }, benchTimeoutMs);
  afterAll(async () => {
    removeNamespace(namespace);
    await removeImage(image);
  }, benchTimeoutMs);
}

/** Milliseconds until a new shell of the node shows its prompt. */
async function toPrompt(target: Target, since = performance.now()): Promise<number> {
  const tty = await target.open({ size, env: { PS1: 'ready> ' } }, never);
  await new Ear(tty).until(/ready> /);
  return performance.now() - since;
}

/** Megabytes. */
function available(): number {
  return Number(/MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) / 1000;
}

test.skipIf(!wanted)(
  'pods (PUPITRE_REAL_CLUSTER=1, Docker and a cluster on this machine)',
  async () => {
    const engine = kubernetesEngine({ image, className: 'bench', namespace });
    const load = loadavg()[0]?.toFixed(1) ?? '?';
    const targets: Target[] = [];
    const prepared = async (): Promise<Target> => {
      const target = containerTarget({ engine });
      await target.prepare(never);
      targets.push(target);
      return target;
    };
    try {
      const alone: number[] = [];
      // One that is removed would slow the next.
      for (let round = 0; round < Math.min(rounds, 5); round++) {
        const since = performance.now();
        alone.push(await toPrompt(await prepared(), since));
      }
      const before = available();
      const began = performance.now();
      const ready = await Promise.all(
        Array.from({ length: students }, async () => {
          const target = await prepared();
          return { target, after: performance.now() - began };
        }),
      );
      const pod = (before - available()) / students;
      const since = performance.now();
      const atOnce = await Promise.all(ready.map(({ target }) => toPrompt(target, since)));
      const shell = (before - available()) / students - pod;
      const warm: number[] = [];
      for (let round = 0; round < rounds; round++)
        warm.push(await toPrompt(ready[round % students]?.target ?? (await prepared())));
      expect(warm).toHaveLength(rounds);
      printTable(`pods on ${availableParallelism()} cores (load ${load})`, [
        {
          what: 'a warm pod, to its prompt',
          p50: time(percentile(warm, 50)),
          p95: time(percentile(warm, 95)),
          last: '',
        },
        {
          what: 'a cold pod, to its prompt',
          p50: time(percentile(alone, 50)),
          p95: '',
          last: time(Math.max(...alone)),
        },
        ...[
          { what: `${students} warm pods at once`, times: atOnce },
          { what: `${students} cold pods at once, ready`, times: ready.map(({ after }) => after) },
        ].map(({ what, times }) => ({
          what,
          p50: time(percentile(times, 50)),
          p95: time(percentile(times, 95)),
          last: time(Math.max(...times)),
        })),
      ]);
      printTable('memory of the machine', [
        { 'idle pod': `${pod.toFixed(1)} MB`, 'with a shell': `${(pod + shell).toFixed(1)} MB` },
      ]);
    } finally {
      await Promise.all(targets.map((target) => target.close()));
    }
  },
  benchTimeoutMs,
);
