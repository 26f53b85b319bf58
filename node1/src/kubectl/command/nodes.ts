import type { Node } from 'kubernetes-types/core/v1.js';
import { flag } from '../../cli-kit/flags.ts';
import type { Stored } from '../../objects.ts';
import { dryRunFlag, type KubectlCall, type KubectlCommand } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { type Found, getNamed, listKind } from '../selection.ts';
import { without } from '../without.ts';
import { changeAndReport } from './change-object.ts';
import { type DryRun, isDryRun, report } from './print-result.ts';

/** A node with its kind. */
export type FoundNode = Found & { readonly object: Stored<'nodes'> };

/** The nodes that a command names, or selects with `-l`. Throws ExitError, ApiError. */
export function chosenNodes(call: KubectlCall): readonly FoundNode[] {
  const { args, flags } = call;
  const { store } = call.cluster;
  const [command = ''] = call.command.split(' ');
  if (args.length === 0 && !flags.given('selector')) failUsage(command, `USAGE: ${command} NODE [flags]`);
  const selector = flags.text('selector');
  if (args.length > 0 && selector !== '')
    failUsage(command, 'error: cannot specify both a node name and a --selector option');
  const kind = kindOf('nodes');
  if (args.length === 0) return listKind(store, kind, undefined, selector) as readonly FoundNode[];
  return args.map((word) => {
    const [type, name] = word.includes('/') ? word.split('/') : ['node', word];
    if (!['node', 'nodes', 'no'].includes(type ?? ''))
      fail(`expected resource of type node, got ${JSON.stringify(type)}`);
    return getNamed(store, kind, '', name ?? '') as FoundNode;
  });
}

/** Keeps new pods off nodes, or lets them in again, and says so. */
export async function cordonNodes(
  call: KubectlCall,
  nodes: readonly FoundNode[],
  closed: boolean,
  dryRun: DryRun,
): Promise<void> {
  const verb = closed ? 'cordoned' : 'uncordoned';
  for (const node of nodes) {
    if ((node.object.spec?.unschedulable === true) === closed) {
      await report(call, node, `already ${verb}`, dryRun);
      continue;
    }
    await changeAndReport(call, node, verb, dryRun, (copy) => {
      const { spec = {} } = copy as Node;
      const { taints = [] } = spec;
      const rest = without(spec, 'taints', 'unschedulable');
      const others = taints.filter(({ key }) => key !== unschedulable);
      // The controller adds the taint of a node that is closed.
      const wanted = closed ? [...others, { effect: 'NoSchedule', key: unschedulable, timeAdded: now() }] : others;
      (copy as { spec?: Node['spec'] }).spec = {
        ...rest,
        ...(wanted.length > 0 ? { taints: wanted } : {}),
        ...(closed ? { unschedulable: true } : {}),
      };
    });
  }
}

const unschedulable = 'node.kubernetes.io/unschedulable';

function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

function setSchedulable(closed: boolean) {
  return async (call: KubectlCall): Promise<number> => {
    const nodes = chosenNodes(call);
    await cordonNodes(call, nodes, closed, await isDryRun(call));
    return 0;
  };
}

/** `-o` does not exist for these, so what they report is words. */
const flags = [flag.text('selector', 'l'), dryRunFlag];

/** `kubectl cordon`. */
export const cordon: KubectlCommand = { name: 'cordon', flags, run: setSchedulable(true) };

/** `kubectl uncordon`. */
export const uncordon: KubectlCommand = { name: 'uncordon', flags, run: setSchedulable(false) };
