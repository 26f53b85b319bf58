import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node-pty';
import { expect, test } from 'vitest';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { markEnvironment } from '../../src/run/terminal/marks.ts';
import { localTarget } from '../../src/target/local.ts';
import { temporaryFolder } from '../cli/pupitre.ts';
import { planOf, step } from '../run/steps.ts';
import { BareShell } from './bare-shell.ts';
import { scale } from './scale.ts';
import { percentile, printTable, time } from './table.ts';

/** The floor: the same shell with the same marks, and nothing but a search for the prompt's mark. */
async function bareLoop(count: number): Promise<number[]> {
  const marks = markEnvironment('bare', '$ ', []);
  const env = { PATH: process.env['PATH'] ?? '', LC_CTYPE: 'C.UTF-8', ...marks };
  const promptEnd = endOfPrompt(marks['PS1'] ?? '');
  const pty = spawn('bash', ['--noprofile', '--norc', '-i'], { cols: 120, rows: 40, env });
  let wake: () => void = () => undefined;
  let seen = '';
  pty.onData((chunk) => {
    seen = (seen + chunk).slice(-200);
    if (seen.includes(promptEnd)) {
      seen = '';
      wake();
    }
  });
  const prompt = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  await prompt();
  const samples: number[] = [];
  for (let index = 0; index < count; index++) {
    const started = performance.now();
    const back = prompt();
    pty.write('true\r');
    await back;
    samples.push(performance.now() - started);
  }
  pty.kill('SIGKILL');
  return samples;
}

/** What bash prints last of a prompt after a command that has passed: the last mark of PS1, without readline's brackets. */
function endOfPrompt(prompt: string): string {
  const mark = prompt.slice(prompt.lastIndexOf('\x1b')).replace('$?', '0').replace('\x02', '');
  expect(mark).not.toBe('');
  return mark;
}

async function steps(count: number): Promise<number[]> {
  const target = localTarget({ environment: process.env });
  const plan = planOf(...Array.from({ length: count }, (_, index) => step('bash', 'true', { id: `s.${index}` })));
  const samples: number[] = [];
  for await (const event of run(plan, target, { actions: builtinActions, signal: new AbortController().signal })) {
    if (event.type === 'stepEnd') {
      expect(event.result.verdict.status).toBe('passed');
      // The first step opens the shell.
      if (event.step.id !== 's.0') samples.push(event.result.durationMs);
    }
  }
  await target.close();
  return samples;
}

test('steps', async () => {
  // What runs for the first time runs slowly, on both sides.
  await bareLoop(scale(500, 5));
  await steps(scale(500, 5));
  const rows = [];
  for (const count of [scale(1000, 10), scale(5000, 20)]) {
    const all = { floor: [] as number[], ours: [] as number[] };
    // In turns: what else the machine does meets all of them.
    for (let round = 0; round < scale(3, 1); round++) {
      all.floor.push(...(await bareLoop(count)));
      all.ours.push(...(await steps(count)));
    }
    const { floor, ours } = all;
    const ratio = (percent: number): string => (percentile(ours, percent) / percentile(floor, percent)).toFixed(2);
    rows.push({
      steps: count,
      'floor p50': time(percentile(floor, 50)),
      'floor p99': time(percentile(floor, 99)),
      'pupitre p50': time(percentile(ours, 50)),
      'pupitre p99': time(percentile(ours, 99)),
      'p50 ratio (aim 1.3)': ratio(50),
      'p99 ratio (aim 1.5)': ratio(99),
    });
  }
  printTable('A step of `true` beside a bare PTY and mark loop', rows);
});

/** Milliseconds from the line that starts a shell inside until it shows its first prompt, without anybody who adopts it. */
async function bareEntry(line: string, prompt: string): Promise<number> {
  const shell = new BareShell();
  await shell.readyAfter;
  shell.forget();
  const started = performance.now();
  shell.types(`${line}\r`);
  await shell.sees(prompt);
  const took = performance.now() - started;
  shell.close();
  return took;
}

/** The same until the next step can type its commands. */
async function adoptedEntry(line: string): Promise<number> {
  const target = localTarget({ environment: process.env });
  const events = run(planOf(step('bash', line, { id: 'enter' }), step('bash', 'true')), target, {
    actions: builtinActions,
    signal: new AbortController().signal,
  });
  let took = NaN;
  for await (const event of events) {
    if (event.type !== 'stepEnd') continue;
    expect(event.result.verdict.status).toBe('passed');
    if (event.step.id === 'enter') took = event.result.durationMs;
  }
  await target.close();
  return took;
}

test('shells inside', async () => {
  const clean = `env -i TERM=xterm PATH="$PATH"`;
  // What its line editor shows with a prompt; sh has none.
  const editor = '\x1b[?2004h';
  const shells: readonly (readonly [string, string, string])[] = [
    ['bash', `${clean} bash --norc`, editor],
    ['sh', `${clean} PS1='~> ' sh -i`, '\r~> '],
    ['zsh', `${clean} zsh -f`, editor],
    ['fish', `${clean} HOME=/ fish --private`, editor],
  ];
  const rows = [];
  for (const [name, line, prompt] of shells) {
    if (spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0) continue;
    const floor: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < scale(15, 1); round++) {
      floor.push(await bareEntry(line, prompt));
      ours.push(await adoptedEntry(line));
    }
    rows.push({
      shell: name,
      'its first prompt, alone p50': time(percentile(floor, 50)),
      'adopted p50 (aim 100 ms)': time(percentile(ours, 50)),
      'adopted p90': time(percentile(ours, 90)),
      'p50 ratio': (percentile(ours, 50) / percentile(floor, 50)).toFixed(1),
    });
  }
  printTable('A shell inside without our marks, until commands can be typed', rows);
});

