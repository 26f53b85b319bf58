import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { type OpenOptions, openSession } from '../../../src/run/terminal/open-session.ts';
import type { Session } from '../../../src/run/terminal/session.ts';
import { localTarget } from '../../../src/target/local.ts';
import { TargetError } from '../../../src/target/target.ts';

const never = new AbortController().signal;
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function open(options: Partial<OpenOptions> = {}): Promise<Session> {
  const target = localTarget({ environment: process.env });
  const session = await openSession(target, {
    size: { cols: 80, rows: 24 },
    prompt: '$ ',
    watched: [],
    startMs: 10_000,
    signal: never,
    onOutput: () => undefined,
    ...options,
  });
  closers.push(() => session.close());
  return session;
}

/** Types lines one by one and gives the last command, ended. */
async function type(session: Session, ...lines: string[]) {
  session.begin(lines.join('\n'));
  for (const line of lines) {
    session.typeLine(line);
    const outcome = await session.untilPrompt({ ms: 100_000, signal: never });
    expect(outcome.kind, `after ${line}; the screen:\n${session.screen.text()}`).toBe('held');
  }
  const command = session.command;
  if (!command) throw new Error('no command');
  return { exitCode: command.exitCode, executed: command.executed, output: await session.render(command) };
}

test('tells exit code and output of every command', async () => {
  const session = await open();
  expect(await type(session, 'echo one; echo two >&2')).toEqual({ exitCode: 0, executed: true, output: 'one\ntwo' });
  expect(await type(session, '(exit 7)')).toEqual({ exitCode: 7, executed: true, output: '' });
  expect(await type(session, 'echo $?')).toMatchObject({ exitCode: 0, output: '7' });
});

test('knows when a command needs another line', async () => {
  const session = await open();
  session.begin('for');
  session.typeLine('for i in 1 2; do');
  await session.untilPrompt({ ms: 5_000, signal: never });
  expect(session.state).toBe('continuation');
  expect(await type(session, 'echo "n$i"', 'done')).toMatchObject({ exitCode: 0, output: 'n1\nn2' });
});

test.each([
  ['a heredoc with tabs', ['cat <<E', '\ta\tb', '  c', 'E'], '\ta\tb\n  c'],
  ['a heredoc that strips tabs', ['cat <<-E', '\ta', '\tE'], 'a'],
  ['a trailing backslash', ['echo a \\', 'b'], 'a b'],
  ['quotes over lines', ["echo 'a", "b'"], 'a\nb'],
  ['a trailing comment', ["echo a # don't"], 'a'],
  ['non-ASCII', ['echo ♥ déjà 🤔'], '♥ déjà 🤔'],
  ['an exclamation mark in single quotes', ["echo 'a!=b'"], 'a!=b'],
  ['progress bars', ["printf 'pull 10%%\\rpull 100%%\\n'"], 'pull 100%'],
  ['cursor movements', ["printf 'a\\nb\\n\\033[2Ax\\033[2B\\n'"], 'x\nb'],
  ['colours and titles', ["printf '\\033[31mred\\033[0m\\033]0;title\\007\\n'"], 'red'],
])('%s', async (_name, lines, output) => {
  const session = await open();
  expect(await type(session, ...lines)).toMatchObject({ exitCode: 0, output });
});

test('a line of more than 4 KB arrives whole', async () => {
  const session = await open();
  const long = 'x'.repeat(20_000);
  expect(await type(session, `X=${long}; echo \${#X}`)).toMatchObject({ output: '20000' });
});

test('lines that are not run have no output mark', async () => {
  const session = await open();
  expect(await type(session, '# a comment')).toMatchObject({ executed: false });
  expect(await type(session, 'if fi')).toMatchObject({ executed: false, exitCode: 2 });
  expect((await type(session, 'echo "a!nothing"')).executed).toBe(false);
  expect(await type(session, 'true')).toMatchObject({ executed: true, exitCode: 0 });
});

test('marks of others are text', async () => {
  const session = await open();
  const { exitCode, output } = await type(session, "printf '\\033]133;D;0\\007forged\\n'; (exit 5)");
  expect({ exitCode, output }).toEqual({ exitCode: 5, output: 'forged' });
});

