import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Node1, startNode1 } from '../../src/gateway/node1.ts';

/** Programs of the image `app:1`, which is `app:2` as well. */
const programs: Readonly<Record<string, string>> = {
  'idle.js': 'console.log("up"); setInterval(() => {}, 1e6);',
  'crash.js': 'console.log(process.argv[2] ?? "no"); process.exit(3);',
  // 20 MB, in lines of 1 kB.
  'flood.js': `const line = 'x'.repeat(1023) + '\\n'; let count = 0;
(function go() { while (count++ < 20480) if (!process.stdout.write(line)) return process.stdout.once('drain', go); console.log('end'); })();`,
  // 1 kB a line, 20 MB/s at most.
  'chatty.js': `let count = 0;
setInterval(() => { for (let i = 0; i < 20; i++) console.log(count++ + ' ' + 'x'.repeat(1000)); }, 1);`,
  'fork.js': `const { spawn } = require('child_process');
const children = [0, 1].map(() => spawn('sleep', ['1000'], { detached: true, stdio: 'inherit' }));
for (const child of children) child.unref();
console.log(children.map(({ pid }) => pid).join(' '));`,
  // Calls itself, thirty times deep.
  'loop.js': `const http = require('http');
http.createServer((request, response) => {
  const depth = Number(request.headers.depth ?? 0) + 1;
  if (depth > 30) return response.end('deep enough\\n');
  http.get({ host: 'loop', agent: false, headers: { depth } }, (answer) => answer.pipe(response))
    .on('error', (error) => response.end(error.message));
}).listen(80, () => console.log('up'));`,
};

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A script that runs. */
interface Typed {
  readonly pid: number;
  /** Fulfilled when the output so far matches; rejects when the script ends before. */
  said(pattern: RegExp): Promise<string>;
  readonly ended: Promise<Ended>;
}

/** A node1 with the image `app:1`, and a folder in which scripts are typed. */
export interface Attacked {
  readonly node: Node1;
  readonly folder: string;
  /** Runs a script in bash, as in the shell of node1; ends it after 60 s, which no row may need. */
  typed(script: string): Promise<Ended>;
  start(script: string): Typed;
  close(): Promise<void>;
}

/** A script, the exit code, and what the output ends with or matches. */
export type Row = readonly [script: string, code: number, said: string | RegExp];

export async function attackNode1(files: Readonly<Record<string, string>> = {}): Promise<Attacked> {
  const node = await startNode1({ path: process.env['PATH'] ?? '' });
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-attack-'));
  for (const [name, text] of Object.entries({ ...programs, ...files })) writeFileSync(join(folder, name), text);
  symlinkSync('/etc', join(folder, 'etc'));
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'empty', 'Dockerfile'), '');
  writeFileSync(
    join(folder, 'Dockerfile'),
    'FROM node:20-alpine\nWORKDIR /app\nCOPY *.js ./\nCMD ["node", "idle.js"]\n',
  );
  const start = (script: string) => startScript(node, folder, script);
  const typed = (script: string) => start(script).ended;
  // Nothing below may reach this machine's own docker or cluster.
  const ours = `${join(node.bin, 'docker')}\n${join(node.bin, 'kubectl')}\n`;
  expect(await typed('command -v docker kubectl')).toMatchObject({ output: ours });
  expect(await typed('docker build -q -t app:1 . && docker tag app:1 app:2')).toMatchObject({ code: 0 });
  return {
    node,
    folder,
    typed,
    start,
    async close() {
      await node.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function startScript(node: Node1, folder: string, script: string): Typed {
  const env = { ...process.env, PATH: `${node.bin}:${process.env['PATH'] ?? ''}`, HOME: node.home };
  const child = spawn('bash', ['-c', `exec 2>&1; ${script}`], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { pid = 0, stdout } = child;
  const timer = setTimeout(() => process.kill(-pid, 'SIGKILL'), 60_000);
  let output = '';
  stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const ended = once(child, 'close').then(([code]: (number | null)[]) => {
    clearTimeout(timer);
    return { code: code ?? null, output };
  });
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (pattern.test(output)) resolve(output);
      };
      stdout.on('data', look);
      look();
      void ended.then(() => {
        reject(new Error(`it ended without ${String(pattern)}: ${output}`));
      });
    });
  return { pid, said, ended };
}

/** Types a script and compares. No row may show a mistake of ours. */
export async function check(attacked: Attacked, [script, code, said]: Row): Promise<void> {
  const ended = await attacked.typed(script);
  if (typeof said === 'string') expect(ended.output.endsWith(said) ? said : ended.output).toBe(said);
  else expect(ended.output).toMatch(said);
  expect(ended.code, ended.output).toBe(code);
  expect(ended.output).not.toMatch(/this is a bug|MaxListeners|^\s+at .*:\d+:\d+\)?$/m);
}
