import type { KubectlCommand } from './command.ts';
import { apiResources, apiVersions } from './command/api-resources.ts';
import { apply } from './command/apply.ts';
import { attach } from './command/attach-command.ts';
import { auth } from './command/auth.ts';
import { autoscale } from './command/autoscale.ts';
import { certificate } from './command/certificate.ts';
import { alpha, completion, options, plugin, top } from './command/completion.ts';
import { config } from './command/config.ts';
import { cp } from './command/cp.ts';
import { create } from './command/create.ts';
import { debug } from './command/debug.ts';
import { remove } from './command/delete.ts';
import { describe } from './command/describe.ts';
import { diff } from './command/diff.ts';
import { drain } from './command/drain.ts';
import { edit } from './command/edit.ts';
import { exec } from './command/exec.ts';
import { explain } from './command/explain.ts';
import { expose } from './command/expose.ts';
import { get } from './command/get.ts';
import { kustomizeCommand } from './command/kustomize.ts';
import { annotate, label } from './command/label.ts';
import { logs } from './command/logs.ts';
import { cordon, uncordon } from './command/nodes.ts';
import { patch } from './command/patch.ts';
import { portForward } from './command/port-forward.ts';
import { proxy } from './command/proxy.ts';
import { replace } from './command/replace.ts';
import { rollout } from './command/rollout.ts';
import { run } from './command/run.ts';
import { scale } from './command/scale.ts';
import { set } from './command/set.ts';
import { taint } from './command/taint.ts';
import { clusterInfo, version } from './command/version.ts';
import { wait } from './command/wait.ts';

/** kubectl itself; its commands in the order of its help. */
export const rootCommand: KubectlCommand = {
  name: 'kubectl',
  flags: [],
  commands: [
    ...[create, expose, run, set],
    ...[explain, get, edit, remove],
    ...[rollout, scale, autoscale],
    ...[certificate, clusterInfo, top, cordon, uncordon, drain, taint],
    ...[describe, logs, attach, exec, portForward, proxy, cp],
    ...[auth, debug],
    ...[diff, apply, patch, replace, wait, kustomizeCommand],
    ...[label, annotate, completion],
    ...[alpha, config, plugin, version, apiVersions, apiResources, options],
  ],
};
