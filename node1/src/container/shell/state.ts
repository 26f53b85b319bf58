import type { CommandNode, CompoundCommand, Redirected, Statement } from 'unbash';
import type { AppletCall } from '../busybox/applet.ts';
import type { Input, Io, Sink } from '../io.ts';
import type { Process } from '../processes.ts';

/** A variable of a shell. */
export interface Variable {
  value: string | undefined;
  exported: boolean;
  readOnly: boolean;
}

/** What a descriptor is open for. */
export interface Descriptor {
  readonly input?: Input;
  readonly sink?: Sink;
}

/** Something that runs in the background. */
export interface Job {
  readonly number: number;
  readonly pid: number;
  readonly text: string;
  readonly done: Promise<number>;
  code: number | undefined;
}

/** What `trap` was told: commands by the names of signals, without SIG; `EXIT`. */
type Traps = Map<string, string>;

/** Everything that a subshell gets a copy of. */
export interface State {
  run: AppletCall;
  process: Process;
  /** `bash`, where its own words are to be said; ash otherwise. */
  readonly isBash: boolean;
  /** `$$`: that of the first shell, in subshells too. */
  readonly shellPid: number;
  /** `$0`. */
  name: string;
  params: readonly string[];
  vars: Map<string, Variable>;
  functions: Map<string, CompoundCommand | Redirected>;
  aliases: Map<string, string>;
  options: Set<string>;
  traps: Traps;
  /** Signals that came and whose traps have not run yet. */
  pending: string[];
  descriptors: Map<number, Descriptor>;
  cwd: string;
  lastCode: number;
  /** Of the last `$(...)` of the command that runs. */
  lastCapture: number;
  /** What `exec` opened, to be closed at the end. */
  opened: (() => Promise<void>)[];
  lastPid: string;
  jobs: Job[];
  /** Variables that `local` hides, of each function that runs. */
  locals: Map<string, Variable | undefined>[];
  /** Loops around what runs. */
  loops: number;
  /** Functions and substitutions around what runs. */
  depth: number;
  /** Conditions around what runs: `set -e` waits. */
  conditions: number;
  isInteractive: boolean;
  isSubshell: boolean;
  /** Text of which its nodes tell the places. */
  source: string;
  /** Line that runs; undefined at a prompt. */
  line: number | undefined;
  /** The number of the first line: ash counts those of `-c` from 0. */
  firstLine: number;
  /** It was told its name, by a script file or after `-c`: it tells the line of what it complains of. */
  hasName: boolean;
  /** The functions that run, the innermost last. */
  calls: readonly string[];
  umask: number;
  started: number;
  /** Lines that were typed at its prompt. */
  readonly history: string[];
  /** Letters that `getopts` has not told yet. */
  optionRest: string;
  /** `exec` looks for a program. */
  isExecuting: boolean;
  /** ^C came at a prompt's line. */
  isInterrupted: boolean;
  /** Called when a signal came: what waits looks again. */
  readonly wakers: Set<() => void>;
  /** Runs what a subshell is for; the last program may take its place. */
  readonly perform: (work: readonly Statement[] | CommandNode, state: State) => Promise<number>;
  /** Runs a text as commands of this shell, as `eval` does. */
  readonly evaluate: (text: string, state: State) => Promise<number>;
}

export function ioOf(state: State): Io {
  const [input, out, error] = [0, 1, 2].map((number) => state.descriptors.get(number));
  const { io } = state.run;
  return {
    stdin: input?.input ?? io.stdin,
    stdout: out?.sink ?? closed,
    stderr: error?.sink ?? closed,
  };
}

const closed: Sink = () => undefined;

/** A copy for a subshell. */
export function forked(state: State, process: Process): State {
  const vars = new Map([...state.vars].map(([name, variable]) => [name, { ...variable }]));
  return {
    ...state,
    process,
    vars,
    run: { ...state.run, process, signal: process.signal },
    functions: new Map(state.functions),
    aliases: new Map(state.aliases),
    options: new Set(state.options),
    // Only what is ignored stays so.
    traps: new Map([...state.traps].filter(([, command]) => command === '')),
    pending: [],
    opened: [],
    descriptors: new Map(state.descriptors),
    jobs: [],
    wakers: new Set(),
    isInterrupted: false,
    locals: state.locals.map((hidden) => new Map(hidden)),
    isInteractive: false,
    isSubshell: true,
  };
}

export function getVariable(state: State, name: string): string | undefined {
  if (name === 'LINENO') return String(state.line ?? 0);
  if (name === 'FUNCNAME') return state.calls.at(-1);
  if (name === 'RANDOM') return String(Math.floor(Math.random() * 32_768));
  if (name === 'SECONDS' && !state.vars.has(name)) return String(Math.floor((Date.now() - state.started) / 1000));
  if (name === 'PPID') return String(state.process.parent);
  return state.vars.get(name)?.value;
}

/** The environment of programs that it starts. */
export function environment(state: State, assigned: ReadonlyMap<string, string> = new Map()): Record<string, string> {
  const found: (readonly [string, string])[] = [];
  for (const [name, { value, exported }] of state.vars) {
    if (exported && value !== undefined && !assigned.has(name)) found.push([name, value]);
  }
  found.push(...assigned);
  return Object.fromEntries(state.isBash ? found : found.sort(([a], [b]) => bucketOf(a) - bucketOf(b)));
}

/** Where ash's table has a variable, which it hands on in the order of its table. */
function bucketOf(name: string): number {
  const bytes = Buffer.from(name);
  return bytes.reduce((sum, byte) => sum + byte, (bytes[0] ?? 0) << 4) % 39;
}
