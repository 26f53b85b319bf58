import { ExitError } from '../../cli-kit/exit-error.ts';
import { type GoValue, jsonValue } from '../../cli-kit/go-template.ts';
import type { DockerCall } from './command.ts';
import { inspector } from './template.ts';

/** What `inspect` does with its arguments: JSON, or its template for each; what is missing is told at the end. Throws ExitError. */
export async function inspectAll(
  call: DockerCall,
  find: (name: string) => GoValue | undefined,
  kind: string,
): Promise<number> {
  const format = call.flags.value('format') ?? '';
  const filled = format === '' ? undefined : inspector(format);
  const problems: string[] = [];
  const values: unknown[] = [];
  for (const name of call.args) {
    const value = find(name);
    if (value === undefined) {
      problems.push(`Error: No such ${kind}: ${name}`);
      continue;
    }
    try {
      if (filled === undefined) values.push(jsonValue(value));
      else filled.add(value);
    } catch (error) {
      if (!(error instanceof ExitError) || typeof error.text !== 'string') throw error;
      problems.push(error.text);
    }
  }
  await call.out(filled?.text() ?? `${values.length === 0 ? '[]' : JSON.stringify(values, undefined, 4)}\n`);
  if (problems.length > 0) throw new ExitError(problems.join('\n'));
  return 0;
}
