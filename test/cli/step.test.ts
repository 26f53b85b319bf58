import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { childrenOf } from '../processes.ts';
import { pupitre, temporaryFolder } from './pupitre.ts';
import { Tmux } from './tmux.ts';

function fence(method: string, text: string): string {
  return `\`\`\`${method}\n${text}\n\`\`\`\n\n`;
}

function slide(title: string, ...fences: readonly string[]): string {
  return `# ${title}\n\n.exercise[\n\n${fences.join('')}]\n`;
}

const deck = [
  slide('One', fence('bash', 'echo "first $((40 + 2))"'), fence('bash', 'test "$X" = 1 && touch made')),
  slide('Two', fence('bash', 'echo "x is $X"'), `<!-- ${fence('hide', 'HIDDEN=yes')} -->\n\n`),
  slide('Three', fence('bash', 'echo "hidden is <$HIDDEN>"')),
  slide('Four', fence('bash', 'touch four; false'), fence('bash', 'echo "the last"')),
].join('\n---\n\n');

let folder: ReturnType<typeof temporaryFolder>;
let tmux: Tmux | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder.path, 'deck.md'), deck);
});

afterEach(async () => {
  await tmux?.end();
  tmux = undefined;
  folder.remove();
});

function start(args: readonly string[], options: Partial<ConstructorParameters<typeof Tmux>[1]> = {}): Tmux {
  tmux = new Tmux(['run', 'deck.md', '--target', 'local', ...args], { cwd: folder.path, ...options });
  return tmux;
}

/** The last verdict of each step as the JSON report has it. */
function reported(): Record<string, { status: string; note?: string; reason?: string }> {
  const events = readFileSync(join(folder.path, 'events.json'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; results?: { stepId: string; verdict: { status: string } }[] });
  const end = events.findLast(({ type }) => type === 'runEnd');
  return Object.fromEntries((end?.results ?? []).map(({ stepId, verdict }) => [stepId, verdict]));
}

