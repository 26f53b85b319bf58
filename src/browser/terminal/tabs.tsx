import type { ReadonlySignal } from '@preact/signals';
import type { PageTerminalWords } from '../../messages/en/page-terminal.ts';
import { Icon } from '../layout/icon.tsx';

/** The terminals that are open, in their order, and the one that this window shows. */
export interface OpenTerminals {
  readonly names: readonly string[];
  readonly shown: string;
}

export interface TerminalTabsProps {
  readonly words: PageTerminalWords;
  readonly terminals: ReadonlySignal<OpenTerminals>;
  /** Id of the element that shows the terminal. */
  readonly panel: string;
  readonly show: (name: string) => void;
  readonly add: () => void;
}

/** The terminals of the node as tabs, where there are several, and a button for one more. */
export function TerminalTabs({ words, terminals, panel, show, add }: TerminalTabsProps) {
  const { names, shown } = terminals.value;
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = names[(names.indexOf(shown) + by + names.length) % names.length];
    if (by === 0 || next === undefined) return;
    event.preventDefault();
    show(next);
    const list = event.currentTarget;
    if (list instanceof HTMLElement) list.querySelectorAll<HTMLElement>('[role=tab]')[names.indexOf(next)]?.focus();
  };
  return (
    <>
      {names.length > 1 && (
        <div class="terminal-tabs" role="tablist" aria-label={words.terminals} onKeyDown={move}>
          {names.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-label={words.terminalNamed(name)}
              aria-selected={name === shown}
              aria-controls={panel}
              tabIndex={name === shown ? 0 : -1}
              onClick={() => {
                show(name);
              }}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      <button
        type="button"
        class="tool new-terminal"
        aria-label={words.newTerminal}
        title={words.newTerminal}
        onClick={add}
      >
        <Icon name="plus" />
      </button>
    </>
  );
}

/** The same for an audience: which there are, and which one is seen. */
export function TerminalNames({ words, terminals }: Pick<TerminalTabsProps, 'words' | 'terminals'>) {
  const { names, shown } = terminals.value;
  if (names.length < 2) return null;
  return (
    <ul class="terminal-names" aria-label={words.terminals}>
      {names.map((name) => (
        <li key={name} aria-label={words.terminalNamed(name)} aria-current={name === shown}>
          {name}
        </li>
      ))}
    </ul>
  );
}
