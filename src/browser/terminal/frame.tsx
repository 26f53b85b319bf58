import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Notices } from './notices.ts';
import { SearchBar } from './search-bar.tsx';
import type { Search } from './search.ts';
import type { TerminalStrings } from './strings.ts';

export interface FrameProps {
  readonly words: TerminalStrings;
  readonly title: ReadonlySignal<string>;
  readonly notices: Notices;
  readonly search: Signal<Search | undefined>;
  readonly reader: ReadonlySignal<boolean>;
  readonly resizeText: (by: number) => void;
  readonly openSearch: () => void;
  readonly closeSearch: () => void;
  readonly toggleReader: () => void;
}

/** What stands above the terminal: title, buttons, search, notices. */
export function Frame(props: FrameProps) {
  const { words, title, notices, search, reader } = props;
  const notice = notices.shown.value;
  return (
    <>
      <div class="terminal-bar">
        <span class="terminal-title">{title.value === '' ? words.terminal : title.value}</span>
        <Tool
          label={words.smaller}
          sign="A−"
          act={() => {
            props.resizeText(-1);
          }}
        />
        <Tool
          label={words.larger}
          sign="A+"
          act={() => {
            props.resizeText(1);
          }}
        />
        <Tool label={words.search} sign="⌕" act={props.openSearch} />
        <Tool label={words.screenReader} sign="SR" act={props.toggleReader} pressed={reader.value} />
      </div>
      {search.value && <SearchBar words={words} search={search.value} close={props.closeSearch} />}
      <div class="terminal-notice" role="status" hidden={notice === undefined}>
        <span>{notice?.text}</span>
        {notice?.action && (
          <button type="button" onClick={notice.action.run}>
            {notice.action.label}
          </button>
        )}
        <button type="button" aria-label={words.close} title={words.close} onClick={notices.close}>
          ×
        </button>
      </div>
    </>
  );
}

interface ToolProps {
  readonly label: string;
  readonly sign: string;
  readonly act: () => void;
  readonly pressed?: boolean;
}

function Tool({ label, sign, act, pressed }: ToolProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={act}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
    >
      {sign}
    </button>
  );
}
