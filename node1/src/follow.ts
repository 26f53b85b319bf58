import type { Language } from './messages/codes.ts';
import { message, word } from './messages/message.ts';
import type { Container, LogLine } from './workload.ts';

/** A container whose log is followed. */
export interface Followed {
  readonly container: Container;
  /** Its newest lines only, of those that are there at the start; Infinity for all. */
  readonly tail: number;
  /** Nothing before this line, counted from the first that it ever said. Default: 0. */
  readonly from?: number;
}

/** Lines of one container, in the order in which they came. */
export interface Piece {
  /** Which of the containers. */
  readonly index: number;
  readonly lines: readonly LogLine[];
  /** Lines before these that are kept no more: whoever reads came too late for them. Told seldom, all that came since it was told last. */
  readonly missed: number;
}

/** Lines at once: what is held for a reader that has stopped. */
const mostLines = 256;

/**
 * What containers say, from their logs, as fast as it is asked for; ends with the containers, or with `signal`. A slow reader holds up nothing
 * but itself, and costs no memory: the next piece is read from the log when it is wanted, as on a real node, where logs are files.
 */
export async function* follow(followed: readonly Followed[], signal: AbortSignal): AsyncGenerator<Piece> {
  const state = { hasNews: true, wake: (): void => undefined };
  const news = (): void => {
    state.hasNews = true;
    state.wake();
  };
  const readers = followed.map(({ container: { log }, tail, from = 0 }) => ({
    log,
    next: Math.max(from, log.dropped + Math.max(0, log.lines.length - tail)),
    /** Lines that were missed and are not told yet, and those that are. */
    missed: 0,
    told: 0,
  }));
  const stops = readers.map(({ log }) => log.onChange(news));
  let running = followed.length;
  for (const { container } of followed) {
    void container.ended.then(() => {
      running--;
      news();
    });
  }
  signal.addEventListener('abort', news);
  try {
    while (!signal.aborted) {
      state.hasNews = false;
      // Its last lines were there before it ended.
      const isOver = running === 0;
      for (const [index, reader] of readers.entries()) {
        const { log } = reader;
        const gap = Math.max(0, log.dropped - reader.next);
        const from = reader.next + gap - log.dropped;
        const lines = log.lines.slice(from, from + mostLines);
        reader.missed += gap;
        const isLast = isOver && lines.length === 0;
        // Each time that it has doubled, and at the end: a flood is not to be answered by one.
        const missed = reader.missed > reader.told || isLast ? reader.missed : 0;
        reader.missed -= missed;
        reader.told += missed;
        if (lines.length === 0 && missed === 0) continue;
        reader.next += gap + lines.length;
        state.hasNews = true;
        yield { index, lines, missed };
      }
      if (state.hasNews) continue;
      if (isOver) return;
      await new Promise<void>((resolve) => (state.wake = resolve));
    }
  } finally {
    signal.removeEventListener('abort', news);
    for (const stop of stops) stop();
  }
}

/** What a reader is told who came too late for some lines. */
export function missedText(missed: number, lang: Language | undefined): string {
  return missed === 0 ? '' : `${word(message('notice/missed-lines', { count: missed }), lang)}\n`;
}
