import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ClientMessage, Course, ServerMessage } from '../../src/protocol.ts';
import { benchTimeoutMs, scale } from './scale.ts';
import { serve, type Served, usageOf } from './served.ts';
import { printTable } from './table.ts';

const slides = resolve(import.meta.dirname, '../../slides');
const course = resolve(slides, 'ourapponkube_fr.md');
/** Another build to compare with, of another commit: `PUPITRE_PEER=FOLDER/dist/cli.js npm run bench -- class-course`. */
const { PUPITRE_PEER: peer, PUPITRE_STUDENTS: some = '30' } = process.env;
const builds = [...(peer === undefined ? [] : [{ build: 'the peer', program: peer }]), { build: 'this build' }];
const students = scale(Number(some), 1);
/** Seconds in which nobody does anything. */
const quiet = scale(20, 1);

/** The processes of a server and all below them, and what each is. */
function familyOf(server: number): ReadonlyMap<number, string> {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = read(`/proc/${entry}/stat`);
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = new Set([server]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const [child, parent] of parents) if (family.has(parent)) family.add(child);
  }
  return new Map([...family].map((pid) => [pid, pid === server ? 'server' : kindOf(read(`/proc/${pid}/cmdline`))]));
}

function kindOf(command: string): string {
  if (command.includes('shim/main.js')) return 'programs';
  return command.includes('host.js') ? 'nodes' : 'shells';
}

/** The text of a file; none where its process has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

interface Sums {
  /** KiB, shared pages counted in part. */
  readonly pss: number;
  readonly cpuSeconds: number;
}

/** What each kind of process has taken. */
function sumsOf(server: number): ReadonlyMap<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const [pid, kind] of familyOf(server)) {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    if (rollup === '') continue;
    const { pss, cpuSeconds } = sums.get(kind) ?? { pss: 0, cpuSeconds: 0 };
    const own = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    sums.set(kind, { pss: pss + own, cpuSeconds: cpuSeconds + usageOf(pid).cpuSeconds });
  }
  return sums;
}

/** A student who does the whole course; fulfilled, with the window, when all of it has passed. */
async function student(served: Served): Promise<WebSocket> {
  const { name, value, key } = await served.login();
  const headers = { cookie: `${name}=${value}`, origin: served.url };
  const page = await (await fetch(served.url, { headers })).text();
  const { units } = JSON.parse(/id="course">(.*?)<\/script>/s.exec(page)?.[1] ?? '') as Course;
  const window = new WebSocket(`${served.url.replace('http', 'ws')}/socket`, { headers });
  const say = (message: ClientMessage) => {
    window.send(JSON.stringify(message));
  };
  const left = new Set(units.map(({ id }) => id));
  let isBegun = false;
  let received = 0;
  await new Promise<void>((done, fail) => {
    const begin = (status: string) => {
      if (status !== 'ready' || isBegun) return;
      isBegun = true;
      say({ type: 'run', unit: units[0]?.id ?? '', scope: 'rest' });
    };
    const hear = (message: ServerMessage) => {
      if (message.type === 'welcome' || message.type === 'screen') received = message.offset;
      if (message.type === 'welcome') begin(message.nodeStatus);
      else if (message.type === 'node') begin(message.status);
      else if (message.type === 'unit') {
        const { status } = message.state;
        if (status === 'passed' || status === 'manual') left.delete(message.unit);
        else if (['failed', 'timedOut', 'broken'].includes(status)) fail(new Error(JSON.stringify(message)));
        if (left.size === 0) done();
      }
    };
    window.on('open', () => {
      say({ type: 'hello', ...(key !== undefined && { key }), size: { cols: 100, rows: 30 } });
    });
    window.on('close', fail);
    window.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) hear(JSON.parse(data.toString()) as ServerMessage);
      else say({ type: 'ack', offset: (received += data.length - 8) });
    });
  });
  return window;
}

const onLinux = { skip: process.platform !== 'linux', timeout: 3 * benchTimeoutMs };
test('all have done the whole French course', onLinux, async () => {
  const rows: Record<string, string>[] = [];
  for (const { build, program } of builds) {
    const served = await serve(course, program, 'rehearsal', {
      class: { initial: 0, reserved: 0 },
      files: [{ from: resolve(slides, 'stacks'), to: '~/container.training/stacks' }],
    });
    // A test that fails leaves nothing behind: nodes rest at 1 % of a core each.
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (isOpen) {
        isOpen = false;
        await served.close();
      }
    };
    onTestFinished(close);
    const first = sumsOf(served.pid).get('server')?.pss ?? 0;
    const began = performance.now();
    const windows = await Promise.all(Array.from({ length: students }, () => student(served)));
    const took = (performance.now() - began) / 1000;
    const before = sumsOf(served.pid);
    await after(quiet * 1000);
    const now = sumsOf(served.pid);
    const mib = (kind: string, less = 0) => ((now.get(kind)?.pss ?? 0) - less) / 1024 / students;
    const all = [...now.keys()].reduce((sum, kind) => sum + mib(kind, kind === 'server' ? first : 0), 0);
    const cpu = [...now].reduce(
      (sum, [kind, { cpuSeconds }]) => sum + cpuSeconds - (before.get(kind)?.cpuSeconds ?? 0),
      0,
    );
    expect(all).toBeGreaterThan(0);
    rows.push({
      build,
      'course took': `${took.toFixed(0)} s`,
      'MiB each': all.toFixed(1),
      nodes: mib('nodes').toFixed(1),
      programs: mib('programs').toFixed(1),
      shells: mib('shells').toFixed(1),
      server: mib('server', first).toFixed(1),
      'CPU each afterwards': `${((100 * cpu) / quiet / students).toFixed(2)} % of a core`,
      load: loadavg()[0]?.toFixed(1) ?? '?',
    });
    for (const window of windows) window.terminate();
    await close();
  }
  printTable(`${students} students after the whole course, with the instructor's node; ${quiet} s of quiet`, rows);
});
