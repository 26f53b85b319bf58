import { useTick } from '../layout/tick.ts';
import { type Page, plannedKey } from '../page.ts';
import { remember } from '../remember.ts';
import { timerValue } from './timer.ts';

const minute = 60_000;

/** How far one is in the slides and in the time; what is planned can be written here, or in the deck (`minutes`). */
export function Pace({ page }: { readonly page: Page }) {
  useTick();
  const { t, planned } = page;
  const total = page.course.slides.length;
  const done = page.position.value;
  const share = total < 2 ? 0 : done / (total - 1);
  const elapsed = timerValue(page.timer.value) / minute;
  return (
    <div class="pace">
      <label class="planned">
        <input
          type="number"
          min={1}
          max={24 * 60}
          inputMode="numeric"
          value={planned.value === undefined ? '' : String(planned.value)}
          placeholder="–"
          onChange={({ currentTarget }) => {
            const minutes = Number(currentTarget.value);
            planned.value = minutes >= 1 && minutes <= 24 * 60 ? minutes : undefined;
            remember(plannedKey(page.course), planned.value ?? 0);
          }}
        />{' '}
        {t.plannedMinutes}
      </label>
      <span class="pace-text" data-late={String(isLate(planned.value, share, elapsed))}>
        {words(page, share, elapsed)}
      </span>
      <span class="pace-lines" aria-hidden="true">
        <progress max={1} value={share} />
        {planned.value !== undefined && <progress class="pace-time" max={planned.value} value={elapsed} />}
      </span>
    </div>
  );
}

/** A minute and a twentieth of the time are no delay. */
function isLate(planned: number | undefined, share: number, elapsed: number): boolean {
  return planned !== undefined && elapsed - share * planned > Math.max(1, planned / 20);
}

function words({ t, planned, course, timer }: Page, share: number, elapsed: number): string {
  const { before, since } = timer.value;
  if (before === 0 && since === undefined) return t.paceNotStarted;
  if (planned.value !== undefined) {
    const ahead = Math.round(share * planned.value - elapsed);
    return ahead === 0 ? t.onTime : ahead > 0 ? t.ahead(ahead) : t.behind(-ahead);
  }
  // Before the first slides are done, any guess is wrong.
  if (elapsed < 1 || share === 0) return t.paceSoon;
  const end = new Date(Date.now() + elapsed * (1 / share - 1) * minute);
  return t.endsAbout(end.toLocaleTimeString(course.lang, { hour: '2-digit', minute: '2-digit' }));
}
