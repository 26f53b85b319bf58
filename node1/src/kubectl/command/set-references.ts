import type { Service } from 'kubernetes-types/core/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { writableMetadata } from '../../kube/writable.ts';
import type { KubectlCall } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { noPodSpec, podSpecOf } from './pod-template.ts';
import { isDryRun } from './print-result.ts';
import { changeAll, objectName, selectObjects } from './set-select.ts';

/** `kubectl set selector`. */
export async function setSelector(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const dryRun = await isDryRun(call);
  const expression = call.args.at(-1);
  if (expression === undefined) return fail('one selector is required');
  const selected = await selectObjects(call, call.args.slice(0, -1));
  failAll(selected.errors);
  const { labels, odd } = selectorOf(expression);
  const version = flags.text('resource-version');
  const problems = await changeAll(
    call,
    selected,
    { verb: 'selector updated', dryRun, doing: '' },
    (copy, { kind }) => {
      if (kind.kind !== 'Service') throw new ExitError('error: setting a selector is only supported for Services');
      if (odd.length > 0)
        throw new ExitError(`error: match expression [${odd.join(' ')}] not supported on this object`);
      const { spec, metadata } = copy as Service;
      (copy as Service as { spec?: Service['spec'] }).spec = { ...spec, selector: labels };
      if (version !== '' && metadata !== undefined) writableMetadata(copy).resourceVersion = version;
    },
  );
  failAll(problems);
  return 0;
}

/** The labels of a selector, and what of it is no such label, as Go prints it. Throws ExitError. */
function selectorOf(expression: string): { readonly labels: Record<string, string>; readonly odd: readonly string[] } {
  const labels: Record<string, string> = {};
  const odd: string[] = [];
  for (const term of expression.split(/,(?![^(]*\))/)) {
    const [, key, value] = /^\s*([\w./-]+)\s*={1,2}\s*([\w.-]*)\s*$/.exec(term) ?? [];
    const [, not, name, operator, list = ''] =
      /^\s*(!?)\s*([\w./-]+)(?:\s+(in|notin)\s+\(([^)]*)\))?\s*$/.exec(term) ?? [];
    if (key !== undefined && value !== undefined) labels[key] = value;
    else if (name !== undefined) {
      const word = operator === 'in' ? 'In' : operator === 'notin' ? 'NotIn' : not === '' ? 'Exists' : 'DoesNotExist';
      odd.push(
        `{${name} ${word} [${list
          .split(/\s*,\s*/)
          .sort()
          .join(' ')}]}`,
      );
    } else return fail(`couldn't parse the selector string "${expression}": unable to parse requirement: ${term}`);
  }
  return { labels, odd };
}

/** `kubectl set serviceaccount`. */
export async function setServiceAccount(call: KubectlCall): Promise<number> {
  const dryRun = await isDryRun(call);
  const name = call.args.at(-1);
  if (name === undefined) return fail('serviceaccount is required');
  const selected = await selectObjects(call, call.args.slice(0, -1));
  failAll(selected.errors);
  const problems = await changeAll(
    call,
    selected,
    { verb: 'serviceaccount updated', dryRun, doing: 'failed to patch ServiceAccountName ' },
    (copy, found) => {
      const spec = podSpecOf(found.kind, copy);
      if (spec === undefined) throw new ExitError(`error: ${objectName(found)} ${noPodSpec(found.kind)}`);
      spec.serviceAccountName = name;
    },
  );
  failAll(problems);
  return 0;
}

/** Whom a binding is about. */
interface Subject {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** `kubectl set subject`. */
export async function setSubject(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const dryRun = await isDryRun(call);
  const selected = await selectObjects(call, call.args);
  failAll(selected.errors);
  if (flags.on('all') && flags.text('selector') !== '') fail('cannot set --all and --selector at the same time');
  const lists = ['user', 'group', 'serviceaccount'].map((name) => [...new Set(flags.list(name))].sort());
  const [users = [], groups = [], accounts = []] = lists;
  if (lists.every((list) => list.length === 0))
    fail('you must specify at least one value of user, group or serviceaccount');
  const apiGroup = 'rbac.authorization.k8s.io';
  const subjects: readonly Subject[] = [
    ...users.map((name) => ({ apiGroup, kind: 'User', name })),
    ...groups.map((name) => ({ apiGroup, kind: 'Group', name })),
    ...accounts.map((account) => {
      const [namespace = '', name = '', ...more] = account.split(':');
      if (!account.includes(':') || name === '' || more.length > 0) fail('serviceaccount must be <namespace>:<name>');
      if (namespace === '' && selected.found.some(({ kind }) => kind.kind === 'ClusterRoleBinding'))
        fail('serviceaccount must be <namespace>:<name>, namespace must be specified');
      return { kind: 'ServiceAccount', name, namespace: namespace || call.namespace };
    }),
  ];
  const problems = await changeAll(
    call,
    selected,
    { verb: 'subjects updated', dryRun, doing: 'failed to patch subjects to rolebinding: ' },
    (copy, found) => {
      if (found.kind.kind !== 'RoleBinding' && found.kind.kind !== 'ClusterRoleBinding')
        throw new ExitError(
          `error: ${objectName(found)} setting subjects is only supported for RoleBinding/ClusterRoleBinding`,
        );
      const binding = copy as unknown as { subjects?: readonly Subject[] };
      const old = binding.subjects ?? [];
      const same = (a: Subject, b: Subject): boolean =>
        a.kind === b.kind && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '');
      binding.subjects = [...old, ...subjects.filter((each) => !old.some((known) => same(known, each)))];
    },
  );
  failAll(problems);
  return 0;
}
