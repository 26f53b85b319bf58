import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { StepList } from '../exercises/step-list.tsx';
import type { DialogName, Page } from '../page.ts';
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
      {name === 'newNode' && <NewNode page={page} />}
    </Dialog>
  );
}

function titleOf({ t }: Page, name: DialogName): string {
  switch (name) {
    case 'device':
      return t.otherDevice;
    case 'newNode':
      return t.newNodeQuestion;
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

/** Asks before everything is thrown away. */
function NewNode({ page }: { readonly page: Page }) {
  const { t } = page;
  const close = () => {
    page.dialog.value = undefined;
  };
  return (
    <>
      <p>{t.newNodeHint}</p>
      <div class="dialog-actions">
        <button type="button" data-focus onClick={close}>
          {t.cancel}
        </button>
        <button
          type="button"
          class="danger"
          onClick={() => {
            page.send({ type: 'newNode' });
            close();
          }}
        >
          {t.newNodeConfirm}
        </button>
      </div>
    </>
  );
}

/** All keys. */
function Help({ page }: { readonly page: Page }) {
  const { t } = page;
  const names: Readonly<Record<string, string>> = { ...signs, ...t.keyNames };
  const rows = new Map<string, string[]>();
  for (const { command, keys, shift } of bindings) {
    const row = rows.get(t[command]) ?? [];
    row.push(...keys.map((key) => (shift === true ? '⇧ ' : '') + (names[key] ?? key)));
    rows.set(t[command], row);
  }
  rows.set(t.goTo, [`${t.digits} ⏎`]);
  rows.set(t.otherPane, ['F6', '⇧ F6']);
  return (
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
  );
}
