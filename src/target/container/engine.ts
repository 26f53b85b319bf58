import type { Size } from '../target.ts';

/** What a program said that ran to its end. */
export interface Ran {
  readonly exitCode: number;
  /** Both streams, as UTF-8. */
  readonly output: string;
}

/** A program in a terminal of a container. */
export interface ContainerTerminal {
  /** Bytes for the program: exactly those, whatever keys the engine takes for itself. */
  write(data: string): void;
  /** Bytes that the engine has not taken yet. */
  readonly unwritten: number;
  resize(size: Size): void;
  onData(listener: (chunk: Uint8Array) => void): () => void;
  pause(): void;
  resume(): void;
  /** Fulfilled when the program has ended, after all of its output; rejected when the connection to it is lost, which says nothing of the program. */
  readonly ended: Promise<{ readonly exitCode: number }>;
  /** Lets go of the program, which goes on. */
  detach(): void;
}

/** One container, or pod, that is a node. */
export interface Container {
  /** Its name at the engine. */
  readonly name: string;
  /** Where this machine reaches what listens in it. */
  readonly address: string;
  /** Runs a program to its end, with `input` as what it reads; throws TargetError when that takes too long or cannot be. */
  run(words: readonly string[], input: string, signal: AbortSignal): Promise<Ran>;
  openTerminal(words: readonly string[], size: Size, signal: AbortSignal): Promise<ContainerTerminal>;
  /** Ends it with everything in it; fulfilled when the engine does not know it any more. */
  remove(): Promise<void>;
}

/** What nodes are made by: Docker, or Kubernetes. */
export interface ContainerEngine {
  readonly name: 'docker' | 'kubernetes';
  /** Starts a container; throws TargetError with what is wrong (no image, a quota, an engine that does not answer). */
  create(signal: AbortSignal): Promise<Container>;
  /** The container of this name, if it runs. */
  find(name: string, signal: AbortSignal): Promise<Container | undefined>;
  /** Names of the containers of this class (or run) that exist, and of those that servers have left that are gone. */
  list(signal: AbortSignal): Promise<readonly string[]>;
  /** Removes a container by its name, whoever made it. */
  remove(name: string): Promise<void>;
}
