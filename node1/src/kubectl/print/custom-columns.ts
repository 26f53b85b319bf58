import { kubectlTable, tableWriter } from '../../cli-kit/tabwriter.ts';
import { fail } from '../errors.ts';
import type { Found } from '../selection.ts';
import { follow, parsePath } from './jsonpath.ts';
import type { Output } from './table.ts';

/** A column: its header, and the path of its cells. */
type Column = readonly [header: string, path: string];

/** `-o custom-columns=NAME:.metadata.name,...`. Throws ExitError for a column without a path. */
export function columnsTemplate(spec: string, withoutHeaders: boolean): Output {
  if (spec === '') fail('custom-columns format specified but no custom columns given');
  const columns = spec.split(',').map((column): Column => {
    const colon = column.indexOf(':');
    if (colon < 0) fail(`unexpected custom-columns spec: ${column}, expected <header>:<json-path-expr>`);
    return [column.slice(0, colon), column.slice(colon + 1)];
  });
  return columnsOutput(columns, withoutHeaders);
}

/** `-o custom-columns-file`: a line of headers, a line of paths. Throws ExitError. */
export function columnsTemplateFile(text: string, withoutHeaders: boolean): Output {
  const [first, second] = text.split('\n').map((line) => line.split(/\s+/).filter((word) => word !== ''));
  const expected = 'Expected format is one line of space separated headers, one line of space separated column specs.';
  if (text === '' || first === undefined) return fail(`invalid template, missing header line. ${expected}`);
  if (second === undefined) return fail(`invalid template, missing spec line. ${expected}`);
  if (first.length !== second.length)
    fail(`number of headers (${first.length}) and field specifications (${second.length}) don't match`);
  return columnsOutput(
    first.map((header, at): Column => [header, second[at] ?? '']),
    withoutHeaders,
  );
}

/** A path as kubectl takes it: with or without braces and its first dot. Throws ExitError. */
function relaxedPath(path: string): ReturnType<typeof parsePath> {
  const [, inBraces, bare] = /^(?:\{\.?([^{}]+)\}|\.?([^{}]+))$/.exec(path) ?? [];
  const field = inBraces ?? bare;
  if (field === undefined)
    return fail(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  return parsePath(/^[[@$]/.test(field) ? field : `.${field}`, `{.${field}}`);
}

function columnsOutput(specs: readonly Column[], withoutHeaders: boolean): Output {
  const columns = specs.map(([header, path]) => ({ header, steps: relaxedPath(path) }));
  const cells = ({ object }: Found): readonly string[] =>
    columns.map(({ steps }) => follow(steps, object).map(goText).join(',') || '<none>');
  const writer = tableWriter(kubectlTable);
  let started = withoutHeaders;
  const rows = (found: readonly Found[]): string => {
    const titled = started ? [] : [columns.map(({ header }) => header)];
    started = true;
    return writer([...titled, ...found.map(cells)]);
  };
  return {
    printsEmptyLists: true,
    silentWhenEmpty: true,
    print: rows,
    watch: (changes) => rows(changes.map(({ found }) => found)),
  };
}

/** A value as Go's `%v` prints it. */
export function goText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, inner]) => `${key}:${goText(inner)}`).join(' ')}]`;
}
