import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../layout/icon.tsx';
import { useTick } from '../layout/tick.ts';
import { recallNumber, remember } from '../remember.ts';
import type { StageProps } from '../slides/stage.ts';
import { Pace } from './pace.tsx';
import { StageTools } from './stage-tools.tsx';
import { clockFace, resetTimer, timerValue, toggleTimer } from './timer.ts';

const sizes = { min: 0.7, max: 2.5, usual: 1.3 };

/** Beside the current slide: what comes next, notes, and the time. */
export function Presenter({ page, sections }: StageProps) {
  const { t, position } = page;
  const size = useSignal(recallNumber('notes', sizes.min, sizes.max, sizes.usual));
  const resize = (by: number) => {
    size.value = Math.round(Math.max(sizes.min, Math.min(sizes.max, size.value + by)) * 10) / 10;
    remember('notes', size.value);
  };
  const next = sections.value[position.value + 1];
  return (
    <div class="presenter">
      <Times page={page} />
      <StageTools page={page} />
      <header class="notes-header">
        <h2 class="visually-hidden">{t.notes}</h2>
        <p class="next-title">
          {next === undefined
            ? t.lastSlide
            : `${t.nextUp}${t.colon} ${page.course.slides[position.value + 1]?.title ?? ''}`}
        </p>
        <button
          type="button"
          class="quiet"
          aria-label={t.smallerNotes}
          title={t.smallerNotes}
          onClick={() => {
            resize(-0.1);
          }}
        >
          A−
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={t.largerNotes}
          title={t.largerNotes}
          onClick={() => {
            resize(0.1);
          }}
        >
          A+
        </button>
      </header>
      <div class="notes-text" tabIndex={0} role="group" aria-label={t.notes} style={{ fontSize: `${size.value}em` }}>
        <Notes section={sections.value[position.value]} none={t.noNotes} />
        {next !== undefined && (
          <>
            <h3>{t.nextNotes}</h3>
            <Notes section={next} none={t.noNotes} />
          </>
        )}
      </div>
    </div>
  );
}

function Times({ page }: { readonly page: StageProps['page'] }) {
  useTick();
  const { t, timer } = page;
  return (
    <div class="times">
      <button
        type="button"
        class="timer"
        title={`${t.startTimer} (s)`}
        aria-label={t.startTimer}
        aria-pressed={timer.value.since !== undefined}
        onClick={() => {
          toggleTimer(page);
        }}
      >
        {clockFace(timerValue(timer.value))}
      </button>
      <button
        type="button"
        class="quiet"
        title={`${t.resetTimer} (t)`}
        aria-label={t.resetTimer}
        onClick={() => {
          resetTimer(page);
        }}
      >
        <Icon name="retry" />
      </button>
      <Pace page={page} />
      <time class="clock">
        {new Date().toLocaleTimeString(page.course.lang, { hour: '2-digit', minute: '2-digit' })}
      </time>
    </div>
  );
}

/** The notes of a slide, as the server has made them. */
function Notes({ section, none }: { readonly section: HTMLElement | undefined; readonly none: string }) {
  const box = useRef<HTMLDivElement>(null);
  const notes = section?.querySelector(':scope > .notes');
  const empty = (notes?.textContent.trim() ?? '') === '';
  useEffect(() => {
    box.current?.replaceChildren(...[...(notes?.childNodes ?? [])].map((node) => node.cloneNode(true)));
  }, [notes]);
  return (
    <>
      <div ref={box} hidden={empty} />
      {empty && <p class="no-notes">{none}</p>}
    </>
  );
}
