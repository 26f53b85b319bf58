import type { KubectlCommand } from './command.ts';
import { annotate, label } from './command/label.ts';
import { apply } from './command/apply.ts';
import { apiResources, apiVersions, clusterInfo, config, options, version } from './command/version.ts';
import { create } from './command/create.ts';
import { remove } from './command/delete.ts';
import { describe } from './command/describe.ts';
import { exec } from './command/exec.ts';
import { expose } from './command/expose.ts';
import { get } from './command/get.ts';
import { logs } from './command/logs.ts';
import { patch } from './command/patch.ts';
import { portForward } from './command/port-forward.ts';
import { replace } from './command/replace.ts';
import { rollout } from './command/rollout.ts';
import { run } from './command/run.ts';
import { scale } from './command/scale.ts';
import { set } from './command/set.ts';
import { wait } from './command/wait.ts';

function absent(name: string, short: string): KubectlCommand {
  return { name, short, usage: name, flags: [], absent: true };
}

/** The commands as `kubectl --help` groups them. */
export const commandSections: readonly { readonly title: string; readonly commands: readonly KubectlCommand[] }[] = [
  { title: 'Basic Commands (Beginner)', commands: [create, expose, run, set] },
  {
    title: 'Basic Commands (Intermediate)',
    commands: [
      absent('explain', 'Documentation of resources'),
      get,
      absent('edit', 'Edit a resource on the server'),
      remove,
    ],
  },
  {
    title: 'Deploy Commands',
    commands: [rollout, scale, absent('autoscale', 'Auto-scale a Deployment, ReplicaSet, or ReplicationController')],
  },
  {
    title: 'Cluster Management Commands',
    commands: [
      absent('certificate', 'Modify certificate resources.'),
      clusterInfo,
      absent('top', 'Display Resource (CPU/Memory/Storage) usage.'),
      absent('cordon', 'Mark node as unschedulable'),
      absent('uncordon', 'Mark node as schedulable'),
      absent('drain', 'Drain node in preparation for maintenance'),
      absent('taint', 'Update the taints on one or more nodes'),
    ],
  },
  {
    title: 'Troubleshooting and Debugging Commands',
    commands: [
      describe,
      logs,
      absent('attach', 'Attach to a running container'),
      exec,
      portForward,
      absent('proxy', 'Run a proxy to the Kubernetes API server'),
      absent('cp', 'Copy files and directories to and from containers.'),
      absent('auth', 'Inspect authorization'),
      absent('debug', 'Create debugging sessions for troubleshooting workloads and nodes'),
    ],
  },
  {
    title: 'Advanced Commands',
    commands: [
      absent('diff', 'Diff live version against would-be applied version'),
      apply,
      patch,
      replace,
      wait,
      absent('kustomize', 'Build a kustomization target from a directory or a remote url.'),
    ],
  },
  {
    title: 'Settings Commands',
    commands: [
      label,
      annotate,
      absent('completion', 'Output shell completion code for the specified shell (bash or zsh)'),
    ],
  },
  {
    title: 'Other Commands',
    commands: [
      apiResources,
      apiVersions,
      config,
      absent('plugin', 'Provides utilities for interacting with plugins.'),
      version,
    ],
  },
];

/** kubectl itself. */
export const rootCommand: KubectlCommand = {
  name: 'kubectl',
  short: 'kubectl controls the Kubernetes cluster manager.',
  usage: '[flags] [options]',
  flags: [],
  commands: [...commandSections.flatMap(({ commands }) => commands), options],
};
