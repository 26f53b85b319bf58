import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSession } from '../../../src/run/terminal/open-session.ts';
import type { Session } from '../../../src/run/terminal/session.ts';
import type { ShellPart } from '../../../src/run/terminal/shell-part.ts';
import { localTarget } from '../../../src/target/local.ts';
import { type } from '../../target/shell.ts';

const never = new AbortController().signal;
const sessions: Session[] = [];
let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'pupitre-test-')));
});

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function open(part?: ShellPart, onOutput: (text: unknown) => void = () => undefined): Promise<Session> {
  const target = localTarget({ environment: { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8' } });
  const session = await openSession(target, { signal: never, saves: true, part, onOutput, prompt: '$ ' });
  sessions.push(session);
  return session;
}

async function save(session: Session): Promise<ShellPart> {
  const saved = await session.link?.save(never);
  if (saved?.kind !== 'part') throw new Error(`no part: ${JSON.stringify(saved)}`);
  return saved.part;
}

/** What a second shell says that has become what the first one was. */
async function restored(lines: readonly string[], ask: string): Promise<string> {
  const first = await open();
  for (const line of lines) expect(await type(first, line)).not.toMatch(/\nexit \d+$/);
  const part = JSON.parse(JSON.stringify(await save(first))) as ShellPart;
  const expected = await type(first, ask);
  const second = await open(part);
  expect(second.link?.taken).toEqual({ folder: true });
  expect(await type(second, ask)).toBe(expected);
  return expected;
}

test.each([
  ['variables, of which one is exported', ['A=1; export B="two words"'], 'echo "$A|$B"; env | grep "^[AB]="'],
  ['quotes, dollars, backslashes', [`A='it'\\''s "$HOME" \\ \`x\` !!'`], `printf '<%s>' "$A"`],
  [
    'line ends, tabs, escapes, bells',
    [`A=$'a\\nb\\tc\\e[31m\\a\\r\\x01\\x1d\\x1e\\x7f'`],
    `printf %s "$A" | od -An -c`,
  ],
  ['letters of the world', [`A='é 日本 🎉 ¡'`], `printf %s "$A" | od -An -tx1`],
  ['bytes that are no letters', [`A=$'\\xff\\xfe\\x80z'`], `printf %s "$A" | od -An -tx1`],
  ['arrays with holes', [`a=(x 'y z' $'q\\nr'); a[9]='$(no)'; unset 'a[1]'`], `declare -p a`],
  [
    'associative arrays',
    [`declare -A m=(['k 1']='v"1' [$'x\\ny']="'"); declare -A e=()`],
    `for k in $'x\\ny' 'k 1'; do printf '<%s>' "\${m[$k]}"; done; declare -p e`,
  ],
  [
    'integers, cases, references, constants',
    ['declare -i n=4; declare -u U=up; declare -n ref=n; readonly R=fixed'],
    `n+=3; U+=per; echo $n $U $ref; (R=1) 2>&1 | tail -1; declare -p R`,
  ],
  ['a variable without a value', ['declare -x NOTHING; declare -a none'], 'declare -p NOTHING none'],
  ['one that was taken away', ['unset LANG'], 'echo "${LANG-none}"'],
  [
    'functions',
    [`f() { case $1 in a*) echo "A $1";; *) echo 'it'\\''s';; esac; }; g() { f abc; }; export -f f g`],
    `f a; f b; g; bash -c g; declare -f f g`,
  ],
  [
    'functions that need extended patterns',
    ['shopt -s extglob', 'h() { [[ $1 == @(x|y) ]] && echo yes; }'],
    'h x; shopt extglob',
  ],
  [
    'aliases, which functions do not see',
    [`f() { ls -d /; }; alias ls='echo no'; alias q='echo "it'"'"'s"'`],
    'f; ls; q; alias',
  ],
  [
    'options',
    ['set -u; set -f; set -o pipefail; shopt -s globstar nullglob; shopt -u sourcepath'],
    'echo $-; set -o | grep -v hist; shopt',
  ],
  ['umask', ['umask 027'], 'umask'],
  ['positional parameters', [`set -- 'a b' $'c\\nd' ''`], `printf '<%s>' $# "$@"`],
  ['traps', [`trap 'echo "bye $A"' USR1; trap '' USR2`], 'trap -p USR1 USR2; kill -USR1 $$'],
  ['prompts of a deck', [`PS1='me> '; PS4='+++ '; PROMPT_COMMAND='B=prompted'`], 'echo "$B $PS4"'],
  ['a strange folder', [`mkdir -p "$HOME/a 'b' \\$c é"; cd "$HOME/a 'b' \\$c é"; cd ..; cd -`], 'pwd; echo "$OLDPWD"'],
])('a new shell has %s', async (_, lines, ask) => {
  expect(await restored(lines, ask)).not.toBe('');
});

test('errexit, which would end the shell, and tracing, which would be seen', async () => {
  const first = await open();
  await type(first, 'set -ex; set -o noclobber');
  const part = await save(first);
  let seen = '';
  const second = await open(part, (text) => (seen += String(text)));
  expect(await type(second, 'echo $-')).toMatch(/^\+ echo \w*e\w*x\w*C\w*\n/);
  expect(seen).not.toMatch(/pupitre|unset|builtin/);
});

test('nobody sees that a shell is asked, nor does it remember it', async () => {
  let seen = '';
  const session = await open(undefined, (text) => (seen += String(text)));
  await type(session, 'true; A=1');
  const before = session.screen.text();
  await save(session);
  expect(await type(session, 'history | tail -3; declare -p | grep -c __pupitre_x')).toMatch(
    /true; A=1[^]*\n0\nexit 1$/,
  );
  expect(seen).not.toMatch(/__pupitre_save|builtin/);
  expect(session.screen.text().startsWith(before.trimEnd())).toBe(true);
});

test('the exit code of the last command stays', async () => {
  const session = await open();
  await type(session, '(exit 3)');
  await save(session);
  expect(await type(session, 'echo $?')).toBe('3');
});

test('a folder that is not there any more is told', async () => {
  const first = await open();
  const gone = join(folder, 'gone');
  mkdirSync(gone);
  await type(first, `cd ${gone}; A=kept`);
  const part = await save(first);
  rmSync(gone, { recursive: true });
  const second = await open(part);
  expect(second.link?.taken).toEqual({ folder: false });
  expect(await type(second, 'echo $A')).toBe('kept');
});

test('a state that is too large is not told', async () => {
  const session = await open();
  await type(session, `printf -v A '%300000s' x`);
  expect(await session.link?.save(never)).toMatchObject({ kind: 'tooLarge', limit: 262_144 });
  await type(session, 'A=');
  expect((await save(session)).variables.map(({ name }) => name)).toContain('A');
});

test('a state of many pieces comes whole', async () => {
  await restored(
    [`printf -v A '%120000s' é; for ((i = 0; i < 9000; i++)); do B+=日; done`],
    'echo ${#A} ${#B} ${B:9:3}',
  );
});

test('a shell inside, or a program, is not asked', async () => {
  const session = await open();
  session.begin('cat');
  session.typeLine('cat');
  expect(await session.link?.save(never)).toEqual({ kind: 'program' });
  await session.interrupt();
  await type(session, 'bash --norc');
  expect(await session.link?.save(never)).toEqual({ kind: 'program' });
});

test('none of our variables is in a state', async () => {
  const session = await open();
  const { variables, functions } = await save(session);
  expect(variables.filter(({ name }) => /^(?:__pupitre|PUPITRE|BASH|PPID|UID|SHELLOPTS)/.test(name))).toEqual([]);
  expect(functions).toBe('');
});

test('jobs are told', async () => {
  const session = await open();
  await type(session, 'sleep 100 &');
  expect((await save(session)).jobs).toEqual([expect.stringMatching(/Running\s+sleep 100/)]);
});
