import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../../src/cluster.ts';
import { createKubectl } from '../../src/kubectl/cli.ts';
import { writeNodeConfig } from '../../src/kubectl/kubeconfig/node-config.ts';
import type { Language } from '../../src/messages/codes.ts';
import type { Invocation, Program } from '../../src/program.ts';

/** What one kubectl command said. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a command gets besides its words. */
export interface Circumstances {
  readonly stdin?: string;
  readonly cwd?: string;
  readonly tty?: boolean;
  readonly signal?: AbortSignal;
  readonly lang?: Language;
  readonly env?: Readonly<Record<string, string>>;
  /** A kubectl that remembers what it was told; default: a new one. */
  readonly program?: Program;
  /** Called with all that stdout has shown so far. */
  readonly onOut?: (out: string) => void;
}

async function* input(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield await Promise.resolve(Buffer.from(text));
}

/** Types `kubectl ...` on a cluster; words are split at blanks, quotes keep them together. */
export async function kubectl(cluster: Cluster, line: string, how: Circumstances = {}): Promise<Said> {
  const args = (line.match(/(?:'[^']*'|[^\s'])+/g) ?? []).map((word) => word.replaceAll("'", ''));
  const said = { out: '', err: '' };
  if (!existsSync(join(cluster.folder, '.kube'))) writeNodeConfig(cluster.folder);
  const isTTY = how.tty ?? false;
  const stream = (name: 'out' | 'err'): Invocation['stdout'] => ({
    isTTY,
    columns: 120,
    write: (data) => {
      said[name] += typeof data === 'string' ? data : Buffer.from(data).toString();
      if (name === 'out') how.onOut?.(said.out);
      return Promise.resolve();
    },
  });
  const code = await (how.program ?? createKubectl(cluster))({
    args,
    cwd: how.cwd ?? '/',
    env: { HOME: cluster.folder, ...how.env },
    stdin: Object.assign(input(how.stdin ?? ''), { isTTY }),
    stdout: stream('out'),
    stderr: stream('err'),
    lang: how.lang ?? 'en',
    signal: how.signal ?? new AbortController().signal,
  });
  return { code, ...said };
}

/** A command's output and errors as one text, then its exit code when that is not 0: as a terminal shows it. */
export async function shown(cluster: Cluster, line: string, how: Circumstances = {}): Promise<string> {
  const { code, out, err } = await kubectl(cluster, line, how);
  return out + err + (code === 0 ? '' : `exit ${code}\n`);
}
