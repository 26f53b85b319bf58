import type { Deployment } from 'kubernetes-types/apps/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { groupResource } from '../kinds.ts';
import { findObjects, isFromFiles } from '../manifest.ts';
import { nameText } from '../print/output.ts';
import { printFlags } from '../print/print-flags.ts';
import type { Found } from '../selection.ts';
import { choose, parseRequest } from '../selection.ts';
import { sign } from './field-manager.ts';
import { isDryRun, report } from './print-result.ts';
import {
  historyText,
  isRolled,
  previousTemplate,
  revisionsOf,
  revisionText,
  type Rolled,
  templateText,
} from './revisions.ts';
import { followRollout } from './rollout-status.ts';

/** The objects that are meant; a bare type means all of it. */
async function chosen(
  call: KubectlCall,
): Promise<{ readonly found: readonly Found[]; readonly errors: readonly unknown[] }> {
  const files = call.flags.list('filename');
  if (isFromFiles(call)) return findObjects(call, files);
  if (call.args.length === 0) fail('required resource not specified');
  const all = parseRequest(call.args)?.by === 'type';
  return choose(call.cluster.store, call.args, { namespace: call.namespace, all });
}

async function each(call: KubectlCall, act: (found: Found) => Promise<void>): Promise<number> {
  const { found, errors } = await chosen(call);
  const problems: unknown[] = [...errors];
  for (const one of found) {
    try {
      await act(one);
    } catch (error) {
      if (!(error instanceof ExitError)) throw error;
      problems.push(error);
    }
  }
  failAll(problems);
  return 0;
}

async function status(call: KubectlCall): Promise<number> {
  const revision = call.flags.number('revision');
  if (revision < 0) fail(`revision must be a positive integer: ${revision}`);
  const request = parseRequest(call.args);
  if (request?.by === 'type' && request.kinds.length > 1) fail('you may only specify a single resource type');
  const { found, errors } = await chosen(call);
  failAll(errors);
  if (found.length !== 1)
    fail(
      `rollout status is only supported on individual resources and resource collections - ${found.length} resources were found`,
    );
  for (const one of found) {
    if (!isRolled(one.kind.resource)) fail(`no status viewer has been implemented for ${groupKind(one)}`);
    const running = Number(one.object.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
    if (one.kind.resource === 'deployments' && revision > 0 && revision !== running)
      fail(`desired revision (${revision}) is different from the running revision (${running})`);
    await followRollout(call, one);
  }
  return 0;
}

function groupKind({ kind }: Found): string {
  return kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
}

/** Whether kubectl knows a kind as a workload at all. */
function isVisited({ kind }: Found): boolean {
  return isRolled(kind.resource) || ['pods', 'replicasets', 'jobs', 'cronjobs'].includes(kind.resource);
}

function unvisited({ kind }: Found): string {
  return `${JSON.stringify(groupKind({ kind } as Found))}, no visitor method exists for {${kind.group} ${kind.kind}}`;
}

function history(call: KubectlCall): Promise<number> {
  return each(call, async (found) => {
    if (!isVisited(found)) fail(`error retrieving history for ${unvisited(found)}`);
    if (!isRolled(found.kind.resource))
      throw new ExitError(`no history viewer has been implemented for ${JSON.stringify(groupKind(found))}`);
    const revision = call.flags.number('revision');
    const revisions = revisionsOf(call, found);
    if (revision > 0) {
      const one = revisions.find((candidate) => candidate.revision === revision);
      if (one === undefined) fail('unable to find the specified revision');
      else await call.out(`${nameText(found)} with revision #${revision}\n${revisionText(one)}\n`);
    } else await call.out(`${nameText(found)} \n${historyText(revisions)}\n`);
  });
}

function undo(call: KubectlCall): Promise<number> {
  return each(call, async (found) => {
    const { name, namespace = '' } = found.object.metadata;
    const { resource } = found.kind;
    if (!isVisited(found)) fail(`error retrieving rollbacker for ${unvisited(found)}`);
    if (!isRolled(resource)) return fail(`no rollbacker has been implemented for ${JSON.stringify(groupKind(found))}`);
    const isDeployment = resource === 'deployments';
    const dryRun = await isDryRun(call);
    const target = previousTemplate(call, found, call.flags.number('to-revision'));
    if (dryRun === 'client') {
      const text = `${isDeployment ? '' : 'will roll back to '}${templateText(target.full)}`;
      await call.out(`${nameText(found)} ${text} (dry run)\n`);
      return;
    }
    const { spec } = found.object as Deployment;
    if (isDeployment && spec?.paused === true)
      fail(
        `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/${name}' and try again`,
      );
    if (target.current) {
      await call.out(
        `${nameText(found)} skipped rollback (current template already matches revision ${isDeployment ? target.revision : call.flags.number('to-revision')})\n`,
      );
      return;
    }
    const object = call.cluster.store.patch(
      resource,
      namespace,
      name,
      (copy) => {
        if (copy.spec !== undefined) copy.spec.template = target.template;
        if (isDeployment)
          copy.metadata.annotations = restoredAnnotations(copy.metadata.annotations, target.annotations);
        sign(call, copy);
      },
      { dryRun: dryRun !== '' },
    );
    await report(call, { kind: found.kind, object }, 'rolled back', dryRun);
  });
}

/** Annotations that are the deployment's own, whichever revision it has. */
const ownAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  ...['revision', 'revision-history', 'desired-replicas', 'max-replicas'].map(
    (name) => `deployment.kubernetes.io/${name}`,
  ),
  'deprecated.deployment.rollback.to',
]);

