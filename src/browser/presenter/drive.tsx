import './drive.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageDriveWords } from '../../messages/en/page-drive.ts';
import type { UnitView } from '../../protocol.ts';
import { mark, run, whyNot } from '../exercises/lookup.ts';
import { statusIcons } from '../exercises/step-status.tsx';
import { nameOf, wordsOf } from '../exercises/wording.ts';
import { Icon, type IconName } from '../layout/icon.tsx';
import { isActive, isDone, isWrong, type Page, stateOf } from '../page.ts';
import { openDialog, perform } from '../slides/commands.ts';
import { goTo } from '../slides/navigation.ts';
import { EditForm } from './edit-form.tsx';

/** Shows an instructor the controls of `pupitre run --step`, while they are wanted. */
export async function showDrive(page: Page, place: HTMLElement): Promise<void> {
  const { pageDrive } = await (page.course.lang === 'fr'
    ? import('../../messages/fr/page-drive.ts')
    : import('../../messages/en/page-drive.ts'));
  const root = document.createElement('div');
  place.append(root);
  followStep(page);
  effect(() => {
    render(page.driving.value ? <Drive page={page} words={pageDrive} /> : null, root);
  });
}

/** The step that the controls are about: the one that was chosen, else where the slide that is shown goes on. */
function stepNow(page: Page): UnitView | undefined {
  const { units } = page.course;
  const chosen = units.find(({ id }) => id === page.step.value);
  if (chosen) return chosen;
  const here = page.slide.value.index;
  const isOpen = (unit: UnitView): boolean => !isDone(stateOf(page, unit));
  const next =
    units.find((unit) => unit.slide === here && isOpen(unit)) ??
    units.find((unit) => unit.slide > here && isOpen(unit));
  return next ?? [...units].reverse().find((unit) => unit.slide <= here) ?? units[0];
}

function stepAfter({ course: { units } }: Page, unit: UnitView | undefined): UnitView | undefined {
  return unit && units[units.findIndex(({ id }) => id === unit.id) + 1];
}

/** When a step that was chosen is done, the next one is, in the order of the course. */
function followStep(page: Page): void {
  let last: { readonly id: string; readonly ran: boolean } | undefined;
  effect(() => {
    const unit = page.course.units.find(({ id }) => id === page.step.value);
    const state = unit && stateOf(page, unit);
    if (unit && state && last?.id === unit.id && last.ran && isDone(state)) {
      const next = stepAfter(page, unit)?.id ?? unit.id;
      queueMicrotask(() => {
        page.step.value = next;
      });
    }
    last = unit && state && { id: unit.id, ran: isActive(state) };
  });
}

interface DriveProps {
  readonly page: Page;
  readonly words: PageDriveWords;
}

function Drive({ page, words }: DriveProps) {
  const panel = useRef<HTMLElement>(null);
  const [edits, setEdits] = useState<string>();
  const unit = stepNow(page);
  useEffect(() => {
    // Who has asked for it by the keyboard goes on there.
    if (document.activeElement === document.body || document.activeElement?.id === 'slides')
      panel.current?.querySelector<HTMLElement>('.drive-run')?.focus({ preventScroll: true });
  }, []);
  if (!unit) return <p class="drive">{page.t.noSteps}</p>;
  const { units, slides } = page.course;
  const at = units.findIndex(({ id }) => id === unit.id);
  const state = stateOf(page, unit);
  const number = slides.find(({ index }) => index === unit.slide)?.number ?? unit.slide;
  return (
    <section ref={panel} class="drive" aria-label={words.title}>
      <p class="drive-step">
        <span>{words.where(at + 1, units.length, number)}</span> <code title={unit.text}>{nameOf(page, unit)}</code>{' '}
        <span class="drive-status" data-status={state.status}>
          <Icon name={statusIcons[state.status]} /> {wordsOf(page.t, state)}
        </span>
      </p>
      <Buttons
        page={page}
        words={words}
        unit={unit}
        at={at}
        edit={() => {
          setEdits(unit.id);
        }}
      />
      {edits === unit.id && (
        <EditForm
          key={unit.id}
          page={page}
          words={words}
          unit={unit}
          onClose={() => {
            setEdits(undefined);
            panel.current?.querySelector<HTMLElement>('.drive-edit')?.focus();
          }}
        />
      )}
      <Settings page={page} words={words} />
    </section>
  );
}

interface ButtonsProps extends DriveProps {
  readonly unit: UnitView;
  /** Its place in the course, from 0. */
  readonly at: number;
  readonly edit: () => void;
}

