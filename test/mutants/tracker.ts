import type { Mutant } from './mutant.ts';

const tests = ['test/run/terminal/tracker.test.ts'];
const edges = ['test/run/terminal/session-edges.test.ts'];
const tracker = 'src/run/terminal/tracker.ts';
const prompt = 'src/run/terminal/prompt.ts';
const questions = 'src/run/terminal/questions.ts';
const commands = 'src/run/terminal/commands.ts';

/** Faults in what follows a shell by its marks. */
const marks: readonly Mutant[] = [
  [
    tracker,
    'return drawing.complete || drawing.start === undefined;',
    'return drawing.complete;',
    'a prompt without marks is not asked about',
  ],
  [
    tracker,
    'drawing?.edited !== true || this.#questions.isOpen',
    'drawing?.edited !== true',
    'the shell is asked again before it has answered',
  ],
  [
    tracker,
    'return mark.exitCode !== undefined && this.#questions.isRedrawing ? [] :',
    'return',
    'a prompt that is drawn anew counts as one',
  ],
  [tracker, ' || (interrupted && drawing.edited)', '', 'the first prompt after ^C counts, also an old one'],
  [
    tracker,
    "if (interrupted === 'running' && code <= signalled) return [];",
    '',
    'the first prompt after ^C counts in sh',
  ],
  [
    tracker,
    'return this.isInterrupted ? this.#accept(this.#draw(), answer.exitCode, answer.shell) : [];',
    'return [];',
    'a shell that ignores ^C never comes back',
  ],
  [
    tracker,
    'if (!answer.intact || drawing.end ||',
    'if (drawing.end ||',
    'an unmarked prompt is taken for that of a command',
  ],
  [tracker, 'this.#editorOfCommand = true;', '', 'the editor of a command is asked for ever'],
  [tracker, 'this.#onText(drawing.held);', '', 'what a command with a line editor says is lost'],
  [
    tracker,
    'const leftShell = this.#shells.depth < depth;',
    'const leftShell = false;',
    'nobody notices that a shell was left',
  ],
  [tracker, 'marksStart && this.#hasRun(drawing);', 'marksStart && false;', 'PS0 of others is never put right'],
  [
    tracker,
    'start.number > this.facts.number;',
    'start.number >= this.facts.number;',
    'a line that was thrown away counts as run',
  ],
  [
    prompt,
    '(start.othersFirst === true && !end)',
    'false',
    'an empty mark D is believed where others replaced PROMPT_COMMAND',
  ],
  [prompt, '!end.inOrder || ', '', 'what ran before ours in PROMPT_COMMAND decides'],
  [prompt, ' || end.exitCode !== start.exitCode', '', 'two exit codes that differ are no doubt'],
  [questions, 'this.#stale += this.#open;', '', 'an answer from before a ^C counts after it'],
  [questions, "this.#redraw = 'due';", '', 'the prompt after an answer is a new one'],
  [
    commands,
    'mark.number !== undefined && mark.number === this.#number',
    'false',
    'PS0 of others makes two commands of one',
  ],
  [commands, 'exitCode: mark.exitCode, empty: []', 'exitCode: 0, empty: []', 'a pasted command that failed passes'],
].map(([file = '', find = '', replace = '', why = '']) => ({ file, find, replace, why, tests }));

/** Those, and what scripted terminals show. */
export const mutants: readonly Mutant[] = [
  ...marks,
  {
    file: tracker,
    find: "state.marksStart ? { ...state, echoing: false } : { kind: 'running' }",
    replace: "{ kind: 'running' }",
    tests: edges,
    why: 'a line that bash throws away counts as run',
  },
];
