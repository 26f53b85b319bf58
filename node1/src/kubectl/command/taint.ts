import type { Node, Taint } from 'kubernetes-types/core/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { keyCauses, labelValueCauses } from '../../kube/name-rules.ts';
import { dryRunFlag, type KubectlCall, type KubectlCommand, outputFlags, validateFlag } from '../command.ts';
import { errorText, fail, failAll, failUsage } from '../errors.ts';
import { findKind, kindOf } from '../kinds.ts';
import { type Found, getNamed, listKind } from '../selection.ts';
import { without } from '../without.ts';
import { type Change, changed } from './change-object.ts';
import { isDryRun, report } from './print-result.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** A taint as it was typed; the effect is '' where none was. */
interface TypedTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** `key=value:Effect`, `key:Effect`, `key`. Throws ExitError. */
function parseTaint(text: string): TypedTaint {
  const bad = (why = ''): never => failUsage('taint', `invalid taint spec: ${text}${why}`);
  const [first = '', effect, ...more] = text.split(':');
  if (more.length > 0) bad();
  if (effect !== undefined && !effects.includes(effect))
    failUsage('taint', `invalid taint effect: ${effect}, unsupported taint effect`);
  const [key = '', value = '', ...rest] = effect === undefined ? [first] : first.split('=');
  if (rest.length > 0) bad();
  const causes = [...labelValueCauses(value), ...keyCauses('', key)].map((cause) =>
    cause.replace(/^: Invalid value: "(?:[^"\\]|\\.)*": /, ''),
  );
  if (causes.length > 0) bad(`, ${causes.join('; ')}`);
  return { key, value, effect: effect ?? '' };
}

interface Changes {
  readonly add: readonly TypedTaint[];
  readonly remove: readonly TypedTaint[];
}

function parseTaints(words: readonly string[]): Changes {
  const add: TypedTaint[] = [];
  const remove: TypedTaint[] = [];
  for (const word of words) {
    if (word.endsWith('-')) {
      remove.push({ ...parseTaint(word.slice(0, -1)), value: '' });
      continue;
    }
    const taint = parseTaint(word);
    if (taint.effect === '') failUsage('taint', `invalid taint spec: ${word}`);
    if (add.some(({ key, effect }) => key === taint.key && effect === taint.effect))
      failUsage(
        'taint',
        `duplicated taints with the same key and effect: {${taint.key} ${taint.value} ${taint.effect} <nil>}`,
      );
    add.push(taint);
  }
  return { add, remove };
}

async function run(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const isTaint = (word: string): boolean => word.includes('=') || word.includes(':') || word.endsWith('-');
  const first = call.args.findIndex(isTaint);
  const resources = first < 0 ? call.args : call.args.slice(0, first);
  const words = first < 0 ? [] : call.args.slice(first);
  const late = words.find((word) => !isTaint(word));
  const dryRun = await isDryRun(call);
  if (late !== undefined) fail(`all resources must be specified before taint changes: ${late}`);
  if (resources.length === 0) fail('one or more resources must be specified as <resource> <name>');
  if (words.length === 0) fail('at least one taint update is required');
  const changes = parseTaints(words);
  const [type = ''] = resources;
  if (findKind(type).kind !== 'Node') fail(`invalid resource type ${type}, only node types are supported`);
  const both = changes.remove.filter(({ key, effect }) =>
    changes.add.some((added) => added.key === key && (effect === '' || added.effect === effect)),
  );
  if (both.length > 0)
    fail(
      'can not both modify and remove the following taint(s) in the same command: ' +
        both.map(({ key, effect }) => `{"${key}":"${effect}"}`).join(', '),
    );
  const selector = flags.text('selector');
  if (flags.on('all') && selector !== '') fail("setting 'all' parameter with a non empty selector is prohibited");
  if (!flags.on('all') && selector === '' && resources.length < 2)
    fail("at least one resource name must be specified since 'all' parameter is not set");
  const errors: unknown[] = [];
  for (const node of nodesOf(call, resources.slice(1), errors)) {
    try {
      const { verb, taints } = changedTaints(node, changes, flags.on('overwrite'));
      const change: Change = (copy) => {
        const spec = without((copy as Node).spec ?? {}, 'taints');
        (copy as { spec?: Node['spec'] }).spec = { ...spec, ...(taints.length > 0 ? { taints: [...taints] } : {}) };
      };
      await report(call, changed(call, node, dryRun, change), verb, dryRun);
    } catch (error) {
      errors.push(error);
    }
  }
  failAll(errors);
  return 0;
}

function nodesOf(call: KubectlCall, names: readonly string[], errors: unknown[]): readonly Found[] {
  const { store } = call.cluster;
  const kind = kindOf('nodes');
  const selector = call.flags.text('selector');
  if (call.flags.on('all') || selector !== '') return listKind(store, kind, undefined, selector);
  return names.flatMap((name) => {
    try {
      return [getNamed(store, kind, '', name)];
    } catch (error) {
      errors.push(error);
      return [];
    }
  });
}

function changedTaints(
  { object }: Found,
  { add, remove }: Changes,
  overwrite: boolean,
): { readonly verb: string; readonly taints: readonly Taint[] } {
  const old = (object as Node).spec?.taints ?? [];
  const same = (a: TypedTaint | Taint, b: TypedTaint | Taint): boolean => a.key === b.key && a.effect === b.effect;
  const taken = add.filter((taint) => old.some((each) => same(each, taint))).map(({ key }) => key);
  if (!overwrite && taken.length > 0)
    fail(
      `node ${object.metadata.name} already has ${taken.join(',')} taint(s) with same effect(s) and --overwrite is false`,
    );
  const added = add.map(({ key, value, effect }): Taint => ({ effect, key, ...(value === '' ? {} : { value }) }));
  let taints = [...added, ...old.filter((each) => !added.some((taint) => same(taint, each)))];
  const grew = old.length !== taints.length;
  const missing: unknown[] = [];
  let removed = false;
  for (const { key, effect } of remove) {
    const kept = taints.filter((each) => each.key !== key || (effect !== '' && each.effect !== effect));
    removed = kept.length !== taints.length;
    if (!removed)
      missing.push(new Error(`taint ${JSON.stringify(effect === '' ? key : `${key}:${effect}`)} not found`));
    taints = kept;
  }
  if (missing.length > 0) throw new ExitError(missing.map(errorText));
  return { verb: (grew && removed) || overwrite ? 'modified' : grew ? 'tainted' : 'untainted', taints };
}

/** `kubectl taint`. */
export const taint: KubectlCommand = {
  name: 'taint',
  flags: [
    flag.bool('all'),
    flag.bool('overwrite'),
    flag.text('selector', 'l'),
    validateFlag,
    dryRunFlag,
    ...outputFlags,
  ],
  run,
};
