import type { Inventory } from '../changes/inventory.ts';
import type { Message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';

/** Of a terminal, in characters. */
export interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** One open pseudo-terminal with a shell at its other end. */
export interface Tty {
  /** Process id of the shell on this machine, where there is one. */
  readonly pid: number | undefined;
  /** The shell ran before, and is attached again: what it said at its start, and on the screen, is not said again. */
  readonly attached?: 'atPrompt' | 'inProgram';
  /** The shell has read a start-up file of its user, which may have bound keys. */
  readonly readsStartup?: boolean;
  write(data: string): void;
  /** Bytes that were given to `write` and that the terminal has not taken yet, because its program does not read. */
  readonly unwritten: number;
  resize(size: Size): void;
  /** Calls `listener` with every chunk of output, with much at once as UTF-8, no character of it cut. Returns the function that stops it. */
  onData(listener: (chunk: string | Uint8Array) => void): () => void;
  /** Stops reading: the programs behind the terminal wait once its buffer is full. */
  pause(): void;
  resume(): void;
  /**
   * Fulfilled when the shell has ended, after all of its output. What a job of it still prints may come later, or never. `lost`: only the
   * connection has ended; who opens the terminal again may find the shell. `gone`: the node itself is gone, and with it every shell.
   */
  readonly closed: Promise<{ readonly exitCode: number; readonly lost?: true; readonly gone?: Message }>;
  /** Ends the shell and every process of its session; fulfilled when they are gone. */
  close(): Promise<void>;
}

/** What a shell is started with. */
export interface ShellOptions {
  readonly size: Size;
  /** Name of the terminal. On a node that goes on without this process (`Target.node`), its shell may still be there, and is attached again. */
  readonly terminal?: string;
  /** Environment variables to set besides the target's own. */
  readonly env: Readonly<Record<string, string>>;
  /** What a shell must run after its start-up files, if it reads any: they may have changed its prompts. */
  readonly afterStartup?: string;
}

/** Whose a port of a node's address is: the node's, somebody else's on the same machine, or nobody's. */
export type PortOwner = 'node' | 'other' | 'nobody';

/** Takes contents by what they are: equal ones are kept once. */
export interface ContentSink {
  /** Keeps bytes; gives their name. Throws where it takes no more. */
  put(content: Uint8Array | string): string;
  /** Whether something with this name is kept already. */
  has(name: string): boolean;
}

/** What a node was at one moment, as JSON; only the target that has told it understands more of it. */
export interface NodeState {
  /** Folder of all that the node had on the disk. */
  readonly folder: string;
  /** Changes with the format, and with the files of the course. */
  readonly fits: string;
  readonly node: unknown;
}

/** A node that goes on where another one was. */
export interface RestoredNode {
  /** Its folder, in whose place the other one's is named. */
  readonly folder: string;
  /** Programs that were started again, without what they had in memory. */
  readonly begunAnew: readonly string[];
  /** Files that are not there. */
  readonly leftOut: readonly string[];
  /** Programs that do not listen where they did: `NAME:PORT`. */
  readonly silent: readonly string[];
}

/** What keeps and brings back the nodes of a target. */
export interface Snapshots {
  /** What a state must have to be brought back now (`NodeState.fits`). */
  fits(): Promise<string>;
  /** What the node is; undefined where there is none. Throws RangeError where that is too much, others where it cannot be told. */
  take(sink: ContentSink): NodeState | undefined;
  /** Makes the node ready as it was, within seconds; `prepare` finds it then. Throws where that cannot be, and there is no node. */
  restore(state: NodeState, read: (name: string) => Uint8Array): Promise<RestoredNode>;
}

/** How long a script may take. */
export interface ScriptLimits {
  /** Milliseconds until it is ended; rounded up to seconds. */
  readonly ms: number;
  /** Aborting it ends the script, or lets go of it where that is far: its time is over then in any case. */
  readonly signal: AbortSignal;
}

/** How a script has ended. */
export interface ScriptEnd {
  /** Undefined: its time was over, and it was ended. */
  readonly exitCode: number | undefined;
  /** The end of what it printed on both streams, and what a check wrote as its reason. */
  readonly output: string;
}

/** Where steps run. */
export interface Target {
  readonly name: string;
  /** Where a page that the node serves can be reached from this machine, such as `127.0.0.1`. */
  readonly address: string;
  /** Whose a port of `address` is; absent: the address is the node's alone. */
  portOwner?(port: number): PortOwner;
  /** What the prompt of its shells looks like, in bash's terms. Default: the run's. */
  readonly prompt?: string;
  /** What those who start a run on it must know; said once. */
  readonly notice?: Message | undefined;
  /** The node is gone once the target is closed: a person may want to look around before that. */
  readonly ephemeral?: true;
  /** Name of a node that can go on without this process, once it is prepared: who has the name can make a target of the same node. */
  readonly node?: string | undefined;
  /** Lets go of the node, instead of `close`: it goes on, and so do the shells that can (`Tty.attached`). */
  leave?(): Promise<void>;
  /**
   * What the target has refused to do so far, oldest first: out of band, since a pipe or a `$(...)` hides the exit code of a
   * refusal. A step during which this grows is `broken`.
   */
  refused?(): readonly string[];
  /** Calls `listener` whenever something may have been refused; gives what ends that. Absent: `refused` has to be asked. */
  onRefused?(listener: () => void): () => void;
  /**
   * What is on the node now, as far as it can be told out of band and in a moment: files of its home, objects, containers, ports. Asked before
   * and after steps. Never rejects: what cannot be told is `unseen`.
   */
  inventory?(signal: AbortSignal): Promise<Inventory>;
  /**
   * Runs a script of bash (or of what its first line `#!` names) on the node, beside its terminals: as their user, where their shells begin and with what
   * they begin with, as a process of its own that reads nothing. Throws TargetError where it cannot be run. Absent: the target runs none.
   */
  readonly runScript?: (script: string, limits: ScriptLimits) => Promise<ScriptEnd>;
  /** The node is another machine, or behind an engine: an inventory takes as long as a connection to it. */
  readonly isFar?: true;
  /** While `on`, what the node only imitates the time of is done at once: steps are replayed. */
  hurry?(on: boolean): void;
  /** Absent: its nodes cannot be brought back. */
  readonly snapshots?: Snapshots | undefined;
  /** Makes the node ready (puts `files` in place); called once before the first `open`. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Opens a shell. Throws TargetError when there is none to be had. */
  open(options: ShellOptions, signal: AbortSignal): Promise<Tty>;
  /** Closes every shell and removes what `prepare` put in place. */
  close(): Promise<void>;
}

/** The target cannot be used; its message says what is missing and what to do. */
export class TargetError extends MessageError {
  override readonly name = 'TargetError';
}
