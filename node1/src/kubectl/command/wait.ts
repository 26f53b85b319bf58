import { flag } from '../../cli-kit/flags.ts';
import type { Resource, Stored } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fileFlags } from '../command.ts';
import { commandError, fail, failAll } from '../errors.ts';
import { parseFieldSelector } from '../field-selector.ts';
import { findObjects, isFromFiles } from '../manifest.ts';
import { objectPrinter } from '../print/object-printer.ts';
import { printFlags } from '../print/print-flags.ts';
import type { Found } from '../selection.ts';
import { choose, parseRequest } from '../selection.ts';
import { until } from '../until.ts';
import { report } from './print-result.ts';
import { waitUntilGone } from './wait-gone.ts';

/** What `--for=` asks for. */
type Goal = { readonly type: 'delete' } | { readonly type: 'condition'; readonly name: string; readonly value: string };

function goalOf(text: string): Goal {
  if (text.toLowerCase() === 'delete') return { type: 'delete' };
  const [, name, value] = /^condition=([^=]+)(?:=(.+))?$/.exec(text) ?? [];
  if (name === undefined) return fail(`unrecognized condition: ${JSON.stringify(text)}`);
  return { type: 'condition', name, value: value ?? 'True' };
}

/** Whether an object's status has a condition; names and values are compared without case, as kubectl does. */
function meets(object: Stored<Resource>, goal: Goal & { type: 'condition' }): boolean {
  const { status } = object as { status?: { conditions?: readonly { type: string; status: string }[] } };
  const found = status?.conditions?.find(({ type }) => type.toLowerCase() === goal.name.toLowerCase());
  return found?.status.toLowerCase() === goal.value.toLowerCase();
}

async function run(call: KubectlCall): Promise<number> {
  const { flags } = call;
  await objectPrinter(call);
  const goal = goalOf(flags.text('for'));
  const { found: all, errors } = await select(call, goal);
  const fields = flags.text('field-selector');
  const found = fields === '' ? all : all.filter(({ kind, object }) => parseFieldSelector(kind, fields)(object));
  failAll(errors);
  if (found.length === 0) fail('no matching resources found');
  const given = flags.duration('timeout');
  const deadline = Date.now() + (given < 0 ? 7 * 24 * 3_600_000 : given);
  const problems: unknown[] = [];
  for (const each of found) {
    const limit = Math.max(0, deadline - Date.now());
    const held = goal.type === 'delete' ? await gone(call, each, limit) : await reached(call, each, goal, limit);
    const name = each.object.metadata.name;
    if (held) await report(call, now(call, each), 'condition met');
    else problems.push(commandError(`timed out waiting for the condition on ${each.kind.resource}/${name}`));
  }
  failAll(problems);
  return 0;
}

async function select(
  call: KubectlCall,
  goal: Goal,
): Promise<{ readonly found: readonly Found[]; readonly errors: readonly unknown[] }> {
  const { flags } = call;
  const files = flags.list('filename');
  if (isFromFiles(call)) return findObjects(call, files);
  const namespace = flags.on('all-namespaces') ? undefined : call.namespace;
  const chosen = choose(call.cluster.store, call.args, {
    namespace,
    selector: flags.text('selector'),
    all: flags.on('all'),
  });
  const named = parseRequest(call.args)?.by === 'name';
  // What is gone already need not be waited for, but kubectl 1.20 calls a name that never was an error.
  return goal.type === 'delete' && named ? { found: chosen.found, errors: [] } : chosen;
}

/** An object as it is now, or was when it went. */
function now(call: KubectlCall, { kind, object }: Found): Found {
  const { name, namespace = '' } = object.metadata;
  return { kind, object: call.cluster.store.get(kind.resource, namespace, name) ?? object };
}

async function gone(call: KubectlCall, found: Found, limit: number): Promise<boolean> {
  return (await waitUntilGone(call, [found], limit)) === undefined;
}

async function reached(
  call: KubectlCall,
  { kind, object }: Found,
  goal: Goal & { type: 'condition' },
  limit: number,
): Promise<boolean> {
  const { store } = call.cluster;
  const { name, namespace = '' } = object.metadata;
  const current = (): Stored<Resource> | undefined => store.get(kind.resource, namespace, name);
  return await until({
    signal: call.invocation.signal,
    limit,
    subscribe: (check) => store.watch(kind.resource, check),
    holds: () => {
      const now = current();
      return now !== undefined && meets(now, goal);
    },
  });
}

/** `kubectl wait`. */
export const wait: KubectlCommand = {
  name: 'wait',
  flags: [
    flag.text('for'),
    flag.bool('all'),
    flag.bool('all-namespaces', 'A'),
    flag.text('selector', 'l'),
    flag.duration('timeout', '30s'),
    ...fileFlags.filter(({ name }) => name !== 'kustomize'),
    ...printFlags,
    flag.text('field-selector'),
    ...flag.absent('local'),
  ],
  interrupted: 1,
  run,
};
