import { chances } from './chance.ts';
import type { RecordedCommand } from './record.ts';

/** How what a command said here compares with what it said on the real node1. */
export type Verdict = 'identical' | 'differs' | 'not simulated';

/** The order of things that were made in the same second, or that are sorted by a random name, is chance. */
const unordered = /^(?:docker (?:ps|images)|kubectl get (?:pods|rs|all|deploy -w))\b/;

/** Compares an exit code and a normalised output with those on record. */
export function verdictOf(command: RecordedCommand, exitCode: number | undefined, output: string): Verdict {
  if (exitCode === command.exitCode && canonical(output, command) === canonical(command.output, command)) {
    return 'identical';
  }
  return /^rehearsal: .*not simulated/m.test(output) ? 'not simulated' : 'differs';
}

/** What a normalised output of `command` says apart from what is chance. */
export function canonical(output: string, { id, command }: RecordedCommand): string {
  const chance = chances[id];
  if (chance) return chance.view(output);
  return unordered.test(command) ? output.split('\n').sort().join('\n') : output;
}
