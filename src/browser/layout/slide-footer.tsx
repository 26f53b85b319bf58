import { useRef } from 'preact/hooks';
import { unitsOn } from '../exercises/lookup.ts';
import { run, whyNot } from '../exercises/lookup.ts';
import { isActive, isDone, type Page, stateOf } from '../page.ts';
import { goTo, goToNumber } from '../slides/navigation.ts';
import type { Sections, StageProps } from '../slides/stage.ts';
import { Icon } from './icon.tsx';

/** Under the slides: where we are, the way back and on, and the steps of this slide. */
export function SlideFooter({ page, sections }: StageProps) {
  const { t, course, slide, position } = page;
  const total = course.slides.at(-1)?.number ?? 0;
  return (
    <>
      <progress class="slide-line" max={course.slides.length} value={position.value + 1} aria-label={t.slideProgress} />
      <div class="slide-footer-row">
        <nav class="pager" aria-label={t.slides}>
          <button
            type="button"
            class="quiet"
            aria-label={t.previous}
            title={`${t.previous} (←)`}
            disabled={position.value === 0}
            onClick={() => {
              goTo(page, position.value - 1);
            }}
          >
            <Icon name="left" />
          </button>
          <Counter
            key={slide.value.index}
            number={slide.value.number}
            total={total}
            label={t.goTo}
            go={(number) => {
              goToNumber(page, number);
            }}
          />
          <button
            type="button"
            class="quiet"
            aria-label={t.next}
            title={`${t.next} (→)`}
            disabled={position.value === course.slides.length - 1}
            onClick={() => {
              goTo(page, position.value + 1);
            }}
          >
            <Icon name="right" />
          </button>
        </nav>
        <SlideBar page={page} sections={sections} />
      </div>
    </>
  );
}

interface CounterProps {
  readonly number: number;
  readonly total: number;
  readonly label: string;
  readonly go: (number: number) => void;
}

/** `12 / 30`; the number can be written over. */
function Counter({ number, total, label, go }: CounterProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <form
      class="counter"
      onSubmit={(event) => {
        event.preventDefault();
        go(Number(input.current?.value));
        document.getElementById('slides')?.focus({ preventScroll: true });
      }}
    >
      <input
        ref={input}
        inputMode="numeric"
        size={Math.max(2, String(total).length)}
        defaultValue={String(number)}
        aria-label={label}
        onFocus={(event) => {
          event.currentTarget.select();
        }}
        onBlur={(event) => {
          event.currentTarget.value = String(number);
        }}
      />
      <span>/ {total}</span>
    </form>
  );
}

/** Under a slide: run what it shows, go on to the end, stop. */
function SlideBar({ page, sections }: { readonly page: Page; readonly sections: Sections }) {
  const { t } = page;
  const units = unitsOn(page, sections.value[page.position.value]).filter(({ kind }) => kind !== 'manual');
  const reason = whyNot(page);
  const own = units.filter((unit) => unit.slide === page.slide.value.index);
  const first = own[0] ?? units[0];
  const again = own.length > 0 && own.every((unit) => isDone(stateOf(page, unit)));
  // Something before this slide was never done, or its shell has ended.
  const isBehind = page.course.units.some((unit) => {
    if (first === undefined || unit.slide >= first.slide || unit.kind === 'manual') return false;
    const state = stateOf(page, unit);
    return !isDone(state) || state.stale !== undefined;
  });
  const running = units.some((unit) => isActive(stateOf(page, unit)));
  return (
    <div class="slide-bar" role="group" aria-label={t.steps}>
      {page.busy.value && (
        <button
          type="button"
          class="stop"
          title={t.stopHint}
          onClick={() => {
            page.send({ type: 'stop' });
          }}
        >
          <Icon name="stop" /> <span class="label">{t.stop}</span>
        </button>
      )}
      {first !== undefined && (
        <>
          <button
            type="button"
            disabled={reason !== undefined || running}
            title={reason ?? (again ? t.runAgain : t.runSlide)}
            aria-label={again ? t.runAgain : t.runSlide}
            onClick={(event) => {
              if (event.detail <= 1) run(page, first, again ? 'again' : 'slide');
            }}
          >
            <Icon name={again ? 'retry' : 'play'} /> <span class="label">{again ? t.runAgain : t.runSlide}</span>
            <span class="label short">{again ? t.again : t.run}</span>
          </button>
          {isBehind && (
            <button
              type="button"
              disabled={reason !== undefined || running}
              title={reason ?? t.runUpTo}
              aria-label={t.runUpTo}
              onClick={(event) => {
                if (event.detail <= 1) run(page, first, 'upTo');
              }}
            >
              <Icon name="catchUp" />
            </button>
          )}
          <button
            type="button"
            disabled={reason !== undefined || running}
            title={reason ?? t.runRest}
            aria-label={t.runRest}
            onClick={() => {
              page.dialog.value = 'runRest';
            }}
          >
            <Icon name="forward" />
          </button>
        </>
      )}
    </div>
  );
}
