import { type Message, message } from '../messages/message.ts';
import type { ExpectedExit } from '../plan/step.ts';

/** Why an exit code is not the one that a command must have. */
export function exitReason(command: string, exitCode: number, expected: ExpectedExit): Message {
  if (expected === 0) return message('run/exit-code', { command, exitCode });
  return message('run/exit-not-expected', { command, exitCode, expected });
}

/** Exit codes from here on are those of bash itself: not executable, not found, ended by a signal. */
const ofBash = 126;

/** What a person may try after a command has failed, by its exit code and by what it said. */
export function hintsFor(command: string, exitCode: number, output: string): Message[] {
  const rules: readonly (readonly [boolean, Message])[] = [
    [
      exitCode === 127,
      message('run/hint-not-found', { program: missingProgram(output) ?? command.trim().split(/\s/)[0] ?? command }),
    ],
    [exitCode === 126, message('run/hint-not-executable')],
    [
      /Couldn't connect to server|Connection refused/i.test(output) && !clusterDown.test(output),
      message('run/hint-refused'),
    ],
    [/Could not resolve host|Name or service not known/i.test(output), message('run/hint-resolve')],
    [clusterDown.test(output), message('run/hint-cluster-down')],
    [/\(NotFound\)|No such (?:image|container|file or directory)/i.test(output), message('run/hint-missing-object')],
    [exitCode > 0 && exitCode < ofBash, message('run/hint-expected-failure', { exitCode })],
  ];
  return rules.filter(([applies]) => applies).map(([, hint]) => hint);
}

const clusterDown =
  /connection to the server \S+ was refused|Cannot connect to the Docker daemon|Unable to connect to the server/i;

/** The program that bash says it did not find. */
function missingProgram(output: string): string | undefined {
  return /(?:^|: )([^\s:]+): (?:command not found|not found)/m.exec(output)?.[1];
}
