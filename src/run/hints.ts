import type { Words } from './words.ts';

/** What a person may try after a command has failed, by its exit code and by what it said. */
export function hintsFor({ hints }: Words, command: string, exitCode: number, output: string): string[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [exitCode === 127, hints.notFound(missingProgram(output) ?? command.trim().split(/\s/)[0] ?? command)],
    [exitCode === 126, hints.notExecutable],
    [/Couldn't connect to server|Connection refused/i.test(output) && !clusterDown.test(output), hints.refused],
    [/Could not resolve host|Name or service not known/i.test(output), hints.resolve],
    [clusterDown.test(output), hints.clusterDown],
    [/\(NotFound\)|No such (?:image|container|file or directory)/i.test(output), hints.missingObject],
  ];
  return rules.filter(([applies]) => applies).map(([, hint]) => hint);
}

const clusterDown =
  /connection to the server \S+ was refused|Cannot connect to the Docker daemon|Unable to connect to the server/i;

/** The program that bash says it did not find. */
function missingProgram(output: string): string | undefined {
  return /(?:^|: )([^\s:]+): (?:command not found|not found)/m.exec(output)?.[1];
}
