import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import { planDeck } from '../../src/plan/plan.ts';
import type { Step } from '../../src/plan/step.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run, type RunOptions } from '../../src/run/run.ts';
import { Transcript } from '../../src/run/transcript.ts';
import { localTarget } from '../../src/target/local.ts';
import { planOf, step } from './steps.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-terminals-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function eventsOf(steps: readonly Step[], options: Partial<RunOptions> = {}): Promise<RunEvent[]> {
  const target = localTarget({ cwd: folder, environment: { ...process.env, HOME: folder } });
  const events: RunEvent[] = [];
  const { signal } = new AbortController();
  try {
    for await (const event of run(planOf(...steps), target, { actions: builtinActions, signal, ...options })) {
      events.push(event);
    }
  } finally {
    await target.close();
  }
  return events;
}

function verdictsOf(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type !== 'stepEnd') return [];
    const { verdict } = event.result;
    const said = 'reason' in verdict ? verdict.reason : verdict.note;
    return [`${verdict.status}${said === undefined ? '' : ` ${said.code}`}`];
  });
}

function outputOf(events: readonly RunEvent[], terminal?: string): string {
  return events
    .flatMap((event) => (event.type === 'output' && event.terminal === terminal ? [event.chunk] : []))
    .join('');
}

/** Steps of a deck, as the plan makes them. */
function stepsOf(...snippets: readonly string[]): readonly Step[] {
  const text = `# Slide\n\n.exercise[\n\n${snippets.join('\n\n')}\n\n]\n`;
  return planDeck(parseDeck(text, { file: 'deck.md' })).plan.steps;
}
function bash(command: string): string {
  return `\`\`\`bash\n${command}\n\`\`\``;
}
function hidden(method: string, data = ''): string {
  return `<!-- \`\`\`${method} ${data}\`\`\` -->`;
}

test('each terminal has a shell of its own on the same node', async () => {
  const events = await eventsOf([
    step('bash', 'HERE=one; echo shared > file'),
    step('terminal', 'b', { terminal: 'b' }),
    step('bash', 'echo "[$HERE]" $(cat file)'),
    step('terminal', '1'),
    step('bash', 'echo "[$HERE]"'),
  ]);
  expect(verdictsOf(events)).toEqual(['passed', 'passed', 'passed', 'passed', 'passed']);
  expect(outputOf(events, 'b')).toContain('[] shared');
  expect(outputOf(events)).toContain('[one]');
  expect(events.flatMap((event) => (event.type === 'terminal' ? [event.name] : []))).toEqual(['b', '1']);
});

test('what runs in the terminal that is left goes on, and its keys reach it', async () => {
  const events = await eventsOf(
    stepsOf(
      bash(`sh -c 'trap "touch stopped; exit" INT; echo ready; while :; do sleep 0.1; done'`),
      hidden('wait', 'ready'),
      hidden('tmux', 'split-pane -v'),
      bash('test ! -e stopped && echo still'),
      hidden('tmux', 'select-pane -t 0'),
      hidden('key', '^C'),
      hidden('tmux', 'last-pane'),
      bash('cat stopped'),
    ),
  );
  expect(verdictsOf(events).every((each) => each.startsWith('passed'))).toBe(true);
  expect(outputOf(events, '2')).toContain('still');
  expect(existsSync(join(folder, 'stopped'))).toBe(true);
});

test('the lesson of a pod that is deleted: a name is copied from one pane, typed in the other, which ^D closes', async () => {
  const steps = stepsOf(
    bash('while sleep 0.1; do echo pingpong-7b5c9f8d44-x2lq8; done'),
    hidden('wait', 'pingpong'),
    hidden('tmux', 'split-pane -v'),
    hidden('tmux', 'select-pane -t 0'),
    hidden('copy', 'pingpong-[^-]*-.....'),
    hidden('tmux', 'last-pane'),
    hidden('keys', 'echo deleted '),
    hidden('paste'),
    hidden('key', '^J'),
    hidden('check'),
    hidden('key', '^D'),
    hidden('key', '^C'),
    bash('echo the first one again'),
  );
  const events = await eventsOf(steps);
  expect(verdictsOf(events)).toEqual([
    ...['passed', 'passed', 'passed', 'passed', 'passed run/copied', 'passed', 'passed', 'passed', 'passed', 'passed'],
    ...['passed run/terminal-closed', 'passed', 'passed'],
  ]);
  expect(outputOf(events, '2')).toContain('deleted pingpong-7b5c9f8d44-x2lq8');
  expect(outputOf(events)).toContain('the first one again');
});

