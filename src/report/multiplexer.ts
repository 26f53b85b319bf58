import type { Reporter } from './reporter.ts';

/**
 * One reporter that hands every event to several. One that throws is told to `onError` once and gets no further events;
 * the run and the others go on. Its `onEnd` is still called, so that it can close a file or give the cursor back.
 */
export function multiplex(reporters: readonly Reporter[], onError: (name: string, error: unknown) => void): Reporter {
  const dropped = new Set<Reporter>();
  const drop = (reporter: Reporter, error: unknown): void => {
    if (dropped.has(reporter)) return;
    dropped.add(reporter);
    onError(reporter.name, error);
  };
  return {
    name: 'multiplexer',
    onEvent(event) {
      for (const reporter of reporters) {
        if (dropped.has(reporter)) continue;
        try {
          reporter.onEvent(event);
        } catch (error) {
          drop(reporter, error);
        }
      }
    },
    async onEnd() {
      await Promise.all(
        reporters.map(async (reporter) => {
          try {
            await reporter.onEnd?.();
          } catch (error) {
            drop(reporter, error);
          }
        }),
      );
    },
  };
}
