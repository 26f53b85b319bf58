import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime } from '../../src/container/runtime.ts';
import { createDocker } from '../../src/docker/cli.ts';
import { createCompose } from '../../src/docker/compose.ts';
import { createEngine, type Engine } from '../../src/docker/engine.ts';
import { createImages } from '../../src/docker/images.ts';
import { createCluster } from '../../src/kube/cluster.ts';
import type { Language } from '../../src/messages/codes.ts';
import type { Program } from '../../src/program.ts';

/** What a command ended with; `all` is both streams in the order in which they were written. */
interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly all: string;
}

/** How a command is typed. */
interface Typed {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly isTTY?: boolean;
  readonly signal?: AbortSignal;
  /** Told of all that is written so far, each time. */
  readonly onOutput?: (all: string) => void;
}

/** Runs a program as the shell would. */
async function type(program: Program, args: readonly string[], typed: Typed, lang: Language): Promise<Ended> {
  const { isTTY = false } = typed;
  let [stdout, stderr, all] = ['', '', ''];
  const stream = (keep: (text: string) => void) => ({
    isTTY,
    columns: 80,
    write(data: string | Uint8Array) {
      const text = Buffer.from(data as string).toString();
      keep(text);
      all += text;
      typed.onOutput?.(all);
      return Promise.resolve();
    },
  });
  async function* input() {
    if (typed.stdin !== undefined) yield await Promise.resolve(Buffer.from(typed.stdin));
  }
  const code = await program({
    args,
    cwd: typed.cwd ?? '/',
    env: typed.env ?? {},
    stdin: Object.assign(input(), { isTTY }),
    stdout: stream((text) => (stdout += text)),
    stderr: stream((text) => (stderr += text)),
    lang,
    signal: typed.signal ?? new AbortController().signal,
  });
  return { code, stdout, stderr, all };
}

/** A node1 without its shell. */
export interface Node {
  readonly folder: string;
  readonly engine: Engine;
  docker(args: readonly string[], typed?: Typed): Promise<Ended>;
  compose(args: readonly string[], typed?: Typed): Promise<Ended>;
  close(): Promise<void>;
}

/** Starts a real one, whose pods come and go ten times as fast. */
export async function startNode(lang: Language = 'en'): Promise<Node> {
  const folder = await mkdtemp(join(tmpdir(), 'pupitre-docker-'));
  const images = await createImages({ folder, lang });
  const runtimeFor: Parameters<typeof createCluster>[0]['runtimeFor'] = (network) =>
    createRuntime({ folder, network, lang });
  const cluster = await createCluster({ folder, images, runtimeFor, speed: 10, lang });
  const engine = createEngine(cluster, images);
  const [docker, compose] = [createDocker(engine), createCompose(engine)];
  return {
    folder,
    engine,
    docker: (args, typed = {}) => type(docker, args, typed, lang),
    compose: (args, typed = {}) => type(compose, args, typed, lang),
    async close() {
      await engine.containers.close();
      await cluster.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Waits for something, as often as anything may have changed it. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, milliseconds = 15_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`nothing within ${milliseconds} ms: ${String(look)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
