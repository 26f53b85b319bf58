import { setTimeout as delay } from 'node:timers/promises';
import { chances } from '../../node1/test/conformance/chance.ts';
import { canonical, type Verdict, verdictOf } from '../../node1/test/conformance/compare.ts';
import { normalise } from '../../node1/test/conformance/normalise.ts';
import type { RecordedCommand } from '../../node1/test/conformance/record.ts';
import { openSession } from '../../src/run/terminal/open-session.ts';
import type { Session } from '../../src/run/terminal/session.ts';
import type { Target } from '../../src/target/target.ts';

/** What the rehearsal made of a recorded command. */
export interface Played {
  readonly command: RecordedCommand;
  readonly verdict: Verdict;
  readonly exitCode: number | undefined;
  /** Normalised. */
  readonly output: string;
}

const never = new AbortController().signal;
/** Milliseconds that a command may take; the slowest waits for three graces of 30 s. */
const commandMs = 120_000;
/** The same for those that only ^C ends. */
const endlessMs = 30_000;
/** Milliseconds for which a command that only reads is repeated until it says what the real one said. */
const patienceMs = 4_000;
/** The same for those before which somebody waited on the real node1, because something there takes its time. */
const longPatienceMs = 20_000;
const afterWaits = new Set([
  '30.1',
  '45.1',
  '45.2',
  '53.1',
  '56.1',
  '57.1',
  '69.1',
  '71.1',
  '77.1',
  '77.2',
  '80.1',
  '82.1',
  '82.2',
  '88.5',
]);
/** Typed so early that it is about what does not hold yet: a second try would be too late. */
const atOnce = new Set([
  '29.1',
  '29.2',
  '42.1',
  '43.1',
  '43.2',
  '43.3',
  '55.2',
  '68.2',
  '81.2',
  '81.3',
  '84.2',
  '88.2',
]);
/** Before them a new second must begin: what was made before is to be older than what they make, in an API that counts seconds. */
const nextSecond = new Set(['76.1']);
/** Typed in another terminal, at the same time as the step before it. */
const beside = new Set(['73.1', '79.1']);
/** What was typed at the prompts of a shell inside a container. */
const dialogues: Readonly<Record<string, readonly string[]>> = {
  '83.1': ['hostname', 'nslookup rng', 'wget -qO- http://rng/', 'wget -qO- http://hasher', 'exit'],
};
const repeatable =
  /^(?:kubectl (?:get|describe|logs|rollout history|exec deploy\/rng -- ls)|curl|docker (?:ps|images))\b/;
const endless = /\s(?:-w|--follow)$/;
/** Types the commands into shells on `target`, one after the other, and compares. */
export async function play(
  target: Target,
  commands: readonly RecordedCommand[],
  onPlayed: (played: Played) => void,
): Promise<void> {
  const session = await openShell(target);
  const other = await openShell(target);
  try {
    for (const [index, command] of commands.entries()) {
      if (beside.has(command.id)) continue;
      const watcher = startsStep(commands, index)
        ? commands.find(({ id }) => beside.has(id) && stepOf(id) === stepOf(command.id) + 1)
        : undefined;
      if (watcher) {
        type(other, watcher.command);
        await other.until(() => (other.window.text.includes('\n') ? true : undefined), { ms: 5_000, signal: never });
      }
      onPlayed(await playOne(session, command));
      const next = commands[index + 1];
      const running = next && beside.has(next.id) ? next : undefined;
      if (running) onPlayed(await finishEndless(other, running));
    }
  } finally {
    await session.close();
    await other.close();
  }
}

async function playOne(session: Session, command: RecordedCommand): Promise<Played> {
  if (nextSecond.has(command.id)) await delay(1_100);
  const until = Date.now() + (atOnce.has(command.id) ? 0 : afterWaits.has(command.id) ? longPatienceMs : patienceMs);
  for (;;) {
    await typeLines(session, command);
    if (endless.test(command.command)) {
      return finishEndless(session, command);
    }
    const outcome = await session.untilPrompt({ ms: commandMs, signal: never });
    if (outcome.kind !== 'held') await session.interrupt();
    const played = await judge(session, command);
    if (played.verdict !== 'differs' || !repeatable.test(command.command) || Date.now() > until) return played;
    await delay(250);
  }
}

/** Waits until as much has come as on the real node1 before ^C was typed there; then types it, too. */
async function finishEndless(session: Session, command: RecordedCommand): Promise<Played> {
  const lines = command.output.split('\n');
  const isInterrupted = lines.pop() === '^C';
  await session.until(
    () => {
      const seen = normalise(session.window.text);
      const isThere =
        chances[command.id] === undefined
          ? seen.split('\n').length >= lines.length && seen.split('\n').includes(lines.at(-1) ?? '')
          : canonical(seen, command) === canonical(lines.join('\n'), command);
      return (isInterrupted && isThere) || session.state === 'prompt' ? true : undefined;
    },
    { ms: endlessMs, signal: never },
  );
  if (session.state !== 'prompt') await session.interrupt();
  return judge(session, command);
}

async function judge(session: Session, command: RecordedCommand): Promise<Played> {
  const { command: typed } = session;
  const output = typed ? normalise(await session.render(typed)) : '';
  const exitCode = typed?.exitCode;
  return { command, verdict: verdictOf(command, exitCode, output), exitCode, output };
}

async function typeLines(session: Session, { id, command }: RecordedCommand): Promise<void> {
  const [first = '', ...rest] = command.split('\n');
  type(session, first, command);
  for (const line of rest) {
    await session.untilPrompt({ ms: commandMs, signal: never });
    session.extend(line);
    session.typeLine(line);
  }
  for (const line of dialogues[id] ?? []) {
    const asked = await session.until(
      () => (session.state === 'prompt' || session.window.text.endsWith('/ # ') ? true : undefined),
      { ms: 15_000, signal: never },
    );
    if (asked.kind !== 'held' || session.state === 'prompt') return;
    session.typeKeys(`${line}\r`);
  }
}

function type(session: Session, line: string, command = line): void {
  session.begin(command);
  session.typeLine(line);
}

function openShell(target: Target): Promise<Session> {
  return openSession(target, {
    size: { cols: 120, rows: 40 },
    prompt: '$ ',
    watched: [],
    startMs: 10_000,
    signal: never,
    onOutput: () => undefined,
  });
}

function stepOf(id: string): number {
  return Math.trunc(Number(id));
}

function startsStep(commands: readonly RecordedCommand[], index: number): boolean {
  const [now, before] = [commands[index], commands[index - 1]];
  return now !== undefined && (before === undefined || stepOf(before.id) !== stepOf(now.id));
}