test.each(['bash', 'exec bash', 'bash --norc --posix', 'sh', 'exec sh'])('marks survive %s', async (shell) => {
  const session = await open();
  await type(session, shell);
  expect(await type(session, 'echo a')).toMatchObject({ exitCode: 0, output: 'a' });
  expect(await type(session, '(exit 3)')).toMatchObject({ exitCode: 3 });
});

test('a shell without marks is made to print them', async () => {
  const session = await open();
  session.begin('env -i sh');
  session.typeLine("env -i PS1='# ' sh -i");
  const quiet = await session.untilPrompt({
    ms: 10_000,
    signal: never,
    quietMs: 300,
    quiet: () => session.window.text.endsWith('# '),
  });
  expect(quiet.kind).toBe('quiet');
  expect(await session.adopt(never)).toBe(true);
  expect(await type(session, 'echo a')).toMatchObject({ exitCode: 0, output: 'a' });
  expect(await type(session, '(exit 3)')).toMatchObject({ exitCode: 3 });
  expect(await type(session, 'for i in 1 2', 'do echo $i', 'done')).toMatchObject({ output: '1\n2' });
  await type(session, 'exit');
  expect(await type(session, 'echo $BASH_VERSION')).toMatchObject({ exitCode: 0 });
});

describe('a prompt that is drawn anew, because the window has another size, ends no command', () => {
  /** Types lines, each in the moment in which the window gets another size: the shell draws its prompt before it reads the line. */
  async function typeResizing(session: Session, ...lines: string[]) {
    session.begin(lines.join('\n'));
    for (const [index, line] of lines.entries()) {
      session.resize({ cols: session.size.cols === 80 ? 70 + index : 80, rows: 24 });
      session.typeLine(line);
      const outcome = await session.untilPrompt({ ms: 10_000, signal: never });
      expect(outcome.kind, `after ${line}; the screen:\n${session.screen.text()}`).toBe('held');
    }
    const command = session.command;
    if (!command) throw new Error('no command');
    return { exitCode: command.exitCode, executed: command.executed, output: await session.render(command) };
  }

  test.each([
    ['bash', 'true'],
    ['a prompt of two lines', "PS1='\\w\\n\\$ '"],
    ['PROMPT_COMMAND of others', 'PROMPT_COMMAND="x=1; y=2"'],
    ['vi mode', 'set -o vi'],
    ['no bracketed paste', "bind 'set enable-bracketed-paste off'"],
    ['no line editor', 'bash --noediting'],
    ['no line editor and no echo', 'bash --noediting; stty -echo'],
    ['a narrow window', 'stty cols 20'],
    ['a bash inside', 'bash'],
  ])('%s', async (_name, before) => {
    const session = await open();
    for (const line of before.split('; ')) await type(session, line);
    for (let time = 0; time < 20; time++) {
      expect(await typeResizing(session, `echo ${time}`)).toEqual({
        exitCode: 0,
        executed: true,
        output: String(time),
      });
      expect(await typeResizing(session, `(exit ${time + 1})`)).toMatchObject({ exitCode: time + 1 });
      expect(await typeResizing(session, "cat <<'E'", 'one', 'E')).toMatchObject({ exitCode: 0, output: 'one' });
    }
    expect((await typeResizing(session, '# a comment')).executed).toBe(false);
    expect((await typeResizing(session, 'if fi')).executed).toBe(false);
  });

  test.each(['zsh -f', 'fish'])('%s', async (shell) => {
    if (spawnSync(shell.split(' ')[0] ?? '', ['-c', 'true']).status !== 0) return;
    const session = await open();
    session.begin(shell);
    session.typeLine(shell);
    const shown = await session.until(() => session.showsEditor || undefined, { ms: 10_000, signal: never });
    expect(shown.kind).toBe('held');
    expect(await session.adopt(never)).toBe(true);
    for (let time = 0; time < 20; time++) {
      expect(await typeResizing(session, `echo ${time}`)).toMatchObject({ executed: true, output: String(time) });
      expect(await typeResizing(session, 'false')).toMatchObject({ executed: true, exitCode: 1 });
    }
  });
});

