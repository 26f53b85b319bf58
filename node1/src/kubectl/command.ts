import { type Flag, flag, type Flags } from '../cli-kit/flags.ts';
import type { Cluster } from '../cluster.ts';
import type { Invocation } from '../program.ts';
import type { Connection } from './kubeconfig/connection.ts';
import type { ConfigReader } from './kubeconfig/kubeconfig.ts';
import { printFlags } from './print/print-flags.ts';
import type { Texts } from './texts.ts';

/** One call of a kubectl command: what was typed, and where to act and to write. */
export interface KubectlCall {
  readonly cluster: Cluster;
  readonly invocation: Invocation;
  /** Without `kubectl`: `rollout status`. */
  readonly command: string;
  /** What is no flag, without the command's words. */
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 without one. */
  readonly dash: number;
  readonly flags: Flags;
  /** Kubeconfig files. */
  readonly configs: ConfigReader;
  /** From the kubeconfig and the flags; undefined for a command that needs no server. */
  readonly connection: Connection | undefined;
  /** From `-n`, else the context's, else `default`. */
  readonly namespace: string;
  /** How many objects `-o` has printed so far. */
  readonly printed: { count: number };
  /** What is said in other words in some releases. */
  readonly texts: Texts;
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
}

/** A command of kubectl, as data; one with `commands` and no `run` prints its help, which is a file of `data/help/kubectl`. */
export interface KubectlCommand {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly flags: readonly Flag[];
  /** Flags that must be given, checked before anything else. */
  readonly required?: readonly string[];
  readonly commands?: readonly KubectlCommand[];
  /** kubectl has it, the rehearsal does not. */
  readonly absent?: boolean;
  /** It talks to no server, so it needs no kubeconfig that leads to one. */
  readonly local?: boolean;
  /** It asks what others may do, and does nothing in their names. */
  readonly asksForOthers?: boolean;
  /** Exit code when ^C ends it, for commands that catch the signal; SIGTERM, too; default 130 and 143, as for any program that they kill. */
  readonly interrupted?: number;
  /** The exit code; throws ExitError or ApiError. */
  run?(call: KubectlCall): Promise<number>;
}

/** `--dry-run`, with or without a value. */
export const dryRunFlag: Flag = { name: 'dry-run', type: 'text', initial: 'none', alone: 'unchanged' };

/** The flags of commands that make or change an object and can print it. */
export const outputFlags: readonly Flag[] = [...printFlags, flag.text('field-manager')];

/** `--save-config`: what is made can be applied later. */
export const saveConfigFlag: Flag = flag.bool('save-config');

/** `--record`: the command is kept in an annotation. */
export const recordFlag: Flag = flag.bool('record');

/** `--local`: the object of a file is changed, and none of the cluster. */
export const localFlag: Flag = flag.bool('local');

/** Whether files are compared with the schema of what they describe before they are sent. */
export const validateFlag: Flag = { ...flag.bool('validate'), initial: 'true' };

/** `-f`, `-R`, `-k`. */
export const fileFlags: readonly Flag[] = [
  { ...flag.list('filename', 'f'), commas: true },
  flag.bool('recursive', 'R'),
  flag.text('kustomize', 'k'),
];