/** What an undo makes of a deployment's annotations: those of the old replica set take the place of all but its own. */
function restoredAnnotations(
  now: Readonly<Record<string, string>> = {},
  old: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return Object.fromEntries([
    ...Object.entries(now).filter(([key]) => ownAnnotations.has(key)),
    ...Object.entries(old).filter(([key]) => !ownAnnotations.has(key)),
  ]);
}

/** Changes each object with `edit`, which says what is in the way; `of` are the kinds that can be changed so. */
function change(
  verb: string,
  gerund: string,
  edit: (copy: Deployment) => string | undefined,
  of: (resource: string) => resource is Rolled = (resource) => resource === 'deployments',
) {
  return (call: KubectlCall): Promise<number> =>
    each(call, async (found) => {
      const { name, namespace = '' } = found.object.metadata;
      const { resource } = found.kind;
      if (!of(resource)) return fail(`${groupResource(found.kind)} ${JSON.stringify(name)} ${gerund} is not supported`);
      const problem = edit(structuredClone(found.object as Deployment));
      if (problem !== undefined) fail(`${groupResource(found.kind)} ${JSON.stringify(name)} ${problem}`);
      const object = call.cluster.store.patch(resource, namespace, name, (copy) => {
        edit(copy as Deployment);
        sign(call, copy);
      });
      await report(call, { kind: found.kind, object }, verb);
    });
}

const restart = change(
  'restarted',
  'restarting',
  (copy) => {
    if (copy.spec?.paused === true) return "can't restart paused deployment (run rollout resume first)";
    const template = copy.spec?.template;
    if (template === undefined) return undefined;
    const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    template.metadata = {
      ...template.metadata,
      annotations: { ...template.metadata?.annotations, 'kubectl.kubernetes.io/restartedAt': at },
    };
    return undefined;
  },
  isRolled,
);

function pauseOrResume(paused: boolean): (copy: Deployment) => string | undefined {
  return (copy) => {
    if ((copy.spec?.paused === true) === paused) return paused ? 'is already paused' : 'is not paused';
    if (copy.spec !== undefined) copy.spec.paused = paused;
    return undefined;
  };
}

function command(
  name: string,
  flags: KubectlCommand['flags'],
  run: (call: KubectlCall) => Promise<number>,
): KubectlCommand {
  return {
    name,
    flags: [...flags, ...fileFlags],
    run,
  };
}

/** `kubectl rollout`. */
export const rollout: KubectlCommand = {
  name: 'rollout',
  flags: [],
  commands: [
    command('history', [flag.number('revision', '0')], history),
    command('pause', outputFlags, change('paused', 'pausing', pauseOrResume(true))),
    command('restart', outputFlags, restart),
    command('resume', outputFlags, change('resumed', 'resuming', pauseOrResume(false))),
    {
      ...command(
        'status',
        [
          { name: 'watch', short: 'w', type: 'bool', initial: 'true' },
          flag.duration('timeout', '0s'),
          flag.number('revision', '0'),
        ],
        status,
      ),
      interrupted: 1,
    },
    command('undo', [flag.number('to-revision', '0'), dryRunFlag, ...printFlags], undo),
  ],
};
