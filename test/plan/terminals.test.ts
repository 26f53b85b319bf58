import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/plan/step.ts';
import { readMove, TerminalList } from '../../src/plan/terminals.ts';
import { plan } from './decks.ts';

function exercise(...snippets: readonly string[]): string {
  return `# Slide\n\n.exercise[\n\n${snippets.join('\n\n')}\n\n]\n`;
}
function bash(command: string): string {
  return `- Do:\n  \`\`\`bash\n  ${command}\n  \`\`\``;
}
function hidden(method: string, data = ''): string {
  return `<!-- \`\`\`${method}${data === '' ? '' : ` ${data}`}\`\`\` -->`;
}

function stepsOf(text: string): readonly Step[] {
  return plan(text).plan.steps;
}

/** Each step as its action and the terminal that it is for. */
function terminals(...snippets: readonly string[]): string[] {
  return stepsOf(exercise(...snippets)).map(({ action, terminal = '1' }) => `${action} ${terminal}`);
}

describe('what snippets mean', () => {
  test.each([
    ['split-pane -v', { kind: 'open', where: 'beside' }],
    ['split-pane -h', { kind: 'open', where: 'beside' }],
    ['splitw -l 20 -c /tmp', { kind: 'open', where: 'beside' }],
    ['split-window -d', { kind: 'open', where: 'beside', stay: true }],
    ['new-window', { kind: 'open', where: 'end' }],
    ['neww -n logs', { kind: 'open', where: 'end', name: 'logs' }],
    ['select-pane -t 0', { kind: 'place', place: 0 }],
    ['select-pane -t :0.2', { kind: 'place', place: 2 }],
    ['selectp -t 1', { kind: 'place', place: 1 }],
    ['select-pane -l', { kind: 'last' }],
    ['select-pane -U', { kind: 'previous' }],
    ['select-pane -t :.+', { kind: 'next' }],
    ['select-pane -t {last}', { kind: 'last' }],
    ['select-window -t 1', { kind: 'place', place: 1 }],
    ['last-pane', { kind: 'last' }],
    ['lastp', { kind: 'last' }],
    ['next-window', { kind: 'next' }],
    ['kill-pane', { kind: 'close' }],
    ['selectl even-vertical', { kind: 'arrange' }],
    ['select-layout tiled', { kind: 'arrange' }],
  ])('tmux %s', (input, move) => {
    expect(readMove('tmux', input)).toEqual(move);
  });

  test.each([
    ['tmux', 'frobnicate', 'plan/tmux-unknown'],
    ['tmux', 'split-pane top', 'plan/tmux-program'],
    ['tmux', 'select-pane -t somewhere', 'plan/tmux-target'],
    ['tmux', 'new-window -n ../x', 'plan/terminal-name'],
    ['terminal', '../x', 'plan/terminal-name'],
    ['terminal', '', 'plan/terminal-name'],
    ['terminal', 'x'.repeat(31), 'plan/terminal-name'],
  ])('%s %s is told, and costs its snippet', (method, input, code) => {
    expect(readMove(method, input)).toMatchObject({ problem: { code } });
  });

  test('a faulty one is a step that says why; the others run', () => {
    const steps = stepsOf(exercise(hidden('tmux', 'frobnicate'), bash('true')));
    expect(steps.map(({ action, skip }) => [action, skip?.code])).toEqual([
      ['none', 'plan/tmux-unknown'],
      ['bash', undefined],
    ]);
  });

  test('a fence that people see and that says `terminal` shows an output', () => {
    const steps = stepsOf(exercise(bash('true'), '```terminal\nhello\n```'));
    expect(steps.map(({ action }) => action)).toEqual(['bash', 'none']);
  });
});

