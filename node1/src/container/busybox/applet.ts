import type { Message } from '../../messages/codes.ts';
import { refusal, word } from '../../messages/message.ts';
import type { ContainerContext } from '../container-context.ts';
import type { Io } from '../io.ts';

/** One run of a small program inside a container. */
export interface AppletCall {
  readonly place: ContainerContext;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Without the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** In the container. */
  readonly cwd: string;
}

/** A program of a container that the rehearsal has itself; the number is its exit code. */
export type Applet = (run: AppletCall) => number | Promise<number>;

/** Programs by name. */
export type Applets = ReadonlyMap<string, Applet>;

/** Takes one-letter flags off the front: `-la` gives `l` and `a`. */
export function takeFlags(args: readonly string[]): {
  readonly flags: ReadonlySet<string>;
  readonly rest: readonly string[];
} {
  const flags = new Set<string>();
  let index = 0;
  for (; args[index]?.startsWith('-') === true && args[index] !== '-'; index++) {
    if (args[index] === '--') return { flags, rest: args.slice(index + 1) };
    for (const flag of args[index]?.slice(1) ?? '') flags.add(flag);
  }
  return { flags, rest: args.slice(index) };
}

/** Says that the container's programs do not do `what`; the exit code of that, 1. */
export function refuse(
  { io, place }: Pick<AppletCall, 'io' | 'place'>,
  what: string | Message,
  known?: readonly string[],
): number {
  io.stderr(`${word(refusal(what, known), place.lang)}\n`);
  return 1;
}
