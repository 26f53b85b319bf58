import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Chapter, Fact, Line } from '../../node1/test/record/chapter.ts';
import { normaliseText } from '../../node1/test/record/normalise.ts';
import { openSession } from '../../src/run/terminal/open-session.ts';
import type { Session } from '../../src/run/terminal/session.ts';
import type { Target } from '../../src/target/target.ts';

/** What came of a line of a chapter. */
export interface Result {
  readonly line: Line;
  readonly exit: number | undefined;
  /** Normalised. */
  readonly output: string;
  /** As it came. */
  readonly raw: string;
  /** What the target refused meanwhile, or says that it refused. */
  readonly refused: readonly string[];
  readonly ms: number;
}

const never = new AbortController().signal;
/** Milliseconds that one command may take, and that one may take longer which took long on the real node1. */
const commandMs = { record: 100_000, replay: 15_000 };
/** Milliseconds that a program may take until it asks for the next keys. */
const dialogueMs = 15_000;
const refusal = /^rehearsal: .*/m;
const script = new URL('../../node1/test/record/type.sh', import.meta.url);

/** Types all lines of a chapter into one shell on `target`, each as soon as the one before has ended. */
export async function typeChapter(
  target: Target,
  { lines, tty }: Pick<Chapter, 'tty'> & { readonly lines: readonly Fact[] },
  purpose: 'record' | 'replay',
): Promise<Result[]> {
  const limit = ({ seconds = 0 }: Fact): number => commandMs[purpose] + 2_000 * seconds;
  const results: Result[] = [];
  let known = target.refused?.().length ?? 0;
  let began = Date.now();
  const take = (line: Line, exit: number | undefined, raw: string): void => {
    const all = target.refused?.() ?? [];
    const output = normaliseText(raw, home);
    const said = refusal.exec(output)?.[0];
    const refused = [...all.slice(known), ...(said === undefined ? [] : [said])];
    known = all.length;
    results.push({ line, exit, output, raw, refused, ms: Date.now() - began });
    began = Date.now();
  };
  const session = await openSession(target, { prompt: '$ ', startMs: 20_000, signal: never });
  let home = '';
  try {
    session.begin('pwd');
    session.typeLine('pwd');
    await session.untilPrompt({ ms: dialogueMs, signal: never });
    home = session.command ? (await session.render(session.command)).trim() : '';
    began = Date.now();
    if (tty) await typeAtPrompt(session, lines, limit, take);
    else await typeIntoScript(session, lines, limit, take);
  } finally {
    await session.close();
  }
  return results;
}

/** Milliseconds that a command may take. */
type Limit = (line: Fact) => number;
type Take = (line: Line, exit: number | undefined, raw: string) => void;

async function typeAtPrompt(session: Session, lines: readonly Fact[], limit: Limit, take: Take): Promise<void> {
  for (const line of lines) {
    const [first = '', ...rest] = line.command.split('\n');
    session.begin(line.command);
    session.typeLine(first);
    for (const more of rest) {
      await session.untilPrompt({ ms: limit(line), signal: never });
      session.extend(more);
      session.typeLine(more);
    }
    for (const { after, keys } of line.typed ?? []) {
      const pattern = new RegExp(after);
      await session.until(() => (session.state === 'prompt' || pattern.test(session.window.text) ? true : undefined), {
        ms: dialogueMs,
        signal: never,
      });
      if (session.state === 'prompt') break;
      const isControl = /\^[A-Z]/.test(keys);
      const typed = keys.replace(/\^([A-Z])/g, (_, key: string) => String.fromCharCode(key.charCodeAt(0) - 64));
      session.typeKeys(isControl ? typed : `${typed}\r`);
    }
    const outcome = await session.untilPrompt({ ms: limit(line), signal: never });
    if (outcome.kind !== 'held') await session.interrupt();
    const { command } = session;
    take(line, command?.exitCode, command ? await session.render(command) : '');
  }
}

async function typeIntoScript(session: Session, lines: readonly Fact[], limit: Limit, take: Take): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'recorder-'));
  try {
    const [go, done] = [join(folder, 'go'), join(folder, 'done')];
    execFileSync('mkfifo', [go, done]);
    copyFileSync(script, join(folder, 'type.sh'));
    // Both ways: neither end waits for the other to open. Read as sockets are: a read that blocks has a thread of the few that there are.
    const goPipe = await open(go, 'r+');
    const donePipe = new Socket({ fd: openSync(done, constants.O_RDWR | constants.O_NONBLOCK), readable: true });
    const next = createInterface({ input: donePipe })[Symbol.asyncIterator]();
    try {
      session.begin('bash');
      session.typeLine(`bash ${join(folder, 'type.sh')} ${folder}`);
      const [pid] = await readNumbers(next);
      for (const [index, line] of lines.entries()) {
        const file = (kind: string) => join(folder, `${index + 1}.${kind}`);
        writeFileSync(file('cmd'), line.command);
        await goPipe.write(`${index + 1}\n`);
        const timer = setTimeout(() => {
          endChildren(pid);
        }, limit(line));
        const [, exit] = await readNumbers(next);
        clearTimeout(timer);
        take(line, exit, readFileSync(file('out'), 'utf8'));
      }
      await goPipe.write('end\n');
      await session.untilPrompt({ ms: 5_000, signal: never });
    } finally {
      donePipe.destroy();
      await goPipe.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The two numbers of the next line. */
async function readNumbers(lines: AsyncIterator<string, undefined>): Promise<readonly [number, number]> {
  const { value = '' } = await lines.next();
  const [first, second] = value.split(' ').map(Number);
  return [first ?? NaN, second ?? NaN];
}

/** Ends what a shell waits for: a loop of its own, and the programs that it has started. */
function endChildren(pid: number): void {
  process.kill(pid, 'SIGUSR1');
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  for (const child of children) process.kill(Number(child), 'SIGKILL');
}
