/** Characters that wait for a slow reader before who writes them has to wait as well. */
const mostWaiting = 1024 * 1024;

/** Texts that are written one after the other, as fast as their reader takes them. */
export interface Queue {
  /** A promise when the reader is so far behind that whoever has more should wait for it. */
  add(text: string, write: (text: string) => Promise<void>): Promise<void> | undefined;
  /** Fulfilled when all that was added is written. */
  written(): Promise<void>;
}

/** An empty queue. */
export function createQueue(): Queue {
  let last = Promise.resolve();
  let waiting = 0;
  return {
    add(text, write) {
      waiting += text.length;
      last = last
        .then(() => write(text))
        .then(() => {
          waiting -= text.length;
        });
      return waiting > mostWaiting ? last : undefined;
    },
    written: () => last,
  };
}
