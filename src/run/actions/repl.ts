import { message } from '../../messages/message.ts';
import { isWayOut, reportedError } from '../../plan/repl.ts';
import type { CommandLine } from '../../plan/step.ts';
import { type Action, type ActionOutcome, interrupted, shellEnded, type StepContext } from '../action.ts';
import { Dialog, type Ending } from './dialog.ts';
import { ownerGone, ownerIn } from './owner.ts';
import { stopAfterFailure } from './stop.ts';

/** A line that a Python block cannot end before: a person leaves a line empty there. */
const newStatement = /^(?!(?:elif|else|except|finally|case)\b)[^\s)\]}]/;
const tripleQuote = /'''|"""/g;

/** Types the lines of a step into the program that has the terminal, each after its prompt. */
async function performRepl(context: StepContext): Promise<ActionOutcome> {
  const { session } = context;
  if (session.state === 'closed') return shellEnded(context);
  const owner = ownerIn(context);
  if (owner.kind === 'gone') return ownerGone(owner);
  if (session.state !== 'running') return ended(context);
  context.waiting(message('run/awaited-repl', { program: programOf(context) }));
  const dialog = new Dialog(context, programOf(context));
  try {
    const start = await dialog.begin();
    if (start !== 'prompt') return await outcomeOf(start, context, undefined);
    return await talk(context, dialog, writer(context));
  } finally {
    dialog.close();
  }
}

/** Types line by line; what the program prints is what the expectations of the step are about. */
async function talk(
  context: StepContext,
  dialog: Dialog,
  linesBefore: (line: CommandLine | undefined, isContinued: boolean) => readonly string[],
): Promise<ActionOutcome> {
  const { lines } = context.step;
  const outputs: string[] = [];
  // After the last line the program waits for what ends a block, if for anything.
  for (const [index, line] of [...lines, undefined].entries()) {
    if (!line && !dialog.isContinued) break;
    for (const text of linesBefore(line, dialog.isContinued)) {
      const { ending, output } = await dialog.say(text, line ?? lines.at(-1));
      if (output !== '') outputs.push(output);
      if (ending === 'prompt') continue;
      const isLast = lines.slice(index + 1).every((each) => each.text.trim() === '');
      return ending === 'ended' && isLast ? left(context, outputs) : outcomeOf(ending, context, line);
    }
  }
  if (dialog.isContinued) {
    const reason = message('run/repl-incomplete', { program: programOf(context) });
    return { verdict: { status: 'failed', reason }, hints: [message('run/hint-repl-incomplete')] };
  }
  return judgeErrors(context, outputs);
}

/** What is typed for each line of the step; blank lines only separate, except where the program wants one. */
function writer({ step }: StepContext): (line: CommandLine | undefined, isContinued: boolean) => readonly string[] {
  const isPython = (step.program ?? '').replace(/[\d.]+$/, '').endsWith('python');
  // Of a transcript, every line has its own output: nothing is added or left out.
  const isTranscript = step.expectations.some(({ command }) => command !== undefined);
  let isIndented = false;
  let isQuoted = false;
  return (line, isContinued) => {
    if (!line) return isPython && !isQuoted ? [''] : [];
    const { text } = line;
    if (isTranscript) return [text];
    if (text.trim() === '' && !isQuoted) return [];
    const endsBlock = isPython && isContinued && isIndented && !isQuoted && newStatement.test(text);
    isIndented = /^\s/.test(text);
    if ((text.match(tripleQuote)?.length ?? 0) % 2 === 1) isQuoted = isPython && !isQuoted;
    return endsBlock ? ['', text] : [text];
  };
}

/** The step has been typed to its end: an error that the program reports fails it, unless the deck says what must come. */
function judgeErrors({ step }: StepContext, outputs: readonly string[]): ActionOutcome {
  const { exit = 0, expectations } = step;
  const program = step.program ?? '';
  const said = reportedError(program, outputs.join('\n'));
  if (said !== undefined && exit === 0 && expectations.length === 0) {
    const reason = message('run/repl-error', { program, said });
    return { verdict: { status: 'failed', reason }, hints: [message('run/hint-repl-error')] };
  }
  if (said === undefined && exit === 'nonzero') {
    return { verdict: { status: 'failed', reason: message('run/repl-no-error', { program }) } };
  }
  return { verdict: { status: 'passed' }, outputs: [outputs.join('\n'), outputs.at(-1) ?? ''] };
}

/** The last line has ended the program. Left by its own way out, it may end with any exit code: sqlite3 tells so of earlier errors. */
function left(context: StepContext, outputs: readonly string[]): ActionOutcome {
  const { step, session } = context;
  const exitCode = session.shell.lastExitCode ?? 0;
  const isLeft = isWayOut(step.input.trimEnd().split('\n').at(-1) ?? '');
  if (exitCode !== 0 && !isLeft && (step.exit ?? 0) === 0) {
    const reason = message('run/repl-exit', { program: programOf(context), exitCode });
    return { verdict: { status: 'failed', reason, exitCode } };
  }
  return judgeErrors(context, outputs);
}

function ended(context: StepContext): ActionOutcome {
  return { verdict: { status: 'broken', reason: message('run/repl-ended', { program: programOf(context) }) } };
}

async function outcomeOf(
  ending: Exclude<Ending, 'prompt'>,
  context: StepContext,
  line: CommandLine | undefined,
): Promise<ActionOutcome> {
  const { session, step } = context;
  const program = programOf(context);
  switch (ending) {
    case 'ended':
      return ended(context);
    case 'closed':
      return shellEnded(context);
    case 'aborted':
      await session.interrupt();
      return interrupted();
    case 'pager':
      return {
        verdict: { status: 'failed', reason: message('run/repl-pager', { program }) },
        hints: [message('run/hint-repl-pager')],
      };
    case 'timeout': {
      await stopAfterFailure(context);
      const seconds = Math.round(step.limits.timeoutMs / 1000);
      const reason = line
        ? message('run/repl-timeout', { program, typed: line.text.trim(), seconds })
        : message('run/repl-no-prompt', { program, seconds });
      return {
        verdict: { status: 'timedOut', reason, awaited: message('run/awaited-repl', { program }) },
        hints: [message('run/hint-longer', { id: step.id })],
      };
    }
  }
}

function programOf({ step, session }: StepContext): string {
  return step.program ?? session.foreground?.name ?? '';
}

/** `sql`, `python`, `node`, `repl`: lines for the program that has the terminal. */
export const repl: Action = { name: 'repl', perform: performRepl };
