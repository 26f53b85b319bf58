import { unitsOn } from '../exercises/lookup.ts';
import { Icon } from '../layout/icon.tsx';
import { isDone, isWrong, stateOf } from '../page.ts';
import { goTo } from './navigation.ts';
import type { StageProps } from './stage.ts';

/** The titles of the slides; increments count as one slide. */
export function Contents({ page, sections }: StageProps) {
  const { course } = page;
  const starts = course.slides.flatMap((slide, at) => (at <= page.position.value && !slide.continued ? [at] : []));
  const current = starts.at(-1);
  return (
    <ol class="contents">
      {course.slides.map(
        (slide, position) =>
          !slide.continued && (
            <li key={slide.index}>
              <button
                type="button"
                class="row"
                aria-current={position === current ? 'page' : undefined}
                data-focus={position === current ? true : undefined}
                onClick={() => {
                  page.dialog.value = undefined;
                  goTo(page, position);
                }}
              >
                <span class="number">{slide.number}</span>
                <span class="title">{slide.title || page.t.slideN(slide.number)}</span>
                <SlideProgress page={page} section={sections.value[position]} />
              </button>
            </li>
          ),
      )}
    </ol>
  );
}

/** `2/3` beside a slide with steps, with a sign once all are done or one went wrong. */
export function SlideProgress({
  page,
  section,
}: {
  readonly page: StageProps['page'];
  readonly section: HTMLElement | undefined;
}) {
  const states = unitsOn(page, section).map((unit) => stateOf(page, unit));
  if (states.length === 0) return null;
  const done = states.filter(isDone).length;
  const wrong = states.some(isWrong);
  const status = wrong ? 'failed' : done === states.length ? 'passed' : 'idle';
  return (
    <span class="slide-progress" data-status={status} title={page.t.stepsDone(done, states.length)}>
      {status !== 'idle' && <Icon name={wrong ? 'cross' : 'check'} />} {done}/{states.length}
    </span>
  );
}
