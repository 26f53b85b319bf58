import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limitedFindLast } from '../../src/cli/search.ts';
import { parseDeck } from '../../src/deck/deck.ts';
import { verbatim } from '../../src/messages/message.ts';
import { word } from '../../src/messages/word.ts';
import { planDeck } from '../../src/plan/plan.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import type { Actions } from '../../src/run/action.ts';
import { builtinActions, createActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { deckOf, fence, hidden } from '../plan/decks.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-words-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function bash(text: string): string {
  return fence('bash', text);
}

/** Runs an exercise in a real bash with an empty home, to its end whatever fails. */
async function results(
  exercise: string,
  after = '',
  actions: Actions = builtinActions,
): Promise<readonly StepResult[]> {
  const deck = parseDeck(deckOf(exercise, after), { file: 'deck.md' });
  const timeouts = { commandMs: 20_000, waitMs: 20_000, eventuallyMs: 2_000, pauseMs: 100 };
  const { plan } = planDeck(deck, { timeouts });
  const target = localTarget({ environment: { ...process.env, HOME: folder }, cwd: folder });
  const running = run(plan, target, { actions, keepGoing: true, signal: new AbortController().signal });
  try {
    for (;;) {
      const next = await running.next();
      if (next.done) return next.value;
    }
  } finally {
    await target.close();
  }
}

/** For each step its verdict, and why. */
async function told(exercise: string, after = ''): Promise<string[]> {
  return (await results(exercise, after)).map(({ verdict }) => {
    const why = word('reason' in verdict ? verdict.reason : (verdict.note ?? verbatim('')), 'en');
    return why === '' ? verdict.status : `${verdict.status}: ${why}`;
  });
}

