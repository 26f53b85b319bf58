import { message } from '../../messages/message.ts';
import { firstTerminal, mostTerminals, readMove } from '../../plan/terminals.ts';
import type { Action, ActionOutcome, StepContext } from '../action.ts';

/** Opens terminals and chooses among them. What runs in the one that is left goes on. */
async function performMove({ step, terminals }: StepContext): Promise<ActionOutcome> {
  const { list } = terminals;
  const move = readMove(step.action, step.input);
  // The plan leaves such a step out; this one comes from elsewhere.
  if ('problem' in move) return { verdict: { status: 'failed', reason: move.problem } };
  if (move.kind === 'arrange') return { verdict: { status: 'passed' } };
  if (move.kind === 'close') {
    const name = list.current;
    if (name === firstTerminal) return { verdict: { status: 'failed', reason: message('run/first-terminal-stays') } };
    await terminals.closeChosen();
    return { verdict: { status: 'passed', note: message('run/terminal-closed', { name, next: list.current }) } };
  }
  const before = list.current;
  const goal = list.goal(move, step.terminal ?? firstTerminal);
  if (goal === undefined) {
    const reason = message('run/no-terminal', { names: list.names });
    return { verdict: { status: 'failed', reason }, retryable: false };
  }
  if (!list.names.includes(goal) && list.names.length >= mostTerminals) {
    const reason = message('run/too-many-terminals', { most: mostTerminals });
    return { verdict: { status: 'failed', reason }, retryable: false };
  }
  const isNew = !list.names.includes(goal);
  list.choose(goal, move.kind === 'open' ? move.where : 'end');
  const opened = await terminals.open();
  const isThere = !('verdict' in opened);
  if (!isThere && isNew) list.close(goal);
  if (!isThere || (move.kind === 'open' && move.stay)) {
    list.choose(before);
    await terminals.open();
  }
  return isThere ? { verdict: { status: 'passed' } } : opened;
}

/** `terminal NAME`: by its name. `tmux`: what tmux's commands for panes and windows would do. */
export const terminal: Action = { name: 'terminal', perform: performMove };
export const tmux: Action = { name: 'tmux', perform: performMove };