test('a person drives a deck that fails: run, edit, take over, back, go to, hidden, to the next failure', async () => {
  const person = start(['--step', '--reporter', 'json=events.json', '--reporter', 'junit=junit.xml']);
  await person.sees(/One · deck\.md +0\/7/, /> · echo "first/, /next: one\.1 \(deck\.md:5:1\)/, /Enter run/);
  await person.press('Enter');
  await person.sees(/✓ echo "first/, /first 42/, /> · test "\$X"/);
  await person.press('Enter');
  await person.sees(/✗ failed/, /to mend it: deck\.md:10:1/, /e edit/);
  // The text of the step is there to be changed.
  await person.press('e');
  await person.sees(/^\$ test "\$X" = 1 && touch made/m, /Esc cancel/);
  await person.press('C-u');
  await person.type('test "$X" = 2 && touch made');
  await person.press('Enter');
  await person.sees(/~ \$ test "\$X" = 2/, /✗ failed/);
  // The shell is the person's, until they come back.
  await person.press('o');
  await person.sees(/the shell is yours/, /Ctrl-\] or F6/);
  await person.type('X=2; echo "mine $X"');
  await person.press('Enter');
  await person.sees(/^mine 2/m);
  await person.press('C-]');
  await person.sees(/Enter retry/);
  // As it was edited last.
  await person.press('e');
  await person.sees(/^\$ test "\$X" = 2 && touch made$/m);
  await person.press('Enter');
  await person.sees(/Two · deck\.md/, /> · echo "x is/);
  await person.press('Enter');
  await person.sees(/x is 2/, /> · HIDDEN=yes/);
  await person.press('b');
  await person.sees(/> ✓ echo "x is/, /once more: two\.1/);
  // Without hidden snippets, what sets HIDDEN is passed over.
  await person.press('h');
  await person.sees(/Hidden snippets are passed over/);
  await person.press('Enter');
  await person.sees(/Three · deck\.md/, /> · echo "hidden is/);
  await person.press('Enter');
  await person.sees(/hidden is <>/, /Four · deck\.md/);
  await person.press('g');
  await person.sees(/Go to slide/);
  await person.type('2');
  await person.press('Enter');
  await person.sees(/Two · deck\.md/, /> ✓ echo "x is/);
  await person.press('f');
  await person.sees(/✗ failed/, /Four · deck\.md/, /> ✗ touch four/);
  await person.press('a');
  await person.sees(/✓ touch four/, /> · echo "the last"/);
  await person.press('s');
  await person.sees(/the end: 5 passed, 0 failed, 2 not run/);
  await person.press('Enter');
  const screen = await person.sees(/ended 0, modes kept/);
  // What was edited, and where to mend it.
  expect(screen).toMatch(
    /1 step was edited for this run only:\s+deck\.md:10:1\s+- test "\$X" = 1 && touch made\s+\+ test "\$X" = 2 && touch made/,
  );
  expect(await person.ask('alternate_on')).toBe('0');
  expect(await person.ask('cursor_flag')).toBe('1');
  const verdicts = reported();
  expect(Object.entries(verdicts).map(([id, { status }]) => `${id} ${status}`)).toEqual([
    'one.1 passed',
    'one.2 passed',
    'two.1 passed',
    'two.2 skipped',
    'three.1 passed',
    'four.1 passed',
    'four.2 skipped',
  ]);
  expect(verdicts['one.2']?.note).toBe('a person typed test "$X" = 2 && touch made instead: mend deck.md:10:1');
  expect(verdicts['two.2']?.reason).toBe('hidden snippets were switched off');
  expect(verdicts['four.1']?.note).toMatch(/^accepted by a person although: .*exit/);
  expect(readFileSync(join(folder.path, 'junit.xml'), 'utf8')).toContain('failures="0"');
});

test('--pause-on-failure is a normal run until a step fails; a person makes it good and goes on', async () => {
  const person = start(['--pause-on-failure', '--lang', 'fr'], { cols: 100, rows: 30 });
  await person.sees(/✗ échouée/, /à corriger ici\s: deck\.md:10:1/, /Entrée réessayer/, /1\/7/);
  await person.press('o');
  await person.type('X=1');
  await person.press('Enter', 'F6');
  await person.sees(/Entrée réessayer/);
  await person.press('r');
  await person.sees(/suivante\s: two\.1/);
  await person.press('u');
  await person.sees(/Exécuter jusqu’à/);
  await person.type('four');
  await person.press('Enter');
  await person.sees(/> · touch four/, /hidden is <yes>/);
  await person.press('f');
  await person.sees(/✗ échouée/, /> ✗ touch four/);
  await person.press('q');
  await person.sees(/Quitter/, /k quitter en gardant le shell/);
  await person.press('q');
  await person.sees(/ended 1, modes kept/, /1 échouée/);
});

test('--pause-on-failure shows nothing when nothing fails', async () => {
  writeFileSync(join(folder.path, 'deck.md'), slide('Fine', fence('bash', 'echo fine')));
  const person = start(['--pause-on-failure', '--no-stay']);
  await person.sees(/1 passed/, /ended 0, modes kept/);
});

test('simulated typing shows a line letter by letter; a key brings the rest at once; what runs can be stopped', async () => {
  const long = `: ${'word '.repeat(40)}; sleep 1000`;
  writeFileSync(
    join(folder.path, 'deck.md'),
    slide('Typed', fence('bash', 'echo "typed $((6 * 7))"'), fence('bash', long)),
  );
  const person = start(['--step'], { cols: 60, rows: 30 });
  await person.sees(/> · echo/);
  await person.press('t');
  await person.sees(/Simulated typing: normal/);
  await person.press('Enter');
  // A part of the line, and nothing that it prints.
  const screen = await person.sees(/\$ echo "?[^)\n]*$/m);
  expect(screen).not.toContain('typed 42');
  await person.sees(/^typed 42/m, /next: typed\.2/);
  await person.press('t', 't');
  await person.sees(/Simulated typing: slow/);
  await person.press('Enter');
  await person.sees(/\$ : word/);
  await person.press('Space');
  await person.sees(/sleep 1000/, /x stop/);
  await person.press('x');
  await person.sees(/✗ failed/);
  // Also while its command is still being typed.
  await person.press('r');
  await person.sees(/runs: :/, /x stop/);
  await person.press('x');
  await person.sees(/✗ failed/, /Enter retry/);
});

test.each([
  [40, 12],
  [120, 40],
])('a window that becomes %d by %d is followed, by the shell too', async (cols, rows) => {
  const person = start(['--step'], { env: { NO_COLOR: '1' } });
  await person.sees(/\[Enter\] run/, /> · echo/);
  await person.resize(cols, rows);
  await person.press('o');
  await person.sees(/the shell is yours/);
  await person.type('stty size');
  await person.press('Enter');
  const screen = await person.sees(new RegExp(`^\\d+ ${cols}$`, 'm'));
  const lines = screen.trimEnd().split('\n');
  expect(lines).toHaveLength(rows);
  expect(lines.at(-1)).toContain('Ctrl-]');
  const [, height] = /^(\d+) \d+$/m.exec(screen) ?? [];
  expect(Number(height)).toBeLessThan(rows - 3);
});

test.each([
  ['^C', async (person: Tmux) => person.press('C-c'), 130],
  ['SIGTERM', (person: Tmux) => signalTo(person, 'TERM'), 143],
  ['quitting while it runs', async (person: Tmux) => person.press('q', 'q'), 130],
])('%s gives the terminal back as it was', async (_name, end, code) => {
  writeFileSync(join(folder.path, 'deck.md'), slide('Long', fence('bash', 'sleep 1000')));
  const person = start(['--step']);
  await person.sees(/> · sleep/);
  await person.press('Enter');
  await person.sees(/x stop/);
  await end(person);
  await person.sees(new RegExp(`ended ${code}, modes kept`));
  expect(await person.ask('alternate_on')).toBe('0');
  expect(await person.ask('cursor_flag')).toBe('1');
});

test('a second signal ends it at once, and the terminal is as it was', async () => {
  writeFileSync(
    join(folder.path, 'deck.md'),
    slide('Deaf', fence('bash', `sh -c 'trap "" INT; echo up""on; sleep 1000'`)),
  );
  const person = start(['--step']);
  await person.sees(/> · sh/);
  await person.press('Enter');
  await person.sees(/^upon/m);
  // ^C is of no use there, so that ending takes its time.
  await signalTo(person, 'TERM');
  await person.sees(/^\^C/m);
  await signalTo(person, 'TERM');
  await person.sees(/ended 143, modes kept/);
  expect(await person.ask('alternate_on')).toBe('0');
});

test('several decks, one after the other; a shell that a person has ended is opened again', async () => {
  writeFileSync(join(folder.path, 'two.md'), slide('Other', fence('bash', 'echo "other $MINE"')));
  const person = start(['two.md', '--step']);
  await person.sees(/One · deck\.md/);
  await person.press('o');
  await person.type('MINE=gone; exit');
  await person.press('Enter');
  await person.sees(/There is no shell: .*0/, /Enter run/);
  await person.press('Enter');
  await person.sees(/first 42/, /> · test/);
  await person.press('g');
  await person.type('four.2');
  await person.press('Enter');
  await person.sees(/> · echo "the last"/);
  await person.press('Enter');
  await person.sees(/the end: 2 passed/, /Enter finish/);
  await person.press('Enter');
  await person.sees(/Other · two\.md/, /> · echo "other/);
  await person.press('Enter');
  await person.sees(/^other $|^other$/m, /the end: 1 passed, 0 failed/);
  await person.press('Enter');
  await person.sees(/ended 0, modes kept/);
});

test('the shell is kept when the person wants it', async () => {
  const person = start(['--step']);
  await person.sees(/> · echo "first/);
  await person.press('o');
  await person.type('MINE=kept');
  await person.press('Enter', 'C-]');
  await person.press('q', 'k');
  await person.sees(/is yours/, /\$$/m);
  await person.type('echo "<$MINE>"; exit');
  await person.press('Enter');
  await person.sees(/<kept>/, /ended 130, modes kept/);
});

test.each([
  [['--step'], '--step needs a terminal'],
  [['--pause-on-failure'], '--pause-on-failure needs a terminal'],
])('%j without a terminal is refused', async (args, reason) => {
  const { code, stderr } = await pupitre(['run', 'deck.md', ...args], folder.path);
  expect(code).toBe(2);
  expect(stderr).toContain(reason);
});

test.each([
  [['--keep-going'], /--keep-going cannot be together with --step/],
  [['--update'], /--update cannot be together with --step/],
  [['--jobs', '2'], /--jobs cannot be together with --step/],
  [['--reporter', 'json'], /--reporter json=FILE/],
])('%j is refused with it', async (args, reason) => {
  const person = start(['--step', ...args]);
  await person.sees(reason, /ended 2/);
});

/** Sends a signal to the program in the window. */
async function signalTo(person: Tmux, name: string): Promise<void> {
  const shell = await person.ask('pane_pid');
  const child = execFileSync('ps', ['-o', 'pid=', '--ppid', shell], { encoding: 'utf8' }).trim();
  process.kill(Number(child), `SIG${name}`);
}

test('after kill -9 the person goes on with --resume, in a shell that has what the other one had', async () => {
  const text = [
    slide('One', fence('bash', 'X=kept; echo one >> log')),
    slide('Two', fence('bash', 'cd /nowhere')),
    slide('Three', fence('bash', 'echo "three $X" >> ~/log')),
  ].join('\n---\n\n');
  writeFileSync(join(folder.path, 'deck.md'), text);
  const first = start(['--step']);
  await first.sees(/> · X=kept/);
  await first.press('Enter');
  await first.sees(/> · cd \/nowhere/);
  await first.press('Enter');
  await first.sees(/✗ failed/);
  // The shell that started it says how it ended.
  const shell = Number(await first.ask('pane_pid'));
  for (const program of childrenOf(shell)) process.kill(program, 'SIGKILL');
  await first.sees(/ended 137/);
  await first.end();
  const person = start(['--step', '--resume']);
  await person.sees(/Two · deck\.md/, /> · cd \/nowhere/);
  await person.press('e');
  await person.sees(/^\$ cd \/nowhere/m);
  await person.press('C-u');
  await person.type('cd /tmp');
  await person.press('Enter');
  await person.sees(/> · echo "three/);
  await person.press('Enter');
  await person.sees(/2 passed, 0 failed/);
  await person.press('Enter');
  await person.sees(/ended 0/);
  expect(readFileSync(join(folder.path, 'log'), 'utf8')).toBe('one\nthree kept\n');
});
