import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageTerminalWords } from '../../messages/en/page-terminal.ts';
import { Icon } from '../layout/icon.tsx';
import type { Search } from './search.ts';

interface SearchBarProps {
  readonly words: PageTerminalWords;
  readonly search: Search;
  readonly close: () => void;
}

export function SearchBar({ words, search, close }: SearchBarProps) {
  const [text, setText] = useState('');
  const [found, setFound] = useState(true);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
  }, []);
  const find = (direction: 'next' | 'previous', wanted = text, typing = false) => {
    setFound(wanted === '' || search.find(wanted, direction, typing));
  };
  return (
    <form
      class="terminal-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        find('next');
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') close();
        if (event.key !== 'Enter' || !event.shiftKey) return;
        event.preventDefault();
        find('previous');
      }}
    >
      <input
        ref={input}
        type="text"
        value={text}
        placeholder={words.searchPlaceholder}
        aria-label={words.searchPlaceholder}
        aria-invalid={!found}
        onInput={(event) => {
          setText(event.currentTarget.value);
          find('next', event.currentTarget.value, true);
        }}
      />
      <span role="status">{found ? '' : words.notFound}</span>
      <button
        type="button"
        class="quiet"
        aria-label={words.previous}
        title={`${words.previous} (${words.shift}+↵)`}
        onClick={() => {
          find('previous');
        }}
      >
        <Icon name="up" />
      </button>
      <button type="submit" class="quiet" aria-label={words.next} title={`${words.next} (↵)`}>
        <Icon name="down" />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label={words.close}
        title={`${words.close} (${words.escape})`}
        onClick={close}
      >
        <Icon name="cross" />
      </button>
    </form>
  );
}
