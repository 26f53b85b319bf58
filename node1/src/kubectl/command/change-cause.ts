import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { KubectlCall } from '../command.ts';

/** Where `--record` keeps the command that made a change; `rollout history` shows it. */
export const changeCause = 'kubernetes.io/change-cause';

/** With `--record`, writes the command into the annotations of an object, in the form that kubectl gives it. */
export function recordCause(call: KubectlCall, copy: { metadata: ObjectMeta }): void {
  if (!call.flags.on('record')) return;
  const cause = ['kubectl', call.command, ...call.args, '--record=true'].join(' ');
  copy.metadata.annotations = { ...copy.metadata.annotations, [changeCause]: cause };
}