describe('which terminal a step is for', () => {
  test('by name', () => {
    expect(terminals(bash('a'), hidden('terminal', 'logs'), bash('b'), hidden('terminal', '1'), bash('c'))).toEqual([
      'bash 1',
      'terminal logs',
      'bash logs',
      'terminal 1',
      'bash 1',
    ]);
  });

  test('panes have numbers of their own, and the last one and the first are found again', () => {
    const found = terminals(
      hidden('tmux', 'split-pane -v'),
      bash('a'),
      hidden('tmux', 'select-pane -t 0'),
      bash('b'),
      hidden('tmux', 'last-pane'),
      bash('c'),
      hidden('tmux', 'split-pane -h'),
      bash('d'),
    );
    expect(found.filter((each) => each.startsWith('bash'))).toEqual(['bash 2', 'bash 1', 'bash 2', 'bash 3']);
  });

  test('^D and exit at the prompt of a second one close it; ^D ends a program first', () => {
    expect(terminals(hidden('terminal', 'b'), bash('ls'), hidden('key', '^D'), bash('c')).at(-1)).toBe('bash 1');
    expect(terminals(hidden('terminal', 'b'), bash('exit'), bash('c')).at(-1)).toBe('bash 1');
    expect(terminals(hidden('terminal', 'b'), bash('python3'), hidden('key', '^D'), bash('c')).at(-1)).toBe('bash b');
    expect(terminals(hidden('terminal', 'b'), bash('ssh node2'), hidden('key', '^D'), bash('c')).at(-1)).toBe('bash b');
    expect(terminals(bash('ls'), hidden('key', '^D'), bash('c')).at(-1)).toBe('bash 1');
  });

  test('a program stays in the terminal that is left', () => {
    const steps = stepsOf(
      exercise(bash('watch ls'), hidden('wait', 'Every'), hidden('tmux', 'split-pane -v'), bash('ls')),
    );
    expect(steps.map(({ policy, stopsCommand }) => [policy, stopsCommand])).toEqual([
      ['detached', false],
      ['once', false],
      ['once', false],
      ['eventually', false],
    ]);
    const [top] = stepsOf(exercise(bash('top'), hidden('terminal', 'b'), bash('ls')));
    expect(top).toMatchObject({ policy: 'endless', stopsCommand: false });
    const [python] = stepsOf(exercise(bash('python3'), hidden('terminal', 'b'), bash('ls')));
    expect(python).toMatchObject({ policy: 'detached' });
  });

  test('lines for a program go where it is', () => {
    const steps = stepsOf(
      exercise(
        ...[hidden('terminal', 'db'), bash('psql'), hidden('terminal', '1'), bash('ls')],
        ...[hidden('terminal', 'db'), '```sql\nSELECT 1;\n```'],
      ),
    );
    expect(steps.at(-1)).toMatchObject({ action: 'repl', program: 'psql', terminal: 'db' });
  });
});

describe('the list of terminals', () => {
  test('one that closes gives way to the one before it; the first stays', () => {
    const list = new TerminalList();
    list.choose('a');
    list.choose('b', 'beside');
    list.choose('a');
    list.close('a');
    expect([list.names, list.current]).toEqual([['1', 'b'], 'b']);
    list.close('b');
    list.close('1');
    expect([list.names, list.current]).toEqual([['1'], '1']);
    list.close('no such terminal');
    expect(list.current).toBe('1');
  });

  test('a new one stands beside the current one, or at the end', () => {
    const list = new TerminalList();
    list.choose('a');
    list.choose('1');
    list.choose('b', 'beside');
    expect(list.names).toEqual(['1', 'b', 'a']);
  });

  test('where there is none to go to, none is named', () => {
    const list = new TerminalList();
    expect(list.goal({ kind: 'last' }, '2')).toBeUndefined();
    expect(list.goal({ kind: 'place', place: 3 }, '2')).toBeUndefined();
    expect(list.goal({ kind: 'next' }, '2')).toBe('1');
    expect(list.goal({ kind: 'previous' }, '2')).toBe('1');
  });
});
