import { kubectlTable, tableWriter } from '../../cli-kit/tabwriter.ts';
import type { KubectlCall } from '../command.ts';
import { groupSingular, type Kind } from '../kinds.ts';
import type { Found } from '../selection.ts';
import { born } from './cells.ts';
import { cellsOf, headersOf, labelText } from './columns.ts';

/** One change to be shown by `get -w`. */
interface Shown {
  /** Undefined where events are not asked for (`--output-watch-events`). */
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | undefined;
  readonly found: Found;
}

/** How `get` prints what it found. */
export interface Output {
  print(found: readonly Found[], about: { readonly single: boolean; readonly kinds: readonly Kind[] }): string;
  watch(changes: readonly Shown[]): string;
  /** A list without items is printed (JSON, YAML, jsonpath), not replaced by a sentence. */
  readonly printsEmptyLists: boolean;
  readonly silentWhenEmpty: boolean;
}

/** The tables of `get`, one for each run of objects of one kind; with several kinds names are `pod/x`. */
export function createTables(call: KubectlCall, wide: boolean): Output {
  const { flags } = call;
  const labels = flags.list('label-columns').flatMap((list) => list.split(','));
  const headers = !flags.on('no-headers');
  const everywhere = flags.on('all-namespaces');

  // Without the server's columns, kubectl has two of its own.
  const isPlain = flags.has('server-print') && !flags.on('server-print');
  const headersFor = (resource: Found['kind']['resource']): readonly string[] =>
    isPlain ? ['NAME', 'AGE'] : headersOf(resource, wide);
  const head = (found: Found): readonly string[] => [
    ...(everywhere && found.kind.namespaced ? ['NAMESPACE'] : []),
    ...headersFor(found.kind.resource),
    ...labels.map((label) => (label.split('/').at(-1) ?? label).toUpperCase()),
    ...(flags.on('show-labels') ? ['LABELS'] : []),
  ];
  const cells = (found: Found, prefixed: boolean): readonly string[] => {
    const { kind, object } = found;
    const row = isPlain ? [object.metadata.name, born(object, Date.now())] : [...cellsOf(found, wide, Date.now())];
    const name = headersFor(kind.resource).indexOf('NAME');
    if (prefixed && name >= 0) row[name] = `${groupSingular(kind)}/${row[name] ?? ''}`;
    return [
      ...(everywhere && kind.namespaced ? [object.metadata.namespace ?? ''] : []),
      ...row,
      ...labels.map((label) => object.metadata.labels?.[label] ?? ''),
      ...(flags.on('show-labels') ? [labelText(object.metadata.labels)] : []),
    ];
  };

  const watched = tableWriter(kubectlTable);
  let started = false;
  return {
    printsEmptyLists: false,
    silentWhenEmpty: false,
    print(found, { kinds }) {
      const prefixed = flags.on('show-kind') || new Set(kinds).size > 1;
      return runsOfOneKind(found)
        .map((run) => {
          const [first] = run;
          const rows = run.map((each) => cells(each, prefixed));
          return tableWriter(kubectlTable)(headers && first !== undefined ? [head(first), ...rows] : rows);
        })
        .join(headers ? '\n' : '');
    },
    watch(changes) {
      const events = flags.on('output-watch-events');
      const rows = changes.map(({ type, found }) => [
        ...(type === undefined ? [] : [type]),
        ...cells(found, flags.on('show-kind')),
      ]);
      const [first] = changes;
      const titled = headers && !started && first !== undefined;
      started = true;
      return watched(titled ? [[...(events ? ['EVENT'] : []), ...head(first.found)], ...rows] : rows);
    },
  };
}

function runsOfOneKind(found: readonly Found[]): readonly (readonly Found[])[] {
  const runs: Found[][] = [];
  for (const each of found) {
    const last = runs.at(-1);
    if (last?.[0]?.kind === each.kind) last.push(each);
    else runs.push([each]);
  }
  return runs;
}
