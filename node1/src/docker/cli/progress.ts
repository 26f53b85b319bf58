import type { Stream } from '../../program.ts';
import type { ImageProgress } from '../image/pull.ts';

/** How docker's lines of a pull or push are shown. */
export interface Progress {
  readonly show: ImageProgress;
  /** Fulfilled when all of it is written. */
  finish(): Promise<void>;
}

/**
 * On a terminal, one line for each layer that is written anew (docker's jsonmessage.DisplayJSONMessagesStream); elsewhere a line
 * for each change. `hasLayers: false` leaves the layers out where there is no terminal, as docker-compose does.
 */
export function createProgress(stream: Stream, hasLayers = true): Progress {
  const lines = new Map<string, number>();
  let written = Promise.resolve();
  const write = (text: string) => {
    written = written.then(() => stream.write(text));
  };
  return {
    show(id, status) {
      const isHead = status.startsWith('Pulling from ');
      if (isHead) write(`${id}: ${status}\n`);
      else if (!stream.isTTY) {
        if (hasLayers) write(`${id}: ${status}\n`);
      } else {
        const known = lines.get(id);
        const line = known ?? lines.size;
        if (known === undefined) {
          lines.set(id, line);
          write('\n');
        }
        const up = lines.size - line;
        write(`\x1b[${up}A\x1b[2K\r${id}: ${status} \r\x1b[${up}B`);
      }
    },
    finish: () => written,
  };
}
