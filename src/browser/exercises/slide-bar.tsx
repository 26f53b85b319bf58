import { Icon } from '../layout/icon.tsx';
import { isActive, isDone, type Page, stateOf } from '../page.ts';
import type { Sections } from '../slides/stage.ts';
import { unitsOn } from './lookup.ts';
import { run, whyNot } from './requests.ts';

/** Under a slide: run what it shows, go on to the end, stop. */
export function SlideBar({ page, sections }: { readonly page: Page; readonly sections: Sections }) {
  const { t } = page;
  const units = unitsOn(page, sections[page.position.value]);
  const reason = whyNot(page);
  const own = units.filter((unit) => unit.slide === page.slide.value.index);
  const first = own[0] ?? units[0];
  const next = units.find((unit) => !isDone(stateOf(page, unit))) ?? first;
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
      {first !== undefined && next !== undefined && (
        <>
          <button
            type="button"
            disabled={reason !== undefined || running}
            title={reason ?? t.runSlide}
            onClick={(event) => {
              if (event.detail <= 1) run(page, first, 'slide');
            }}
          >
            <Icon name="play" /> <span class="label">{t.runSlide}</span>
          </button>
          <button
            type="button"
            disabled={reason !== undefined || running}
            title={reason ?? t.runRest}
            aria-label={t.runRest}
            onClick={(event) => {
              if (event.detail <= 1) run(page, next, 'rest');
            }}
          >
            <Icon name="forward" />
          </button>
        </>
      )}
    </div>
  );
}
