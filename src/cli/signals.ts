import { constants } from 'node:os';

/** How the program was told to stop. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** 128 + the signal's number, as shells report it; undefined when nobody interrupted. */
  readonly exitCode: number | undefined;
  /** Interrupts as a signal would, with that exit code. */
  interrupt(exitCode: number): void;
  /** Gives the signals back their usual meaning. */
  release(): void;
}

/**
 * Turns SIGINT (^C), SIGQUIT (^\\), SIGTERM and SIGHUP into an abort, so that the run can end in order. A second one ends the program
 * at once; `onForce` may put the terminal right before that.
 */
export function onInterruption(onForce: () => void): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
  const handle = (name: NodeJS.Signals): void => {
    const code = 128 + constants.signals[name];
    if (exitCode !== undefined) {
      onForce();
      process.exit(code);
    }
    interrupt(code);
  };
  const interrupt = (code: number): void => {
    exitCode ??= code;
    controller.abort();
  };
  for (const name of names) process.on(name, handle);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    interrupt,
    release: () => {
      for (const name of names) process.off(name, handle);
    },
  };
}