test('a shell that ends closes the session with its exit code', async () => {
  const session = await open();
  session.begin('set -e');
  session.typeLine('set -e; false');
  const outcome = await session.untilPrompt({ ms: 10_000, signal: never });
  expect(outcome.kind).toBe('closed');
  expect(session.shell.exitCode).toBe(1);
});

test('^C brings the prompt back, also from programs that ignore it', async () => {
  const session = await open();
  for (const command of [
    'sleep 1000',
    'sh -c \'trap "" INT; while :; do sleep 1; done\'',
    'sh -c \'trap "" INT QUIT; while :; do sleep 1; done\'',
  ]) {
    session.begin(command);
    session.typeLine(command);
    await session.until(() => (session.state === 'running' ? true : undefined), { ms: 5_000, signal: never });
    expect(await session.interrupt([1_000, 300, 300, 5_000])).toBe(true);
    expect(session.state).toBe('prompt');
  }
});

test('a program that asks the terminal gets an answer', async () => {
  const session = await open();
  const ask = (query: string, end: string) =>
    type(session, `printf '${query}'; IFS= read -rs -t 5 -d ${end} A; printf '%s\\n' "\${A#?}"`);
  expect(await ask('\\033[6n', 'R')).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/\[\d+;\d+/) as unknown,
  });
  expect(await ask('\\033[c', 'c')).toMatchObject({ exitCode: 0, output: expect.stringContaining('[?') as unknown });
  expect(await ask('\\033[>q', '\\\\')).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('pupitre') as unknown,
  });
  expect(await ask('\\033[18t', 't')).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('[8;24;80') as unknown,
  });
  expect(await type(session, 'echo clean')).toMatchObject({ output: 'clean' });
});

test('tells which watched variables are empty', async () => {
  const session = await open({ watched: ['A', 'B', 'C'] });
  await type(session, 'A=1; B=; C=null');
  expect(session.command?.empty).toEqual(['B', 'C']);
  await type(session, 'B=2; C=3');
  expect(session.command?.empty).toEqual([]);
  expect(await type(session, '(exit 4)')).toMatchObject({ exitCode: 4 });
  expect(await type(session, 'echo $?; set -u; compgen -v | grep -v ^PUPITRE_RUN$ | grep -c PUPITRE')).toMatchObject({
    output: '4\n0',
  });
});

test('the environment holds nothing of the runner but the allowed variables', async () => {
  process.env['PUPITRE_TEST_SECRET'] = 'hunter2';
  const session = await open();
  delete process.env['PUPITRE_TEST_SECRET'];
  expect((await type(session, 'env')).output).not.toContain('hunter2');
});

test('output of 100 MB passes in bounded memory', async () => {
  let seen = 0;
  const session = await open({ onOutput: (chunk) => (seen += chunk.length) });
  await type(session, 'yes pupitre | head -c 1000000');
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const { exitCode, output } = await type(session, 'yes pupitre | head -c 100000000; echo end');
  expect(exitCode).toBe(0);
  expect(output.endsWith('end')).toBe(true);
  expect(seen).toBeGreaterThan(100_000_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
}, 120_000);

test('a missing bash is a sentence', async () => {
  const target = localTarget({ environment: process.env, shell: 'no-such-bash' });
  const opening = openSession(target, {
    size: { cols: 80, rows: 24 },
    prompt: '$ ',
    watched: [],
    startMs: 1_000,
    signal: never,
    onOutput: () => undefined,
  });
  await expect(opening).rejects.toThrow(TargetError);
  await expect(opening).rejects.toThrow(/there is no no-such-bash in PATH/);
});

test('the screen shows what a person would see', async () => {
  const session = await open();
  await type(session, 'echo one');
  await type(session, "printf '\\033[?1049hfull'");
  await type(session, 'echo two');
  await session.screen.settled();
  expect(session.screen.text().split('\n')).toEqual([
    '$ echo one',
    'one',
    "$ printf '\\033[?1049hfull'",
    expect.stringMatching(/\$ echo two$/) as unknown,
    'two',
    '$',
  ]);
});
