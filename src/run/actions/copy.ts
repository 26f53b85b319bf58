import { message } from '../../messages/message.ts';
import { copiedText, copyExpression } from '../../plan/copy.ts';
import { type Action, type ActionOutcome, shellEnded, type StepContext } from '../action.ts';
import { check } from './check.ts';
import { typeFor } from './keys.ts';

/** The last match of an expression with the flag `g`, and its groups; `tooSlow` when the search was given up. */
export type FindLast = (expression: RegExp, text: string) => readonly (string | undefined)[] | undefined | 'tooSlow';

/** Searches for as long as it takes. */
export function findLast(expression: RegExp, text: string): readonly (string | undefined)[] | undefined {
  return [...text.matchAll(expression)].at(-1);
}

/** `copy`: takes the last match of an expression from the screen, line ends removed, for the next `paste`. */
export function copyAction(search: FindLast): Action {
  return {
    name: 'copy',
    async perform({ step, session }: StepContext): Promise<ActionOutcome> {
      await session.screen.settled();
      const expression = copyExpression(step.input);
      if ('problem' in expression) {
        return { verdict: { status: 'failed', reason: expression.problem }, retryable: false };
      }
      const match = search(expression, session.screen.text());
      if (match === undefined || match === 'tooSlow') {
        const code = match === undefined ? 'run/nothing-to-copy' : 'run/copy-too-slow';
        return { verdict: { status: 'failed', reason: message(code, { expression: step.input }) }, retryable: false };
      }
      const text = copiedText(match);
      session.memory.clipboard = text;
      // What is copied after a command has ended well is for the next line of the shell.
      if (session.isAtPrompt && session.handover?.command?.exitCode === 0) session.handover = undefined;
      return { verdict: { status: 'passed', note: message('run/copied', { text }) } };
    },
  };
}

/** Types what was copied; with `Enter` as its input also Return, and the command must then end with exit code 0. */
async function performPaste(context: StepContext): Promise<ActionOutcome> {
  const { step, session } = context;
  if (session.state === 'closed') return shellEnded(context);
  const text = session.memory.clipboard;
  if (text === undefined) return { verdict: { status: 'broken', reason: message('run/nothing-copied') } };
  const isCommand = step.input !== '';
  const typed = await typeFor(context, isCommand ? `${text}\r` : text);
  return isCommand && typed.verdict.status === 'passed' ? check.perform(context) : typed;
}

export const paste: Action = { name: 'paste', perform: performPaste };
