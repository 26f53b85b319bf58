import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { daemonError } from './command.ts';

/** What a filter's value is held against, by the filter's name; an object without it does not pass. */
export type ContainerFacts = Readonly<Record<string, (value: string) => boolean>>;

/** A filter as it was typed: `--filter name=value`. */
export interface Filter {
  readonly name: string;
  readonly value: string;
}

/** The filters of `docker COMMAND`. Those in `absent` are docker's, not ours. Throws ExitError. */
export function parseFilters(
  command: string,
  texts: readonly string[],
  known: readonly string[],
  absent: readonly string[],
): readonly Filter[] {
  return texts.map((text) => {
    const [name = '', value] = text.split(/=(.*)/s);
    if (value === undefined)
      throw new ExitError(
        `invalid argument "${text}" for "-f, --filter" flag: bad format of filter (expected name=value)\nSee 'docker ${command} --help'.`,
        125,
      );
    if (absent.includes(name)) throw notSimulated(`docker ${command} --filter ${name}`, known);
    if (!known.includes(name)) throw daemonError(`Invalid filter '${name}'`);
    return { name, value };
  });
}

/** Whether an object passes: any value of the same filter will do, except of `label`, of which all must hold. */
export function passes(filters: readonly Filter[], facts: ContainerFacts): boolean {
  return Object.entries(facts).every(([name, holds]) => {
    const values = filters.filter((filter) => filter.name === name).map(({ value }) => value);
    if (values.length === 0) return true;
    return name === 'label' ? values.every(holds) : values.some(holds);
  });
}

/** `label=key` or `label=key=value`. */
export function hasLabel(labels: Readonly<Record<string, string>>, wanted: string): boolean {
  const [key = '', value] = wanted.split(/=(.*)/s);
  return Object.hasOwn(labels, key) && (value === undefined || labels[key] === value);
}

/** As docker does: a regular expression, with or without the slash before names. */
export function nameFits(name: string, pattern: string): boolean {
  try {
    const expression = new RegExp(pattern);
    return expression.test(name) || expression.test(`/${name}`);
  } catch {
    return false;
  }
}
