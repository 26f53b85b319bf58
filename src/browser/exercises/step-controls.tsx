import { Icon } from '../layout/icon.tsx';
import { isWrong, stateOf, type UnitProps } from '../page.ts';
import { CopyButton } from './copy-button.tsx';
import { Failure } from './failure.tsx';
import { mark, run, whyNot } from './lookup.ts';
import { StepChanges } from './step-changes.tsx';
import { StepStatus } from './step-status.tsx';
import { hasInvisible, spellOut } from './wording.ts';

/** Everything around one snippet: buttons, state, and what to do when it has failed. */
export function StepControls({ page, unit, same }: UnitProps & { readonly same: boolean }) {
  const state = stateOf(page, unit);
  return (
    <>
      <div class="step-actions">
        {unit.kind === 'manual' ? <DoneBox page={page} unit={unit} /> : <RunButton page={page} unit={unit} />}
        {unit.kind !== 'manual' && unit.kind !== 'check' && (
          <CopyButton page={page} text={unit.kind === 'open' ? (state.url ?? unit.text) : unit.text} />
        )}
        {unit.terminal !== undefined && (
          <span class="step-where" title={page.t.inTerminal(unit.terminal)}>
            <Icon name="terminalOnly" /> <span class="visually-hidden">{page.t.inTerminal('')}</span>
            {unit.terminal}
          </span>
        )}
      </div>
      <Warning page={page} unit={unit} same={same} />
      <StepStatus page={page} unit={unit} />
      {isWrong(state) && <Failure page={page} unit={unit} state={state} />}
      {state.changes && <StepChanges t={page.t} changes={state.changes} />}
    </>
  );
}

function RunButton({ page, unit }: UnitProps) {
  const { t } = page;
  const { status } = stateOf(page, unit);
  if (status === 'running' || status === 'waiting') {
    return (
      <button
        type="button"
        class="run stop"
        title={t.stopHint}
        onClick={() => {
          page.send({ type: 'stop' });
        }}
      >
        <Icon name="stop" /> {t.stop}
      </button>
    );
  }
  if (status === 'queued') {
    return (
      <button
        type="button"
        class="run"
        onClick={() => {
          mark(page, unit, 'idle');
        }}
      >
        <Icon name="cross" /> {t.dequeue}
      </button>
    );
  }
  const reason = whyNot(page);
  const text = spellOut(unit.text);
  const [icon, label, hint] =
    unit.kind === 'check'
      ? (['check', t.check, t.checkHint] as const)
      : unit.kind === 'open'
        ? (['globe', t.open, t.openThis(text)] as const)
        : (['play', t.run, t.runThis(text)] as const);
  return (
    <button
      type="button"
      class="run"
      disabled={reason !== undefined}
      aria-busy={page.asked.value.has(unit.id)}
      aria-label={hint}
      title={reason ?? hint}
      onClick={(event) => {
        // A double click is one click.
        if (event.detail > 1) return;
        run(page, unit, 'unit');
        // After the mouse, the space bar turns slides again.
        if (event.detail > 0) document.getElementById('slides')?.focus({ preventScroll: true });
      }}
    >
      <Icon name={icon} /> {label}
    </button>
  );
}

function DoneBox({ page, unit }: UnitProps) {
  const checked = stateOf(page, unit).status === 'passed';
  return (
    <label class="done-box">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => {
          mark(page, unit, event.currentTarget.checked ? 'done' : 'idle');
        }}
      />
      {page.t.done}
    </label>
  );
}

function Warning({ page, unit, same }: UnitProps & { readonly same: boolean }) {
  const hides = hasInvisible(unit.text);
  if (same && !hides) return null;
  return (
    <div class="step-warning" role="note">
      <Icon name="warning" /> {hides ? page.t.suspicious : page.t.differs}
      <code dir="ltr">{spellOut(unit.text)}</code>
    </div>
  );
}
