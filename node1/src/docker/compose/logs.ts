import { follow, missedText } from '../../follow.ts';
import type { LogLine } from '../../workload.ts';
import type { DockerContainer } from '../engine/containers.ts';
import { isRunning } from './converge.ts';
import { shortName } from './labels.ts';
import type { Compose } from './project.ts';

/** How logs are shown. */
export interface LogOptions {
  readonly follows: boolean;
  readonly hasColours: boolean;
  readonly hasPrefix: boolean;
  readonly hasTimes: boolean;
  /** The newest lines only; Infinity for all. */
  readonly tail: number;
  readonly signal: AbortSignal;
  /** By container id: how many lines it had said before, which are not shown. */
  readonly before?: ReadonlyMap<string, number>;
  /** Told of the first container that ends, and nothing is shown after that. */
  readonly endsWithFirst?: (container: DockerContainer) => void;
}

// cyan, yellow, green, magenta, blue, then the same more intense.
const colours = ['36', '33', '32', '35', '34', '36;1', '33;1', '32;1', '35;1', '34;1'];

/** Shows what containers say, each line behind its container's name; with `follows`, until all have ended. */
export async function showLogs(
  compose: Compose,
  containers: readonly DockerContainer[],
  options: LogOptions,
): Promise<void> {
  const { project, output, engine } = compose;
  const width = Math.max(...project.services.map(({ name }) => name.length)) + 3;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const isOver = () => signal.aborted;
  const sorted = [...containers].sort((a, b) => (a.name < b.name ? -1 : 1));
  const tasks = sorted.map(async (container, index) => {
    const paint = (text: string) =>
      options.hasColours ? `\x1b[${colours[index % colours.length] ?? '36'}m${text}\x1b[0m` : text;
    const prefix = options.hasPrefix ? `${paint(`${shortName(container).padEnd(width)} |`)} ` : '';
    const show = ({ at, text }: LogLine) => {
      const time = options.hasTimes ? `${new Date(at).toISOString().replace('Z', '000000Z')} ` : '';
      return `${prefix}${time}${text}`;
    };
    const { process } = container;
    if (!options.follows) {
      const lines = options.tail === 0 ? [] : (process?.log.lines ?? []).slice(-options.tail);
      for (const line of lines) await output.printNow(show(line));
      return;
    }
    if (process !== undefined) {
      const { tail, before } = options;
      const from = before?.get(container.id) ?? 0;
      for await (const { lines, missed } of follow([{ container: process, tail, from }], signal)) {
        if (missed > 0) await output.raw(missedText(missed, compose.invocation.lang));
        for (const line of lines) await output.printNow(show(line));
      }
    }
    if (isOver()) return;
    const exitCode = isRunning(container) ? await engine.containers.ended(container) : container.exitCode;
    if (isOver()) return;
    await output.printNow(paint(`${container.name} exited with code ${exitCode}\n`));
    if (options.endsWithFirst === undefined) return;
    stop.abort();
    options.endsWithFirst(container);
  });
  // A container that says nothing and does not end holds nobody up who wants to go.
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  await Promise.race([Promise.all(tasks), aborted]);
}
