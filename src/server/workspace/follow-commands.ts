import type { Session } from '../../run/terminal/session.ts';
import type { RunCommand } from './run-record.ts';

/** So many commands may wait to be rendered; of those that come then, only what was typed is told. */
const mostWaiting = 50;

/** Tells every command that ends in a shell, in order, with what it printed; `onCommand` may come and go. */
export function followCommands(
  session: Pick<Session, 'onCommand' | 'render'>,
  onCommand: () => ((command: RunCommand) => void) | undefined,
  onError: (error: unknown) => void,
): void {
  let last = Promise.resolve();
  let waiting = 0;
  session.onCommand((command) => {
    if (onCommand() === undefined) return;
    const { text, exitCode, byHand } = command;
    // Now: what was kept of a flood is thrown away when it has been judged.
    const rendered = waiting < mostWaiting ? session.render(command) : Promise.resolve('…');
    waiting++;
    last = Promise.all([byHand ?? text, rendered, last])
      .then(([typed, output]) => onCommand()?.({ text: typed, output, exitCode }))
      .catch(onError)
      .finally(() => waiting--);
  });
}
