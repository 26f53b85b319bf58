import { diffLines } from 'diff';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { MismatchView, UnitState } from '../../protocol.ts';
import { Icon } from '../layout/icon.tsx';
import type { Page, UnitProps } from '../page.ts';
import { mark, run, whyNot } from './lookup.ts';

/** Why a unit did not pass, and the ways out. */
export function Failure({ page, unit, state }: UnitProps & { readonly state: UnitState }) {
  const { t } = page;
  const mismatches = state.mismatches ?? [];
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // Its first line is the cause, or the reason.
    details.current?.querySelector('p')?.scrollIntoView({ block: 'nearest' });
  }, []);
  useLayoutEffect(() => {
    const panel = details.current;
    // Who has left by one of the ways out is at the step again, not at the top of the page.
    return () => {
      if (!panel?.contains(document.activeElement)) return;
      panel.closest('.step-controls')?.querySelector<HTMLElement>('.run')?.focus({ preventScroll: true });
    };
  }, []);
  // Once is enough.
  const saysCode = new RegExp(`\\b${state.exitCode ?? 0}\\b`).test(state.reason ?? '');
  const known = mismatches.some(({ reason }) => reason === state.reason);
  return (
    <details ref={details} class="failure" open>
      <summary>{t.whatHappened}</summary>
      {state.cause !== undefined && <p class="failure-cause">{state.cause}</p>}
      {state.reason !== undefined && !known && <p class="failure-reason">{state.reason}</p>}
      {mismatches.map((mismatch, index) => (
        <Mismatch key={index} page={page} mismatch={mismatch} />
      ))}
      <div class="failure-actions">
        {state.there === true && (
          <button
            type="button"
            class="primary"
            onClick={() => {
              mark(page, unit, 'done');
            }}
          >
            <Icon name="check" /> {t.thereAlready}
          </button>
        )}
        {state.cause !== undefined && (
          <button
            type="button"
            class="primary"
            disabled={whyNot(page) !== undefined}
            onClick={(event) => {
              if (event.detail <= 1) run(page, unit, 'upTo');
            }}
          >
            <Icon name="forward" /> {t.runMissing}
          </button>
        )}
        <button
          type="button"
          class={state.there === true || state.cause !== undefined ? '' : 'primary'}
          disabled={whyNot(page) !== undefined}
          onClick={(event) => {
            if (event.detail <= 1) run(page, unit, 'unit');
          }}
        >
          <Icon name="retry" /> {t.retry}
        </button>
        <button
          type="button"
          onClick={() => {
            mark(page, unit, 'skipped');
          }}
        >
          <Icon name="skip" /> {t.skip}
        </button>
      </div>
      {state.exitCode !== undefined && state.exitCode !== 0 && !saysCode && (
        <p class="exit-code">{t.exitCode(state.exitCode)}</p>
      )}
      {state.output !== undefined && state.output.trim() !== '' && mismatches.length === 0 && (
        <>
          <p class="failure-heading">{t.output}</p>
          <pre class="last-output" tabIndex={0} role="group" aria-label={t.output}>
            {state.output.trimEnd()}
          </pre>
        </>
      )}
      {state.hints !== undefined && state.hints.length > 0 && (
        <>
          <p class="failure-heading">{t.toTry}</p>
          <ul class="hints">
            {state.hints.map((hint) => (
              <li key={hint}>{hint}</li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

function Mismatch({ page, mismatch }: { readonly page: Page; readonly mismatch: MismatchView }) {
  const { t } = page;
  return (
    <>
      <p class="failure-reason">{mismatch.reason}</p>
      <div class="diff" tabIndex={0} role="group" aria-label={t.expectedActual}>
        <p class="diff-legend">
          <span class="removed">− {t.expected}</span> <span class="added">+ {t.actual}</span>
        </p>
        {diffLines(withNewline(mismatch.expected), withNewline(mismatch.actual)).map((part, index) => {
          const lines = part.value.replace(/\n$/, '');
          if (part.removed) return <del key={index}>{prefixed('−', lines)}</del>;
          if (part.added) return <ins key={index}>{prefixed('+', lines)}</ins>;
          return <span key={index}>{prefixed('\u2007', lines)}</span>;
        })}
      </div>
    </>
  );
}

function withNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function prefixed(sign: string, text: string): string {
  return text
    .split('\n')
    .map((line) => `${sign} ${line}\n`)
    .join('');
}