describe('a terminal ends', () => {
  test('by exit, whatever its code', async () => {
    const events = await eventsOf([
      step('terminal', 'b', { terminal: 'b' }),
      step('bash', 'exit 3'),
      step('bash', 'echo "in $$"'),
    ]);
    expect(verdictsOf(events)).toEqual(['passed', 'passed text/sequence', 'passed']);
    expect(outputOf(events)).toMatch(/in \d/);
  });

  test('by kill-pane', async () => {
    const events = await eventsOf([
      step('tmux', 'split-pane -v', { terminal: '2' }),
      step('tmux', 'kill-pane', { terminal: '2' }),
      step('tmux', 'kill-pane'),
    ]);
    expect(verdictsOf(events)).toEqual(['passed', 'passed run/terminal-closed', 'failed run/first-terminal-stays']);
  });

  test('by a command that was not to end it: broken', async () => {
    const events = await eventsOf([step('terminal', 'b', { terminal: 'b' }), step('bash', 'kill -9 $$')]);
    expect(verdictsOf(events)).toEqual(['passed', 'broken run/shell-ended']);
  });

  test('^D in a half-typed line, or where the shell ignores it, closes nothing', async () => {
    const events = await eventsOf([
      step('terminal', 'b', { terminal: 'b' }),
      step('keys', 'echo x'),
      step('key', 'Home'),
      step('key', '^D'),
      step('key', 'C-c'),
      step('bash', 'set -o ignoreeof'),
      step('tmux', 'select-pane -t 1', { terminal: 'b' }),
      step('bash', 'echo "[$$]"'),
    ]);
    expect(verdictsOf(events).every((each) => each === 'passed')).toBe(true);
    expect(outputOf(events, 'b')).toMatch(/\[\d+\]/);
  });
});

test('where there is no such terminal, the step fails and says which there are', async () => {
  const events = await eventsOf([step('tmux', 'select-pane -t 4'), step('tmux', 'last-pane')], { keepGoing: true });
  expect(verdictsOf(events)).toEqual(['failed run/no-terminal', 'failed run/no-terminal']);
});

test('no more than twelve', async () => {
  const steps = Array.from({ length: 13 }, (_, index) => step('terminal', `t${index}`, { terminal: `t${index}` }));
  const verdicts = verdictsOf(await eventsOf(steps, { keepGoing: true }));
  expect(verdicts.filter((each) => each === 'passed')).toHaveLength(11);
  expect(verdicts.slice(11)).toEqual(['failed run/too-many-terminals', 'failed run/too-many-terminals']);
}, 30_000);

test('a run that begins in the middle begins in the terminal that the plan says', async () => {
  const steps = [step('terminal', 'b', { terminal: 'b' }), step('bash', 'echo here', { terminal: 'b' })];
  const events = await eventsOf(steps, { beforeStep: (each) => (each.action === 'terminal' ? 'skip' : 'run') });
  expect(outputOf(events, 'b')).toContain('here');
});

test('secrets are masked in each terminal, also when the output of two is mixed', async () => {
  const noisy = 'for i in 1 2 3 4 5 6 7 8; do printf swor; sleep 0.02; printf "dfish\\n"; done';
  const events = await eventsOf(
    [
      step('bash', `sleep 0.2; ${noisy}`, { policy: 'detached', checksExitCode: false }),
      step('terminal', 'b', { terminal: 'b' }),
      step('bash', noisy),
      step('terminal', '1'),
      step('check', ''),
    ],
    { secrets: { values: ['swordfish'], patterns: [] } },
  );
  expect(verdictsOf(events).every((each) => each === 'passed')).toBe(true);
  expect(outputOf(events) + outputOf(events, 'b')).not.toMatch(/swordfish/);
  expect(outputOf(events, 'b')).toContain('*****');
});

test('each is in the recording: a file for each, with one clock, and the markers of the steps that were typed there', async () => {
  const files = new Map<string, string>();
  const transcript = new Transcript(
    (terminal) => ({ write: (text) => files.set(terminal, (files.get(terminal) ?? '') + text) }),
    { cols: 80, rows: 24 },
  );
  const events = await eventsOf([
    step('bash', 'echo first'),
    step('terminal', 'b', { terminal: 'b' }),
    step('bash', 'echo second'),
  ]);
  for (const event of events) transcript.onEvent(event);
  expect([...files.keys()]).toEqual(['1', 'b']);
  const lines = (files.get('b') ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines[0]).toMatchObject({ version: 2, width: 80, height: 24 });
  const rest = lines.slice(1) as [number, string, string][];
  expect(rest.map(([at]) => at)).toEqual(rest.map(([at]) => at).toSorted((one, other) => one - other));
  expect(rest.flatMap(([, code, text]) => (code === 'o' ? [text] : [])).join('')).toContain('second');
  expect(rest.filter(([, code]) => code === 'm').map(([, , text]) => text)).toEqual(['bash-echo second A slide']);
  expect(files.get('1')).not.toContain('second\\r');
});
