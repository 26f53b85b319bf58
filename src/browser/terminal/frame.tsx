import type { ReadonlySignal, Signal } from '@preact/signals';
import { Icon, type IconName } from '../layout/icon.tsx';
import type { Notices } from './notices.ts';
import type { Search } from './search.ts';
import { SearchBar } from './search-bar.tsx';
import { TerminalNames, TerminalTabs, type TerminalTabsProps } from './tabs.tsx';

export interface FrameProps extends TerminalTabsProps {
  readonly title: ReadonlySignal<string>;
  readonly notices: Notices;
  readonly search: Signal<Search | undefined>;
  readonly reader: ReadonlySignal<boolean>;
  readonly resizeText: (by: number) => void;
  readonly openSearch: () => void;
  readonly closeSearch: () => void;
  readonly toggleReader: () => void;
  /** It is in a window for an audience, where there is nothing to press. */
  readonly isStage: boolean;
}

/** What stands above the terminal: title, buttons, search, notices. */
export function Frame(props: FrameProps) {
  const { words, title, notices, search, reader } = props;
  const notice = notices.shown.value;
  return (
    <>
      {props.isStage && <TerminalNames {...props} />}
      <div class="terminal-bar">
        <TerminalTabs {...props} />
        <span class="way-out" id="terminal-way-out">
          <kbd>F6</kbd> {words.wayOut}
        </span>
        <span class="terminal-title">
          {title.value === '' ? (props.terminals.value.names.length > 1 ? '' : words.terminal) : title.value}
        </span>
        <Tool
          icon="textSmaller"
          label={words.smaller}
          keys={['Ctrl', '−']}
          act={() => {
            props.resizeText(-1);
          }}
        />
        <Tool
          icon="textLarger"
          label={words.larger}
          keys={['Ctrl', '+']}
          act={() => {
            props.resizeText(1);
          }}
        />
        <Tool icon="search" label={words.search} keys={['Ctrl', words.shift, 'F']} act={props.openSearch} />
        <Tool icon="speaker" label={words.screenReader} act={props.toggleReader} pressed={reader.value} />
      </div>
      {search.value && <SearchBar words={words} search={search.value} close={props.closeSearch} />}
      <div class="terminal-notice" role="status" hidden={notice === undefined}>
        <span>{notice?.text}</span>
        {notice?.action && (
          <button type="button" onClick={notice.action.run}>
            {notice.action.label}
          </button>
        )}
        <button type="button" class="quiet" aria-label={words.close} title={words.close} onClick={notices.close}>
          <Icon name="cross" />
        </button>
      </div>
    </>
  );
}

interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  /** The same by keyboard. */
  readonly keys?: readonly string[];
  readonly act: () => void;
  readonly pressed?: boolean;
}

function Tool({ icon, label, keys, act, pressed }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys.join('+')})`}
      onClick={act}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
    >
      <Icon name={icon} />
    </button>
  );
}
