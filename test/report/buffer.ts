import type { RunEvent } from '../../src/plan/events.ts';
import type { Output, Reporter } from '../../src/report/reporter.ts';

/** An Output that keeps what is written to it. */
export interface Buffer extends Output {
  readonly text: () => string;
}

export function buffer(options: Partial<Pick<Output, 'isTTY' | 'columns' | 'colors'>> = {}): Buffer {
  const written: string[] = [];
  return {
    isTTY: false,
    columns: 80,
    colors: false,
    ...options,
    write: (text) => {
      written.push(text);
    },
    text: () => written.join(''),
  };
}

/** Hands a whole run to a reporter. */
export async function play(reporter: Reporter, events: readonly RunEvent[]): Promise<void> {
  for (const event of events) reporter.onEvent(event);
  await reporter.onEnd?.();
}