function Buttons({ page, words, unit, at, edit }: ButtonsProps) {
  const { t } = page;
  const state = stateOf(page, unit);
  const reason = whyNot(page);
  const isBusy = page.busy.value;
  const waits = page.course.units.some((each) => stateOf(page, each).status === 'queued');
  const choose = (next: UnitView | undefined): void => {
    if (!next) return;
    goTo(
      page,
      page.course.slides.findIndex(({ index }) => index === next.slide),
    );
    page.step.value = next.id;
  };
  const isByHand = unit.kind === 'manual';
  return (
    <div class="drive-buttons" role="group" aria-label={words.title}>
      <Act
        icon="left"
        label={words.back}
        disabled={at === 0}
        act={() => {
          choose(page.course.units[at - 1]);
        }}
      />
      <Act
        primary
        icon={isByHand ? 'check' : isWrong(state) ? 'retry' : 'play'}
        label={isByHand ? t.done : isWrong(state) ? t.retry : t.run}
        disabled={isByHand ? isDone(state) : reason !== undefined || isActive(state)}
        hint={reason}
        act={() => {
          page.step.value = unit.id;
          if (isByHand) mark(page, unit, 'done');
          else run(page, unit, 'unit');
        }}
      />
      <Act
        icon="skip"
        label={t.skip}
        disabled={isActive(state) && state.status !== 'queued'}
        act={() => {
          // One that has passed, or failed, stays so.
          if (!isDone(state) && !isWrong(state)) mark(page, unit, 'skipped');
          choose(stepAfter(page, unit));
        }}
      />
      {isWrong(state) && (
        <Act
          icon="check"
          label={words.accept}
          hint={words.acceptHint}
          act={() => {
            mark(page, unit, 'accepted');
            choose(stepAfter(page, unit));
          }}
        />
      )}
      {unit.kind === 'run' && unit.visible && (
        <Act name="drive-edit" icon="pen" label={words.edit} disabled={reason !== undefined} hint={reason} act={edit} />
      )}
      <Act
        icon="catchUp"
        label={words.toHere}
        hint={reason ?? t.runUpTo}
        disabled={reason !== undefined || isBusy || isByHand}
        act={() => {
          run(page, unit, 'upTo');
        }}
      />
      <Act
        icon="forward"
        label={words.toFailure}
        hint={reason ?? t.runRest}
        disabled={reason !== undefined || isBusy || isByHand}
        act={() => {
          page.step.value = undefined;
          run(page, unit, 'rest');
        }}
      />
      <Act
        icon="pause"
        label={words.pause}
        hint={words.pauseHint}
        disabled={!waits}
        act={() => {
          page.send({ type: 'stop', after: true });
        }}
      />
      <Act
        icon="list"
        label={words.goTo}
        act={() => {
          openDialog(page, 'steps');
        }}
      />
    </div>
  );
}

interface ActProps {
  readonly icon: IconName;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly name?: string;
  readonly act: () => void;
}

function Act({ icon, label, hint, primary = false, disabled = false, name = '', act }: ActProps) {
  return (
    <button
      type="button"
      class={`${primary ? 'primary drive-run' : ''} ${name}`.trim()}
      title={hint ?? label}
      disabled={disabled}
      onClick={(event) => {
        // A double click is one click.
        if (event.detail <= 1) act();
      }}
    >
      <Icon name={icon} /> {label}
    </button>
  );
}

const speeds = ['off', 'slow', 'normal', 'fast'] as const;

/** How steps are run, in every window. */
function Settings({ page, words }: DriveProps) {
  const { hidden, typing } = page.drive.value;
  return (
    <div class="drive-settings">
      <label>
        <input
          type="checkbox"
          checked={hidden}
          onChange={(event) => {
            page.drive.value = { hidden: event.currentTarget.checked, typing };
            page.send({ type: 'drive', hidden: event.currentTarget.checked });
          }}
        />{' '}
        {words.hidden}
      </label>
      <label>
        <input
          type="checkbox"
          checked={page.stage.value.demo}
          onChange={() => {
            perform(page, 'demo');
          }}
        />{' '}
        {words.demo}
      </label>
      <label>
        {words.typing}{' '}
        <select
          value={typing}
          onChange={(event) => {
            const chosen = speeds.find((each) => each === event.currentTarget.value) ?? 'normal';
            page.drive.value = { hidden, typing: chosen };
            page.send({ type: 'drive', typing: chosen });
          }}
        >
          {speeds.map((speed) => (
            <option key={speed} value={speed}>
              {words.speeds[speed]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
