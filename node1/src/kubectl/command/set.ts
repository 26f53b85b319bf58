import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Container, Pod } from 'kubernetes-types/core/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { groupResource } from '../kinds.ts';
import { findObjects } from '../manifest.ts';
import type { Found } from '../selection.ts';
import { choose } from '../selection.ts';
import { recordCause } from './change-cause.ts';
import { sign } from './field-manager.ts';
import { isDryRun, report } from './print-result.ts';

/** The containers that `set` may change in an object; undefined when it has none. */
function containersOf({ kind, object }: Found): Container[] | undefined {
  if (kind.resource === 'pods') return (object as Pod).spec?.containers;
  if (kind.resource === 'deployments' || kind.resource === 'replicasets')
    return (object as Deployment | ReplicaSet).spec?.template?.spec?.containers;
  return undefined;
}

async function setImage(call: KubectlCall): Promise<number> {
  const { flags, namespace } = call;
  const images = new Map<string, string>();
  const rest: string[] = [];
  for (const arg of call.args) {
    const [, name = '', image = ''] = /^([^=/]+)=(.*)$/s.exec(arg) ?? [];
    if (name === '') rest.push(arg);
    else images.set(name, image);
  }
  const files = flags.list('filename');
  const choice = { namespace, selector: flags.text('selector'), all: flags.on('all') };
  // kubectl looks for the objects only after it has understood all arguments; the order of its complaints follows.
  const select = async () => (files.length > 0 ? findObjects(call, files) : choose(call.cluster.store, rest, choice));
  if (images.size === 0) {
    if (rest.length > 0 || files.length > 0) {
      if (rest.length > 1) await select();
      fail('at least one image update is required');
    }
  }
  const { found, errors } = await select();
  const problems: unknown[] = [...errors];
  const dryRun = await isDryRun(call);
  for (const each of found) {
    const containers = containersOf(each);
    const { name } = each.object.metadata;
    if (containers === undefined) {
      problems.push(
        new ExitError(
          `error: ${groupResource(each.kind)}/${name} the object is not a pod or does not have a pod template: *v1.${each.kind.kind}`,
        ),
      );
      continue;
    }
    const missing = [...images.keys()].filter(
      (key) => key !== '*' && !containers.some((container) => container.name === key),
    );
    problems.push(
      ...missing.map((key) => new ExitError(`error: unable to find container named ${JSON.stringify(key)}`)),
    );
    if (missing.length > 0) continue;
    const wanted = (container: Container): string | undefined => images.get(container.name) ?? images.get('*');
    if (containers.every((container) => (wanted(container) ?? container.image) === container.image)) continue;
    const object = dryRun
      ? each.object
      : call.cluster.store.patch(each.kind.resource, each.object.metadata.namespace ?? '', name, (copy) => {
          for (const container of containersOf({ kind: each.kind, object: copy }) ?? [])
            container.image = wanted(container) ?? container.image ?? '';
          recordCause(call, copy);
          sign(call, copy);
        });
    await report(call, { kind: each.kind, object }, 'image updated', dryRun);
  }
  failAll(problems);
  return 0;
}

/** `kubectl set`. */
export const set: KubectlCommand = {
  name: 'set',
  flags: [],
  commands: [
    { name: 'env', flags: [], absent: true },
    {
      name: 'image',
      flags: [
        flag.bool('all'),
        flag.text('selector', 'l'),
        flag.bool('record'),
        ...fileFlags,
        dryRunFlag,
        ...outputFlags,
        ...flag.absent('local'),
      ],
      run: setImage,
    },
    ...['resources', 'selector', 'serviceaccount', 'subject'].map((name): KubectlCommand => ({
      name,
      flags: [],
      absent: true,
    })),
  ],
};
