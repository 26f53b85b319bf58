import { type ReadonlySignal, signal } from '@preact/signals';

interface Notice {
  readonly text: string;
  /** Label and effect of its button. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** One line over the terminal; the last one said is shown. */
export interface Notices {
  readonly shown: ReadonlySignal<Notice | undefined>;
  /** Says something that goes away by itself. */
  readonly say: (text: string) => void;
  /** Offers something; stays until it is taken or closed. */
  readonly offer: (text: string, label: string, run: () => void) => void;
  readonly close: () => void;
}

/** Milliseconds that a sentence is shown. */
const shownFor = 6000;

export function createNotices(): Notices {
  const shown = signal<Notice | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (notice: Notice | undefined) => {
    clearTimeout(timer);
    shown.value = notice;
  };
  return {
    shown,
    say: (text) => {
      show({ text });
      timer = setTimeout(() => {
        shown.value = undefined;
      }, shownFor);
    },
    offer: (text, label, run) => {
      const action = {
        label,
        run: () => {
          show(undefined);
          run();
        },
      };
      show({ text, action });
    },
    close: () => {
      show(undefined);
    },
  };
}
