import type { SavedShells } from '../../run/journal.ts';
import type { Masker } from '../../run/mask.ts';
import type { ShellPart } from '../../run/terminal/shell-part.ts';
import type { KeptShells } from './run-records.ts';

/** What is kept of the shells of a run, without secrets; undefined while a program has one of them. */
export function keptShells({ current, shells }: SavedShells, masker: Masker): KeptShells | undefined {
  const kept = {
    current,
    parts: {} as Record<string, ShellPart>,
    without: {} as KeptShells['without'],
    hidden: [] as string[],
  };
  for (const [name, saved] of shells) {
    if (saved.kind === 'program') return undefined;
    if (saved.kind !== 'part') kept.without[name] = saved.kind;
    else {
      const { part, hidden } = withoutSecrets(saved.part, masker);
      kept.parts[name] = part;
      kept.hidden.push(...hidden.filter((each) => !kept.hidden.includes(each)));
    }
  }
  return kept;
}

/** What holds a secret is left out, and named. */
function withoutSecrets(
  part: ShellPart,
  masker: Masker,
): { readonly part: ShellPart; readonly hidden: readonly string[] } {
  if (masker.isIdle) return { part, hidden: [] };
  const hidden: string[] = [];
  const holds = (text: string): boolean => masker.text(text) !== text;
  const clean = (name: string, lines: readonly string[]): string[] =>
    lines.filter((line) => {
      const isSecret = holds(line);
      if (isSecret && !hidden.includes(name)) hidden.push(name);
      return !isSecret;
    });
  const text = (name: string, value: string): string => clean(name, [value])[0] ?? '';
  const variables = part.variables.map((variable) => {
    if (!holds(variable.line)) return variable;
    hidden.push(variable.name);
    return { ...variable, line: '' };
  });
  return {
    part: {
      ...part,
      variables,
      folder: text('cd', part.folder),
      aliases: clean('alias', part.aliases),
      traps: clean('trap', part.traps),
      functions: text('functions', part.functions),
      positional: text('set --', part.positional),
      jobs: clean('jobs', part.jobs),
    },
    hidden,
  };
}
