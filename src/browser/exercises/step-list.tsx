import type { UnitView } from '../../protocol.ts';
import { Icon } from '../layout/icon.tsx';
import { type Page, stateOf } from '../page.ts';
import { goTo } from '../slides/navigation.ts';
import { statusIcons } from './step-status.tsx';
import { nameOf, wordsOf } from './wording.ts';

/** All steps of the workshop with their states; each leads to its slide. */
export function StepList({ page }: { readonly page: Page }) {
  const { t, course } = page;
  if (course.units.length === 0) return <p>{t.noSteps}</p>;
  const { done, failed, total } = page.progress.value;
  return (
    <>
      <p>
        {t.stepsDone(done, total)}
        {failed > 0 && ` · ${t.stepsFailed(failed)}`}
      </p>
      {course.slides.map((slide, position) => {
        const units = course.units.filter((unit) => unit.slide === slide.index);
        if (units.length === 0) return null;
        return (
          <section key={slide.index} class="step-group">
            <h3>
              <span class="number">{slide.number}</span> {slide.title}
            </h3>
            <ol>
              {units.map((unit) => (
                <StepRow key={unit.id} page={page} unit={unit} position={position} />
              ))}
            </ol>
          </section>
        );
      })}
      <div class="dialog-actions">
        <button
          type="button"
          onClick={() => {
            page.dialog.value = 'newNode';
          }}
        >
          <Icon name="fresh" /> {t.newNode('node1')}
        </button>
      </div>
    </>
  );
}

function StepRow({
  page,
  unit,
  position,
}: {
  readonly page: Page;
  readonly unit: UnitView;
  readonly position: number;
}) {
  const state = stateOf(page, unit);
  return (
    <li>
      <button
        type="button"
        class="row"
        onClick={() => {
          page.dialog.value = undefined;
          goTo(page, position);
          page.step.value = unit.id;
        }}
      >
        <code>{nameOf(page, unit)}</code>
        <span class="row-status" data-status={state.status}>
          <Icon name={statusIcons[state.status]} /> {wordsOf(page.t, state)}
        </span>
      </button>
    </li>
  );
}
