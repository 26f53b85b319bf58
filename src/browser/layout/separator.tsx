import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Page } from '../page.ts';
import { recallNumber, remember } from '../remember.ts';
import { setLayout } from '../slides/commands.ts';

/** Share of the slides in the width, in per cent. */
const range = { min: 20, max: 80 };
/** Of the pages, and of a presenter's: there the notes are what is read. */
const usual = { split: 56, presenterSplit: 34 } as const;

/** Between slides and terminal: moved by pointer or arrows, Return gives the slides all the room and takes it back. */
export function Separator({ page, app }: { readonly page: Page; readonly app: HTMLElement }) {
  const key = page.presenter.value ? 'presenterSplit' : 'split';
  const share = useSignal(recallNumber(key, range.min, range.max, usual[key]));
  const dragging = useRef(false);
  useEffect(() => {
    app.style.setProperty('--split', `${share.value}%`);
  }, [share.value]);
  const set = (percent: number) => {
    share.value = Math.round(Math.max(range.min, Math.min(range.max, percent)) * 10) / 10;
    remember(key, share.value);
  };
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => {
      set(share.value - 2);
    },
    ArrowRight: () => {
      set(share.value + 2);
    },
    Home: () => {
      set(range.min);
    },
    End: () => {
      set(range.max);
    },
    Enter: () => {
      setLayout(page, page.layout.value === 'both' ? 'slides' : 'both');
    },
  };
  return (
    <div
      class="separator"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={page.t.separator}
      aria-controls="slides"
      aria-valuemin={range.min}
      aria-valuemax={range.max}
      aria-valuenow={Math.round(share.value)}
      aria-valuetext={page.t.separatorValue(Math.round(share.value))}
      onDblClick={() => {
        set(usual[key]);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!dragging.current) return;
        const box = app.getBoundingClientRect();
        set(((event.clientX - box.left) / box.width) * 100);
      }}
      onLostPointerCapture={() => {
        dragging.current = false;
      }}
      onKeyDown={(event) => {
        const move = moves[event.key];
        if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        move();
      }}
    />
  );
}
