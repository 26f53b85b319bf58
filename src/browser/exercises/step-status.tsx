import type { UnitStatus } from '../../protocol.ts';
import { Icon, type IconName } from '../layout/icon.tsx';
import { useTick } from '../layout/tick.ts';
import { stateOf, type UnitProps } from '../page.ts';
import { wordsOf } from './wording.ts';

export const statusIcons: Readonly<Record<UnitStatus, IconName>> = {
  idle: 'circle',
  queued: 'clock',
  running: 'spinner',
  waiting: 'spinner',
  passed: 'check',
  failed: 'cross',
  timedOut: 'clock',
  broken: 'warning',
  skipped: 'skip',
  manual: 'hand',
  notRun: 'stop',
};

/** How a unit is: by a sign, by words, and only then by colour. Nothing as long as nothing has happened. */
export function StepStatus({ page, unit }: UnitProps) {
  const { t } = page;
  const state = stateOf(page, unit);
  const running = state.status === 'running' || state.status === 'waiting';
  const hidden = unit.hidden > 0 && (
    <span class="hidden-steps" title={t.hiddenStepsHint}>
      {t.hiddenSteps(unit.hidden)}
    </span>
  );
  if (state.status === 'idle' && state.note !== undefined) {
    return (
      <p class="step-status" data-status="idle">
        <span class="status-reason">
          <Icon name="warning" /> {state.note}
        </span>
        {hidden}
      </p>
    );
  }
  if (state.status === 'idle' || state.status === 'manual')
    return hidden === false ? null : <p class="step-status">{hidden}</p>;
  return (
    <p class="step-status" data-status={state.status} data-stale={state.stale}>
      <span class="status-words">
        <Icon name={statusIcons[state.status]} /> {wordsOf(t, state)}
        {running && <Seconds page={page} unit={unit} />}
      </span>
      {state.status === 'waiting' && state.cause !== undefined && <span class="status-reason">{state.cause}</span>}
      {state.status === 'waiting' && state.reason !== undefined && <span class="status-reason">{state.reason}</span>}
      {state.stale !== undefined && <span class="status-reason">{t.stale[state.stale]}</span>}
      {state.status === 'passed' && state.note !== undefined && <span class="status-reason">{state.note}</span>}
      {state.status === 'passed' && isWeb(state.url) && (
        <a class="open-page" href={state.url} target="_blank" rel="noopener noreferrer">
          {t.openPage} <Icon name="external" />
        </a>
      )}
      {hidden}
    </p>
  );
}

function Seconds({ page, unit }: UnitProps) {
  useTick();
  const told = page.told.get(unit.id)?.value;
  if (told === undefined) return null;
  const elapsed = (told.state.elapsedMs ?? 0) + performance.now() - told.at;
  return <span class="seconds"> · {page.t.seconds(Math.floor(elapsed / 1000))}</span>;
}

function isWeb(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\//i.test(url);
}
