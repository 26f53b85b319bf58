import type { Mutant } from './mutant.ts';

const tracker = ['test/run/terminal/tracker.test.ts'];
const handover = ['test/run/terminal/handover.test.ts'];
const owners = ['test/run/actions/command.test.ts', 'test/run/owners.test.ts'];
const refusals = ['test/target/refusals.test.ts'];

/** Faults in who has the terminal, and in what its marks mean. */
export const mutants: readonly Mutant[] = [
  {
    file: 'src/run/terminal/tracker.ts',
    find: "if (this.#state.kind !== 'closed' || exitCode !== undefined) this.#state",
    replace: 'if (exitCode !== undefined) this.#state',
    tests: tracker,
    why: 'an end without an exit code is no end',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: "'mark' in piece) return this.#state.kind === 'closed' ? [] : this.#onMark(piece.mark);",
    replace: "'mark' in piece) return this.#onMark(piece.mark);",
    tests: tracker,
    why: 'a mark brings a closed shell back',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: 'if (runs || interrupts) this.lineTyped();',
    replace: 'if (runs) this.lineTyped();',
    tests: tracker,
    why: 'after ^C at a prompt it is still a prompt',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: 'if (!atPrompt) return false;',
    replace: '',
    tests: tracker,
    why: 'keys for a program start a command',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: "else if (state === 'prompt') this.#commands.begin('', byPerson);",
    replace: "else if (state === 'prompt') this.#commands.begin('');",
    tests: tracker,
    why: "what a person types counts as the runner's",
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: 'text = rest;',
    replace: '',
    tests: tracker,
    why: 'the echo of a line is output',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: "this.#state = state.marksStart ? { ...state, echoing: false } : { kind: 'running' };",
    replace: 'this.#state = { ...state, echoing: false };',
    tests: tracker,
    why: 'a shell without marks for outputs never runs anything',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: 'if (drawing.isPrinting) return;',
    replace: '',
    tests: tracker,
    why: 'the prompt is output',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: 'if (isDoubtful(drawing, ranUnmarked) || (interrupted && drawing.edited)) return [];',
    replace: '',
    tests: tracker,
    why: 'a doubtful prompt is believed',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: 'if (drawing?.edited !== true || this.#questions.isOpen) return false;',
    replace: 'if (drawing?.edited !== true) return false;',
    tests: tracker,
    why: 'the shell is asked again before it has answered',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: 'const leftShell = this.#shells.depth < depth;',
    replace: 'const leftShell = false;',
    tests: tracker,
    why: 'leaving a nested shell is not told',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: 'const empty = start?.empty ?? end?.empty ?? [];',
    replace: 'const empty = end?.empty ?? [];',
    tests: tracker,
    why: 'variables that were left empty are not told',
  },
  {
    file: 'src/run/terminal/tracker.ts',
    find: `    this.window.clear();
    this.#echo.begin();
    this.#editorOfCommand = false;
    this.#state = { kind: 'typed'`,
    replace: `    this.#echo.begin();
    this.#editorOfCommand = false;
    this.#state = { kind: 'typed'`,
    tests: tracker,
    why: 'a wait sees what was there before',
  },
  {
    file: 'src/run/terminal/prompt.ts',
    find: 'return start?.exitCode ?? end?.exitCode;',
    replace: 'return end?.exitCode ?? start?.exitCode;',
    tests: tracker,
    why: 'D is believed, and not A',
  },
  {
    file: 'src/run/terminal/prompt.ts',
    find: 'end.exitCode !== start.exitCode',
    replace: 'false',
    tests: tracker,
    why: 'D and A may disagree',
  },
  {
    file: 'src/run/terminal/shell-stack.ts',
    find: 'else this.#shells.length = at + 1;',
    replace: '',
    tests: tracker,
    why: 'a shell that was left stays the newest',
  },
  {
    file: 'src/run/terminal/commands.ts',
    find: 'exitCode: mark.exitCode, empty: [], executed: true',
    replace: 'exitCode: 0, empty: [], executed: true',
    tests: tracker,
    why: 'a pasted command that failed has passed',
  },
  {
    file: 'src/run/terminal/commands.ts',
    find: 'command.executed = executed;',
    replace: 'command.executed = true;',
    tests: tracker,
    why: 'a line that was thrown away counts as run',
  },
  {
    file: 'src/run/terminal/handover.ts',
    find: 'if (exitCode !== undefined || atPrompt)',
    replace: 'if (exitCode !== undefined)',
    tests: handover,
    why: 'keys go on to the shell when their program is gone',
  },
  {
    file: 'src/run/terminal/handover.ts',
    find: "if (gone !== undefined) return { kind: 'gone', how: gone, step, exitCode };",
    replace: '',
    tests: handover,
    why: 'what was stopped has only ended',
  },
  {
    file: 'src/run/terminal/handover.ts',
    find: "if (!command) return { kind: 'gone', how: 'notStarted', step, exitCode };",
    replace: "if (!command) return { kind: 'none' };",
    tests: handover,
    why: 'keys for what was never started edit the line of the shell',
  },
  {
    file: 'src/run/terminal/typist.ts',
    find: "this.#held.set(who, ((this.#held.get(who) ?? '') + keys).slice(0, mostHeld));",
    replace: 'this.#pass(keys);',
    tests: handover,
    why: "a person's keys land in the commands of a unit",
  },
  {
    file: 'src/run/terminal/typist.ts',
    find: "found === 'program' || (found === 'shell' && shellReads)",
    replace: 'found !== undefined',
    tests: handover,
    why: 'keys for a program are typed at the prompt that has just come',
  },
  {
    file: 'src/run/terminal/typist.ts',
    find: 'const held = [...all.filter(isWhole), ...all.filter((keys) => !isWhole(keys))]',
    replace: 'const held = all',
    tests: handover,
    why: 'a half-typed line of one person and the line of another are mixed',
  },
  {
    file: 'src/run/terminal/typist.ts',
    find: "if (held !== '') this.#pass(held);",
    replace: '',
    tests: handover,
    why: "a person's keys are lost",
  },
  {
    file: 'src/run/terminal/typist.ts',
    find: `write('\\x05\\x15');
    this.#killed = true;`,
    replace: "write('\\x05\\x15');",
    tests: handover,
    why: 'a half-typed line is lost',
  },
  {
    file: 'src/run/terminal/typist.ts',
    find: `if (stop >= 0) this.#pass(keys.slice(stop));
    else if`,
    replace: 'if',
    tests: handover,
    why: '^C does not stop a unit',
  },
  {
    file: 'src/run/terminal/typist.ts',
    find: "tracker.state === 'running' && reader() === 'program'",
    replace: 'false',
    tests: handover,
    why: 'a program that asks gets no answer from a person',
  },
  {
    file: 'src/run/actions/command.ts',
    find: '&& !neverStarted.has(exitCode))',
    replace: ')',
    tests: owners,
    why: 'a program that is not there passes before a wait',
  },
  {
    file: 'src/run/perform-step.ts',
    find: 'if (refusal !== undefined &&',
    replace: 'if (false &&',
    tests: refusals,
    why: 'a refusal in a pipe passes',
  },
  {
    file: 'src/run/actions/command.ts',
    find: "if (isMultiplexer(program.leader)) return 'multiplexer';",
    replace: '',
    tests: ['test/run/nested-shells.test.ts'],
    why: 'waits in tmux for a prompt that never comes',
  },
  {
    file: 'src/run/run-terminals.ts',
    find: ' || isFaulty',
    replace: '',
    tests: ['test/run/owners.test.ts'],
    why: 'keys for a pane that was not opened go to the shell',
  },
  {
    file: 'src/run/terminal/screen.ts',
    find: 'for (const { text, reached } of waiting) this.#parse(text, reached);',
    replace: `for (const { text } of waiting) this.#parse(text);
    for (const { reached } of waiting) this.#parse('', reached);`,
    tests: ['test/run/terminal/screen.test.ts'],
    why: 'a place in text that waits is the end of all that waits',
  },
  {
    file: 'src/run/terminal/nested-shell.ts',
    find: '(session.showsEditor ? silence.ofEditor : silence.first)',
    replace: 'silence.first',
    tests: ['test/run/actions/command.test.ts'],
    why: 'a shell inside whose line editor shows a prompt is left waiting',
  },
];
