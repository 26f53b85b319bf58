import type { KubectlCommand } from './command.ts';
import { apply } from './command/apply.ts';
import { create } from './command/create.ts';
import { remove } from './command/delete.ts';
import { describe } from './command/describe.ts';
import { exec } from './command/exec.ts';
import { expose } from './command/expose.ts';
import { get } from './command/get.ts';
import { annotate, label } from './command/label.ts';
import { logs } from './command/logs.ts';
import { patch } from './command/patch.ts';
import { portForward } from './command/port-forward.ts';
import { replace } from './command/replace.ts';
import { rollout } from './command/rollout.ts';
import { run } from './command/run.ts';
import { scale } from './command/scale.ts';
import { set } from './command/set.ts';
import { apiResources, apiVersions, clusterInfo, config, options, version } from './command/version.ts';
import { wait } from './command/wait.ts';

/** What a real kubectl has and the rehearsal has not. */
const absentNames = [
  ...[
    'explain',
    'edit',
    'autoscale',
    'certificate',
    'top',
    'cordon',
    'uncordon',
    'drain',
    'taint',
    'attach',
    'proxy',
    'cp',
  ],
  ...['auth', 'debug', 'diff', 'kustomize', 'completion', 'plugin'],
];

/** kubectl itself; its commands in the order of its help. */
export const rootCommand: KubectlCommand = {
  name: 'kubectl',
  flags: [],
  commands: [
    ...[create, expose, run, set],
    ...[get, remove, rollout, scale, clusterInfo],
    ...[describe, logs, exec, portForward],
    ...[apply, patch, replace, wait],
    ...[label, annotate],
    ...[apiResources, apiVersions, config, version, options],
    ...absentNames.map((name) => ({ name, flags: [], absent: true })),
  ],
};
