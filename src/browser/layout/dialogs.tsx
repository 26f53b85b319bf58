import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { endKey } from '../class/help.ts';
import { nextUnit, run } from '../exercises/lookup.ts';
import { StepList } from '../exercises/step-list.tsx';
import { type DialogName, isDone, mayDrive, type Page, stateOf } from '../page.ts';
import { Contents } from '../slides/contents.tsx';
import { bindings } from '../slides/keys.ts';
import { Overview } from '../slides/overview.tsx';
import { SearchBox } from '../slides/search-box.tsx';
import type { StageProps } from '../slides/stage.ts';
import { Device } from './device.tsx';
import { Icon } from './icon.tsx';

const signs: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ' ': '␣',
};

/** The dialog that is open, if one is. */
export function Dialogs({ page, sections }: StageProps) {
  const name = page.dialog.value;
  if (name === undefined) return null;
  return (
    <Dialog key={name} page={page} name={name} title={titleOf(page, name)}>
      {name === 'help' && <Help page={page} />}
      {name === 'contents' && <Contents page={page} sections={sections} />}
      {name === 'overview' && <Overview page={page} sections={sections} />}
      {name === 'search' && <SearchBox page={page} sections={sections} />}
      {name === 'steps' && <StepList page={page} />}
      {name === 'device' && <Device page={page} />}
      {name === 'newNode' && (
        <Question
          page={page}
          text={page.t.newNodeHint}
          yes={page.t.newNodeConfirm}
          isDangerous
          act={() => {
            page.send({ type: 'newNode' });
          }}
        />
      )}
      {name === 'runRest' && <RunRest page={page} sections={sections} />}
    </Dialog>
  );
}

function titleOf({ t }: Page, name: DialogName): string {
  switch (name) {
    case 'device':
      return t.otherDevice;
    case 'newNode':
      return t.newNodeQuestion;
    case 'runRest':
      return t.runRestQuestion;
    case 'help':
      return t.keys;
    default:
      return t[name];
  }
}

interface Shell {
  readonly page: Page;
  readonly name: DialogName;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Dialog({ page, name, title, children }: Shell) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>('[data-focus]')?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  const close = () => {
    if (page.dialog.value === name) page.dialog.value = undefined;
  };
  return (
    <dialog
      ref={dialog}
      class={`dialog dialog-${name}`}
      aria-labelledby="dialog-title"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div class="dialog-frame">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button
            type="button"
            class="quiet"
            aria-label={page.t.close}
            title={`${page.t.close} (${page.t.keyNames.Escape})`}
            onClick={close}
          >
            <Icon name="cross" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

interface QuestionProps {
  readonly page: Page;
  readonly text: string;
  readonly yes: string;
  readonly isDangerous?: boolean;
  readonly act: () => void;
}

/** Asks before something that cannot be taken back, or goes on for long. */
function Question({ page, text, yes, isDangerous = false, act }: QuestionProps) {
  const close = () => {
    page.dialog.value = undefined;
  };
  return (
    <>
      <p>{text}</p>
      <div class="dialog-actions">
        <button type="button" data-focus={isDangerous} onClick={close}>
          {page.t.cancel}
        </button>
        <button
          type="button"
          class={isDangerous ? 'danger' : 'primary'}
          data-focus={!isDangerous}
          onClick={() => {
            close();
            act();
          }}
        >
          {yes}
        </button>
      </div>
    </>
  );
}

/** Asks before the rest of the course runs by one click. */
function RunRest({ page, sections }: StageProps) {
  const next = nextUnit(page, sections.value[page.position.value]);
  if (next === undefined) return null;
  const rest = page.course.units.slice(page.course.units.indexOf(next));
  const count = rest.filter((unit) => !isDone(stateOf(page, unit))).length;
  return (
    <Question
      page={page}
      text={page.t.runRestHint(count)}
      yes={page.t.runRestConfirm}
      act={() => {
        run(page, next, 'rest');
      }}
    />
  );
}

/** All keys. */
function Help({ page }: { readonly page: Page }) {
  const { t } = page;
  const names: Readonly<Record<string, string>> = { ...signs, ...t.keyNames };
  const rows = new Map<string, string[]>();
  for (const { command, keys, shift } of bindings) {
    if (command === 'drive' && !mayDrive(page)) continue;
    const row = rows.get(t[command]) ?? [];
    row.push(...keys.map((key) => (shift === true ? '⇧ ' : '') + (names[key] ?? key)));
    rows.set(t[command], row);
  }
  rows.set(t.goTo, [`${t.digits} ⏎`]);
  rows.set(t.otherPane, ['F6', '⇧ F6']);
  if (page.lead.value !== undefined || page.visit !== undefined) rows.set(t.helping.endAnywhere, [endKey]);
  return (
    <>
      <dl class="keys">
        {[...rows].map(([meaning, keys]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      {page.course.notice !== undefined && <p class="about-target">{page.course.notice}</p>}
    </>
  );
}
