import type { ComponentChildren } from 'preact';
import type { ClientMessage, HelpView } from '../../protocol.ts';
import { Icon } from '../layout/icon.tsx';
import type { Page } from '../page.ts';
import { endHelp, endKey, mayBeEnded } from './help.ts';

interface BarProps {
  readonly page: Page;
  readonly view: HelpView;
}

/** Who looks at this terminal, or asks to; in a visitor's window, whose terminal it is. */
export function HelpBar({ page }: { readonly page: Page }) {
  const view = page.help.value;
  const { helping: help } = page.t;
  if (page.visit !== undefined && page.you.value?.role === 'student') {
    return <Bar page={page}>{help.onlyInstructors}</Bar>;
  }
  if (view === undefined) return null;
  return page.visit === undefined ? <StudentBar page={page} view={view} /> : <VisitorBar page={page} view={view} />;
}

function StudentBar({ page, view: { who, state, offered } }: BarProps) {
  const { helping: help } = page.t;
  const answer = (to: Extract<ClientMessage, { type: 'consent' }>['answer']) => () => {
    page.send({ type: 'consent', answer: to });
  };
  if (state === 'off') {
    if (!offered) return null;
    return (
      <Bar page={page}>
        <span>{help.offered}</span>
        <Press words={help.withdraw} act={answer('no')} />
      </Bar>
    );
  }
  return (
    <Bar page={page} urgent>
      <span>
        <Icon name="terminalOnly" /> {help.asked[state](who)}
      </span>
      {state === 'asksToLook' && <Press words={help.yesLook} act={answer('watch')} primary />}
      {state === 'asksToType' && <Press words={help.yesType} act={answer('type')} primary />}
      {state === 'asksToType' && <Press words={help.no} act={answer('no')} />}
      <EndButton page={page} words={state === 'asksToLook' ? help.no : help.end} />
    </Bar>
  );
}

function VisitorBar({ page, view: { who, state, why, againMs } }: BarProps) {
  const { helping: help } = page.t;
  const ask = (what: Extract<ClientMessage, { type: 'help' }>['ask']) => () => {
    page.send({ type: 'help', ask: what });
  };
  const isHopeless = why === 'busy' || why === 'unknown';
  return (
    <Bar page={page} urgent={state !== 'off'}>
      <span>
        <Icon name="terminalOnly" /> {why !== undefined && help.why[why](who)}{' '}
        {state !== 'off' && help.visiting[state](who)} {againMs !== undefined && help.again(Math.ceil(againMs / 1000))}
      </span>
      {state === 'off' && !isHopeless && why !== 'absent' && (
        <Press words={help.askToLook} act={ask('watch')} primary />
      )}
      {state === 'looks' && <Press words={help.askToType} act={ask('type')} primary />}
      {state !== 'off' && <EndButton page={page} words={state === 'asksToLook' ? help.withdrawQuestion : help.end} />}
    </Bar>
  );
}

interface BarShape {
  readonly page: Page;
  readonly urgent?: boolean;
  readonly children: ComponentChildren;
}

function Bar({ page, urgent = false, children }: BarShape) {
  return (
    <section class={`banner help-bar ${urgent ? 'banner-warning' : 'banner-note'}`} aria-label={page.t.helping.region}>
      {children}
    </section>
  );
}

interface PressProps {
  readonly words: string;
  readonly act: () => void;
  readonly primary?: boolean;
}

function Press({ words, act, primary = false }: PressProps) {
  return (
    <button type="button" class={primary ? 'primary' : ''} onClick={act}>
      {words}
    </button>
  );
}

/** The same by a key, from anywhere. */
function EndButton({ page, words }: { readonly page: Page; readonly words: string }) {
  if (!mayBeEnded(page)) return null;
  return (
    <button
      type="button"
      aria-keyshortcuts={endKey}
      onClick={() => {
        endHelp(page);
      }}
    >
      {words} <kbd>{endKey}</kbd>
    </button>
  );
}
