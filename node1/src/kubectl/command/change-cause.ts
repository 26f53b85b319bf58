import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { KubectlCall } from '../command.ts';

/** Where `--record` keeps the command that made a change; `rollout history` shows it. */
export const changeCause = 'kubernetes.io/change-cause';

/** With `--record`, writes the command into the annotations of an object, in the form that kubectl gives it. */
export function recordCause(call: KubectlCall, copy: { metadata?: ObjectMeta }): void {
  if (!call.flags.given('record') || !call.flags.on('record')) return;
  copy.metadata = {
    ...copy.metadata,
    annotations: { ...copy.metadata?.annotations, [changeCause]: commandLine(call) },
  };
}

/** The command's words, then its flags in the order in which they were typed. */
function commandLine({ command, args, flags }: KubectlCall): string {
  const given = flags.typed().map(([name, value]) => `--${name}=${value}`);
  return ['kubectl', command, ...args, ...given].join(' ');
}