function has(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

describe('expect exit', () => {
  test.each([
    ['false', 'expect exit 1', 'passed: ended with exit code 1, as expected'],
    ['false', 'expect exit nonzero', 'passed: ended with exit code 1, as expected'],
    ['false', 'expect exit any', 'passed: ended with exit code 1, as expected'],
    ['true', 'expect exit any', 'passed'],
    ['(exit 3)', 'expect exit 1', 'failed: (exit 3) ended with exit code 3, but 1 was expected'],
    ['mkdir x', 'expect exit nonzero', 'failed: mkdir x ended with exit code 0, but a failure was expected'],
    ['no-such-program', 'expect exit 127', 'passed: ended with exit code 127, as expected'],
  ])('%s, %s: %s', async (command, snippet, verdict) => {
    expect(await told(bash(command) + hidden(snippet))).toEqual([verdict]);
  });

  test('a command that only reads is not repeated when its failure came', async () => {
    const [result] = await results(bash('echo a > f') + bash('grep zz f') + hidden('expect exit 1'));
    expect(result?.verdict.status).toBe('passed');
    const [, grep] = await results(bash('echo a > f') + bash('grep zz f') + hidden('expect exit 1'));
    expect(grep).toMatchObject({ tries: 1, verdict: { status: 'passed' } });
  });

  test('what it prints is compared all the same', async () => {
    const failing = bash('echo oops; false') + hidden('expect exit 1', 'expect oops');
    expect(await told(failing)).toEqual(['passed: ended with exit code 1, as expected']);
    const wrong = await told(bash('echo no; false') + hidden('expect exit 1', 'expect oops'));
    expect(wrong).toEqual([expect.stringMatching(/^failed: .*oops/)]);
  });

  test('is about the last command of a snippet', async () => {
    expect(await told(bash('false\nfalse') + hidden('expect exit 1'))).toEqual([
      'failed: false ended with exit code 1',
    ]);
    expect(await told(bash('true\nfalse') + hidden('expect exit 1'))).toEqual([
      'passed: ended with exit code 1, as expected',
    ]);
  });

  test('of a command that keys end', async () => {
    expect(await told(bash('sleep 60') + hidden('key ^C', 'expect exit 130'))).toEqual(['passed', 'passed', 'passed']);
  });

  test('git: a merge with a conflict', async () => {
    const setup =
      'git init -q -b main r; cd r; git config user.email a@b; git config user.name a; echo a > f; git add f; git commit -qm a; ' +
      'git checkout -qb b; echo b > f; git commit -qam b; git checkout -q main; echo c > f; git commit -qam c';
    const verdicts = await told(bash(setup) + bash('git merge b') + hidden('expect exit 1', 'expect CONFLICT'));
    expect(verdicts[1]).toBe('passed: ended with exit code 1, as expected');
  });

  test('without it, a failure comes with the hint how to expect it', async () => {
    const [result] = await results(bash('test -e nothing; false'));
    expect(result?.hints.map((hint) => word(hint, 'en'))).toContain(
      'If this failure is what the slide shows: add ```expect exit 1``` after it, in an HTML comment.',
    );
  });
});

describe('console', () => {
  test('what each command prints is compared with what stands below it', async () => {
    const transcript = '$ echo one\none\n$ for i in 1 2; do\n>   echo $i\n> done\n1\n2\n$ cd /\n$ pwd\n/';
    expect(await told(fence('console', transcript))).toEqual(['passed']);
    expect(await told(fence('console', '$ echo one\ntwo\n$ echo three\nthree'))).toEqual([
      'failed: expected "two", got "one"',
    ]);
    expect(await told(fence('console', '$ echo one\none\n$ echo three\nfour'))).toEqual([
      'failed: expected "four", got "three"',
    ]);
  });

  test('a command that fails fails it', async () => {
    expect(await told(fence('console', '$ false\n$ touch never'))).toEqual(['failed: false ended with exit code 1']);
  });
});

describe.skipIf(!has('python3'))('python', () => {
  test('lines are typed one after the other, and what is printed is compared', async () => {
    const lines = 'x = 6 * 7\nprint(x)\nfor i in range(2):\n    print(i)\n\nprint("end")';
    const verdicts = await told(bash('python3') + fence('python', lines), 'You should see:\n\n```\n42\n0\n1\nend\n```');
    expect(verdicts).toEqual(['passed', 'passed']);
    const wrong = await told(bash('python3') + fence('python', 'print(41)'), 'You should see:\n\n```\n42\n```');
    expect(wrong).toEqual(['passed', 'failed: expected "42", got "41"']);
  });

  test('blocks end where a person would leave a line empty, and keep the lines that are empty in a file', async () => {
    const lines = 'def f(a):\n    b = a + 1\n\n    return b\nif f(1) == 2:\n    print("two")\nelse:\n    print("no")';
    expect(await told(bash('python3') + fence('python', lines) + hidden('expect text two'))).toEqual([
      'passed',
      'passed',
    ]);
  });

  test('a conversation with its prompts: each line must print what stands below it', async () => {
    const lines =
      '>>> x = 6\n>>> x\n6\n>>> for i in [1, 2]:\n...     print(i)\n...\n1\n2\n>>> 1/0\n...\nZeroDivisionError: division by zero';
    expect(await told(bash('python3') + fence('python', lines))).toEqual(['passed', 'passed']);
    expect(await told(bash('python3') + fence('python', '>>> 1\n2\n>>> 3\n3'))).toEqual([
      'passed',
      'failed: expected "2", got "1"',
    ]);
  });

  test('an error fails it, unless it is what the deck shows', async () => {
    expect(await told(bash('python3') + fence('python', '1/0'))).toEqual([
      'passed',
      'failed: python3 reports an error: ZeroDivisionError: division by zero',
    ]);
    expect(await told(bash('python3') + fence('python', '1/0') + hidden('expect exit nonzero'))).toEqual([
      'passed',
      'passed',
    ]);
    expect(await told(bash('python3') + fence('python', '1/0') + hidden('expect ZeroDivisionError'))).toEqual([
      'passed',
      'passed',
    ]);
    expect(await told(bash('python3') + fence('python', '1') + hidden('expect exit nonzero'))).toEqual([
      'passed',
      'failed: python3 was expected to report an error, and reported none',
    ]);
  });

  test('a program that has ended gets nothing: the shell neither', async () => {
    const exercise = bash('python3') + fence('python', 'exit()\nimport os') + fence('python', 'touch = 1');
    expect(await told(exercise)).toEqual([
      'passed',
      'broken: python3 has ended, and nothing more is typed',
      'broken: its program has ended with exit code 0: test.1 (line 6); nothing was typed',
    ]);
    expect(await told(bash('python3') + fence('python', 'import sys\nsys.exit(3)'))).toEqual([
      'passed',
      // That of Python 3.13.0 is 1.
      expect.stringMatching(/^failed: python3 ended with exit code [31]$/),
    ]);
  });

  test('a program that could not start gets nothing', async () => {
    const [, verdict] = await told(bash('python3.99') + fence('repl', 'x'));
    expect(verdict).toMatch(/^broken: .* has ended/);
  });

  test('an output that looks like a prompt for a while is not taken for one', async () => {
    const lines = 'import time\nprint(">> ", end="", flush=True); time.sleep(0.6); print("b")\nprint("c")';
    expect(await told(bash('python3') + fence('python', lines) + hidden('expect text >> b'))).toEqual([
      'passed',
      'passed',
    ]);
  });

  test('a question before the first prompt is not answered by the lines', async () => {
    const program = `python3 -c 'import code, getpass; getpass.getpass(); code.interact(banner="")'`;
    const asked = await told(bash(program) + fence('repl', 'x = 1') + hidden('timeout 4s'));
    expect(asked[1]).toMatch(/^timedOut: .* showed no prompt within 4 s$/);
    const answered =
      bash(program) + hidden('wait Password', 'keys secret', 'key Enter') + fence('repl', 'print(6 * 7)');
    expect(await told(answered + hidden('expect 42'))).toEqual(Array(5).fill('passed'));
  });

  test('long lines, and characters that take no or two cells', async () => {
    const lines = `x = "${'ab '.repeat(60)}"\nprint(len(x), "é ♥ 日本")\nprint(x[-4:] + "${'c'.repeat(150)}")`;
    const verdicts = await told(
      bash('python3') + fence('python', lines),
      `You should see:\n\n\`\`\`\n180 é ♥ 日本\nab ${'c'.repeat(150)}\n\`\`\``,
    );
    expect(verdicts).toEqual(['passed', 'passed']);
  });

  test('what does not come back is timed out, and says what was waited for', async () => {
    const exercise = bash('python3') + fence('python', 'import time; time.sleep(60)') + hidden('timeout 4s');
    expect(await told(exercise)).toEqual([
      'passed',
      'timedOut: python3 showed no prompt within 4 s after import time; time.sleep(60)',
    ]);
  });
});

/** Programs that indent a line after a colon by themselves. */
const indenting = ['python3.14', 'python3.13', 'ipython3'].filter(has);

test.skipIf(indenting.length === 0).each(indenting)('%s, which indents lines by itself', async (program) => {
  const lines =
    'x = 6 * 7\ndef f(a):\n    b = a + 1\n    if b > 2:\n        return "big"\n    return "small"\nprint(f(1), f(5))';
  const exercise = bash(program) + fence('python', lines) + hidden('expect text small big') + fence('python', 'exit()');
  expect(await told(exercise)).toEqual(['passed', 'passed', 'passed']);
});

test.skipIf(!has('bc'))('a program without any prompt', async () => {
  const exercise = bash('bc -q') + fence('repl', '1+2\n3*4\nquit') + hidden('expect 12');
  expect(await told(exercise)).toEqual(['passed', 'passed']);
});

describe.skipIf(!has('node'))('node', () => {
  test('with its colours, previews and continued lines', async () => {
    const lines = 'const a = [1, 2, 3].map((n) => n * 2)\na\nfunction g() {\n  return 5\n}\ng()\n.exit';
    expect(await told(bash('node') + fence('js', lines) + hidden('expect [ 2, 4, 6 ]'))).toEqual(['passed', 'passed']);
    expect(await told(bash('node') + fence('js', 'nothing()'))).toEqual([
      'passed',
      expect.stringMatching(/^failed: node reports an error: Uncaught ReferenceError/),
    ]);
    expect(await told(bash('node') + fence('js', 'function g() {'))).toEqual([
      'passed',
      'failed: node waits for more: the last line does not end what was begun',
    ]);
  });
});

describe.skipIf(!has('sqlite3'))('sqlite3', () => {
  test('statements over several lines', async () => {
    const lines = 'CREATE TABLE coins (id int);\nINSERT INTO coins\nVALUES (1), (2);\n\nSELECT count(*) FROM coins;';
    const exercise = bash('sqlite3 x.db') + fence('sql', lines) + hidden('expect 2') + fence('sql', '.quit');
    expect(await told(exercise + bash('ls x.db'))).toEqual(['passed', 'passed', 'passed', 'passed']);
  });

  test('an error that the slide shows is no reason to fail when the program is left', async () => {
    const exercise = bash('sqlite3') + fence('sql', 'SELECT broken;') + hidden('expect exit nonzero');
    expect(await told(exercise + fence('sql', '.quit'))).toEqual(['passed', 'passed', 'passed']);
    expect(await told(bash('sqlite3') + fence('sql', 'SELECT broken;\n.quit'))).toEqual([
      'passed',
      expect.stringMatching(/^failed: sqlite3 reports an error: .*broken/),
    ]);
  });

  test('a statement without its end, one with an error', async () => {
    expect(await told(bash('sqlite3') + fence('sql', 'SELECT 1'))).toEqual([
      'passed',
      'failed: sqlite3 waits for more: the last line does not end what was begun',
    ]);
    expect(await told(bash('sqlite3') + fence('sql', 'SELECT broken;'))).toEqual([
      'passed',
      expect.stringMatching(/^failed: sqlite3 reports an error: .*broken/),
    ]);
  });
});

describe.skipIf(!has('redis-server') || !has('redis-cli'))('redis-cli', () => {
  const port = 20_000 + (process.pid % 10_000);
  const server = spawn('redis-server', ['--port', String(port), '--save', ''], { cwd: tmpdir(), stdio: 'ignore' });
  afterAll(() => {
    server.kill();
  });

  test('needs Enter, and changes its prompt in a transaction', async () => {
    await answers(port);
    const lines = 'SET a 41\nINCR a\nMULTI\nSET b 1\nEXEC\nSELECT 1\nGET a\nQUIT';
    const exercise = bash(`redis-cli -p ${port}`) + fence('redis', lines) + hidden('expect 42');
    expect(await told(exercise)).toEqual(['passed', 'passed']);
    expect(await told(bash(`redis-cli -p ${port}`) + fence('repl', 'FROB'))).toEqual([
      'passed',
      expect.stringMatching(/^failed: redis-cli reports an error: \(error\) ERR unknown command/),
    ]);
  });
});

/** Fulfilled when something listens on a port; the test's own limit is the deadline. */
async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => {
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    socket.destroy();
    if (isThere) return;
  }
}

