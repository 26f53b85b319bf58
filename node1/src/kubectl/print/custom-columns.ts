import { fail } from '../errors.ts';
import type { Found } from '../selection.ts';
import { follow, parsePath, resultText } from './jsonpath.ts';
import type { Output } from './output.ts';
import { tableWriter } from './tabwriter.ts';

/** `-o custom-columns=NAME:.metadata.name,...`. Throws KubectlError for a column without a path. */
export function columnsTemplate(spec: string, withoutHeaders: boolean): Output {
  if (spec === '') fail('custom-columns format specified but no custom columns given');
  const columns = spec.split(',').map((column) => {
    const colon = column.indexOf(':');
    if (colon < 0) fail(`unexpected custom-columns spec: ${column}, expected <header>:<json-path-expr>`);
    const path = column.slice(colon + 1).replace(/^\{(.*)\}$/, '$1');
    return { header: column.slice(0, colon), steps: parsePath(/^[.[$@]/.test(path) ? path : `.${path}`, path) };
  });
  const cells = ({ object }: Found): readonly string[] =>
    columns.map(({ steps }) => follow(steps, object).map(resultText).join(',') || '<none>');
  const writer = tableWriter();
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
