import { constants } from 'node:os';
import { signalOf } from '../container-context.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { endWords, jobLine } from './jobs.ts';
import type { Job, State } from './state.ts';

function findJob(text: string, { jobs }: State): Job | undefined {
  if (!text.startsWith('%')) return jobs.find(({ pid }) => String(pid) === text);
  const name = text.slice(1);
  if (name === '' || name === '+' || name === '%') return jobs.at(-1);
  return name === '-' ? jobs.at(-2) : jobs.find((job) => String(job.number) === name || job.text.startsWith(name));
}

/** Waits for a job; a number: of the signal whose trap came before. */
async function ended(job: Job, state: State): Promise<number | undefined> {
  if (job.code !== undefined) return job.code;
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  state.wakers.add(wake);
  const gone = () => {
    wake();
  };
  state.process.signal.addEventListener('abort', gone);
  try {
    await Promise.race([job.done.catch(() => 2), woken]);
    // The job may have ended because of the same signal.
    await Promise.resolve();
  } finally {
    state.wakers.delete(wake);
    state.process.signal.removeEventListener('abort', gone);
  }
  state.process.signal.throwIfAborted();
  return job.code;
}

async function wait({ state, args, io }: BuiltinCall): Promise<number> {
  const wanted = args.length === 0 ? [...state.jobs] : args.map((text) => findJob(text, state));
  let code = 0;
  for (const job of wanted) {
    if (job === undefined) {
      code = 127;
      continue;
    }
    let found = await ended(job, state);
    while (found === undefined && state.pending.length === 0 && !state.isInterrupted) found = await ended(job, state);
    if (found === undefined) {
      const signal = state.pending[0] ?? 'INT';
      return 128 + constants.signals[`SIG${signal}` as NodeJS.Signals];
    }
    const words = endWords(found);
    if (words !== undefined && args.length > 0) io.stderr(`${words}\n`);
    // Who waits for all of them may still look at what became of each.
    if (args.length > 0) state.jobs = state.jobs.filter((each) => each !== job);
    code = args.length === 0 ? 0 : found;
  }
  return code;
}

function jobs({ state, io, args }: BuiltinCall): number {
  for (const job of [...state.jobs].reverse()) io.stdout(args.includes('-p') ? `${job.pid}\n` : jobLine(job, state));
  state.jobs = state.jobs.filter(({ code }) => code === undefined);
  return 0;
}

async function foreground({ state, args, io, error }: BuiltinCall): Promise<number> {
  const job = findJob(args[0] === undefined ? '%+' : args[0].startsWith('%') ? args[0] : `%${args[0]}`, state);
  if (job === undefined) {
    error(args[0] === undefined ? 'No current job' : `${args[0]}: no such job`);
    return 2;
  }
  io.stdout(`${job.text}\n`);
  const process = state.run.place.processes.find(job.pid);
  if (process) process.isBackground = false;
  const code = (await ended(job, state)) ?? 130;
  state.jobs = state.jobs.filter((each) => each !== job);
  return code;
}

function background({ state, args, error }: BuiltinCall): number {
  if (state.jobs.length > 0) return 0;
  error(args[0] === undefined ? 'No current job' : `${args[0]}: no such job`);
  return 2;
}

const shown: readonly (readonly [number, string])[] = Object.entries(constants.signals)
  .map(([name, number]): readonly [number, string] => [number, name.slice(3)])
  .filter(([, name]) => name !== 'IOT' && name !== 'IO' && name !== 'UNUSED')
  .sort(([a], [b]) => a - b);

function kill({ state, args, io, error }: BuiltinCall): number {
  let signal: NodeJS.Signals = 'SIGTERM';
  let rest = [...args];
  const say = (text: string): void => {
    io.stderr(`${state.isBash ? `${state.name}: line 1: kill` : state.name}: ${text}\n`);
  };
  if (rest[0] === '-l' || rest[0] === '-L') {
    const [, number] = rest;
    if (number === undefined) io.stdout(shown.map(([code, name]) => `${String(code).padStart(2)}) ${name}\n`).join(''));
    else
      io.stdout(
        `${/^\d+$/.test(number) ? (shown.find(([code]) => code === Number(number) % 128)?.[1] ?? number) : (shown.find(([, name]) => `SIG${name}` === signalOf(number))?.[0] ?? number)}\n`,
      );
    return 0;
  }
  const [first = ''] = rest;
  if (/^-./.test(first)) {
    const text = first === '-s' ? (rest[1] ?? '') : first.slice(1);
    const found = text === '0' ? undefined : signalOf(text);
    if (found === undefined && text !== '0') {
      say(`bad signal name '${text}'`);
      return 1;
    }
    signal = found ?? 'SIGURG';
    rest = rest.slice(first === '-s' ? 2 : 1);
  }
  if (rest.length === 0) {
    say('you need to specify whom to kill');
    return 1;
  }
  let code = 0;
  const { processes, user } = state.run.place;
  for (const text of rest) {
    const job = text.startsWith('%') ? findJob(text, state) : undefined;
    if (text.startsWith('%') && job === undefined) {
      error(`${text}: no such job`);
      return 2;
    }
    if (job === undefined && !/^-?\d+$/.test(text)) {
      say(`invalid number '${text}'`);
      code = 1;
      continue;
    }
    const process = processes.find(job?.pid ?? Math.abs(Number(text)));
    if (process === undefined) {
      say(state.isBash ? `(${text}) - No such process` : `can't kill pid ${job?.pid ?? text}: No such process`);
      code = 1;
    } else if (user.uid !== 0 && process.uid !== user.uid) {
      say(`can't kill pid ${text}: Operation not permitted`);
      code = 1;
    } else if (args[0] !== '-0') processes.deliver(process, signal);
  }
  return code;
}

/** Builtins about what runs in the background. */
export const jobBuiltins: readonly (readonly [string, Builtin])[] = [
  ['wait', wait],
  ['jobs', jobs],
  ['fg', foreground],
  ['bg', background],
  ['kill', kill],
  [
    'times',
    ({ io }) => {
      io.stdout('0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
      return 0;
    },
  ],
];