describe('keys', () => {
  test('that are as a whole the name of a key are that key', async () => {
    const exercise = bash('cat') + hidden('keys hello', 'keys ^J', 'wait hello', 'keys ^D', 'check');
    expect(await told(exercise)).toEqual(['passed', 'passed', 'passed', 'passed', 'passed', 'passed']);
    expect(await told(bash('cat') + hidden('keys hello', 'keys Enter', 'keys ^D', 'check'))).toEqual([
      'passed',
      'passed',
      'passed',
      'passed',
      'passed',
    ]);
  });

  test('a text in which one stands is text', async () => {
    expect(await told(bash('cat') + hidden('keys end ^C', 'key Enter', 'wait end ^C', 'key ^D', 'check'))).toEqual([
      'passed',
      'passed',
      'passed',
      'passed',
      'passed',
      'passed',
    ]);
  });
});

describe('copy and paste', () => {
  test('the last match on the screen, line ends removed', async () => {
    const exercise =
      bash('echo pod-111-aaaaa; echo pod-222-bbbbb') +
      hidden('copy pod-[^-]*-.....', 'keys echo got ', 'paste', 'key Enter', 'check', 'expect text got pod-222-bbbbb');
    expect(await told(exercise)).toEqual([
      'passed',
      'passed: copied "pod-222-bbbbb"',
      'passed',
      'passed',
      'passed',
      'passed',
    ]);
  });

  test('over the rows of a long line, or only its group', async () => {
    const text = 'x'.repeat(130);
    const wrapped = await told(bash(`printf 'a${text}b\\n'`) + hidden('copy ax+b(?!\\\\)'));
    expect(wrapped[1]).toBe(`passed: copied "a${text}b"`);
    expect((await told(bash('echo token=secret') + hidden('copy token=(\\w+)')))[1]).toBe('passed: copied "secret"');
  });

  test('the older name pastes and presses Enter; the exit code counts', async () => {
    expect(await told(bash('echo run: touch made') + hidden('copypaste touch made') + bash('ls made'))).toEqual([
      'passed',
      'passed: copied "touch made"',
      'passed',
      'passed',
    ]);
    expect((await told(bash('echo run: rm nothing') + hidden('copypaste rm nothing')))[2]).toMatch(/^failed: /);
  });

  test('what is not there cannot be copied, and nothing be pasted', async () => {
    expect(await told(bash('echo a') + hidden('paste', 'copy nowhere-[0-9]'))).toEqual([
      'passed',
      'broken: nothing has been copied, so there is nothing to paste',
      'failed: nothing on the screen matches nowhere-[0-9]',
    ]);
  });

  test('an expression that would take years is given up', async () => {
    const actions = createActions({ findLast: limitedFindLast });
    const ran = await results(bash(`echo ${'a'.repeat(60)}`) + hidden('copy (a+)+$x'), '', actions);
    expect(ran[1]?.verdict).toMatchObject({ status: 'failed', reason: { code: 'run/copy-too-slow' } });
  });
});