/** Seconds of time and of this process's CPU. */
interface Took {
  readonly seconds: number;
  readonly cpu: number;
}

function stopwatch(): () => Took {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
  };
}

/** The floor: node-pty alone, which decodes what comes and looks at the end of it. */
async function bareOutput(file: string): Promise<Took> {
  const shell = new BareShell();
  await shell.readyAfter;
  const took = stopwatch();
  shell.types(`cat ${file}; echo "fin"ished\r`);
  await shell.sees('finished');
  const all = took();
  shell.close();
  return all;
}

async function runOutput(file: string): Promise<Took> {
  const target = localTarget({ environment: process.env });
  const limits = { timeoutMs: 300_000, tryMs: 1, pauseMs: 1, settleMs: 1 };
  const plan = planOf(step('bash', 'true'), step('bash', `cat ${file}`, { limits }));
  let took = stopwatch();
  let all: Took = { seconds: 0, cpu: 0 };
  for await (const event of run(plan, target, { actions: builtinActions, signal: new AbortController().signal })) {
    if (event.type === 'stepBegin') took = stopwatch();
    if (event.type === 'stepEnd') all = took();
  }
  await target.close();
  return all;
}

test('output of 80-column lines', async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'lines');
  const megabytes = scale(50, 1);
  writeFileSync(file, `${'x'.repeat(79)}\n`.repeat((megabytes * 1e6) / 80));
  const floor: Took[] = [];
  const ours: Took[] = [];
  for (let round = 0; round < scale(5, 1); round++) {
    floor.push(await bareOutput(file));
    ours.push(await runOutput(file));
  }
  const least = (all: readonly Took[], what: keyof Took): number => Math.min(...all.map((each) => each[what]));
  const speed = (all: readonly Took[]): string => `${(megabytes / least(all, 'seconds')).toFixed(1)} MB/s`;
  printTable(`Output of ${megabytes} MB in lines of 80 columns, best of ${floor.length}`, [
    {
      'node-pty alone': speed(floor),
      'through run()': speed(ours),
      'speed ratio (aim 0.9)': (least(floor, 'seconds') / least(ours, 'seconds')).toFixed(2),
      'CPU alone': time(least(floor, 'cpu') * 1000),
      'CPU through run()': time(least(ours, 'cpu') * 1000),
      'CPU ratio (aim 1.6)': (least(ours, 'cpu') / least(floor, 'cpu')).toFixed(2),
    },
  ]);
  folder.remove();
});

test('memory while a reader of the events sleeps', async () => {
  const target = localTarget({ environment: process.env });
  const limits = { timeoutMs: 300_000, tryMs: 1, pauseMs: 1, settleMs: 1 };
  const plan = planOf(step('bash', `yes pupitre | head -c ${scale(150, 3)}000000`, { limits }));
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  let slept = false;
  for await (const event of run(plan, target, { actions: builtinActions, signal: new AbortController().signal })) {
    if (event.type !== 'output') continue;
    if (!slept) await new Promise((resolve) => setTimeout(resolve, scale(3000, 100)));
    slept = true;
    most = Math.max(most, process.memoryUsage.rss());
  }
  await target.close();
  printTable(`Memory while ${scale(150, 3)} MB are printed and nobody reads for a while`, [
    { 'RSS at most above the start (aim: flat)': `${((most - before) / 1e6).toFixed(1)} MB` },
  ]);
});

test('memory while a step prints 100 MB', async () => {
  const target = localTarget({ environment: process.env });
  const rows = [];
  for (const megabytes of [1, scale(10, 2), scale(100, 3)]) {
    const plan = planOf(
      step('bash', `yes pupitre | head -c ${megabytes}000000`, {
        limits: { timeoutMs: 300_000, tryMs: 1, pauseMs: 1, settleMs: 1 },
      }),
    );
    globalThis.gc?.();
    const before = process.memoryUsage();
    let most = before.rss;
    const started = performance.now();
    for await (const event of run(plan, target, { actions: builtinActions, signal: new AbortController().signal })) {
      if (event.type === 'output') most = Math.max(most, process.memoryUsage.rss());
    }
    const seconds = (performance.now() - started) / 1000;
    globalThis.gc?.();
    const after = process.memoryUsage();
    rows.push({
      printed: `${megabytes} MB`,
      'MB/s': (megabytes / seconds).toFixed(1),
      'RSS at most above the start (aim: the same for all)': `${((most - before.rss) / 1e6).toFixed(1)} MB`,
      'heap afterwards above the start': `${((after.heapUsed - before.heapUsed) / 1e6).toFixed(1)} MB`,
    });
  }
  await target.close();
  printTable('Memory', rows);
});
