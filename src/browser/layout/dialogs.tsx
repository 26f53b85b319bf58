import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { StepList } from '../exercises/step-list.tsx';
import type { DialogName, Page } from '../page.ts';
import { Contents } from '../slides/contents.tsx';
import { Overview } from '../slides/overview.tsx';
import { SearchBox } from '../slides/search-box.tsx';
import type { StageProps } from '../slides/stage.ts';
import { Device } from './device.tsx';
import { Help } from './help.tsx';
import { Icon } from './icon.tsx';
import { NewNode } from './new-node.tsx';

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
