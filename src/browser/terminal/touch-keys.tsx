import type { Signal } from '@preact/signals';
import type { PageTerminalWords } from '../../messages/en/page-terminal.ts';

interface TouchKeysProps {
  readonly words: PageTerminalWords;
  /** Pressed: the next letter is a control character. */
  readonly control: Signal<boolean>;
  readonly press: (keys: string) => void;
  readonly arrow: (letter: string) => void;
  readonly copy: () => void;
  readonly paste: () => void;
}

const arrows = [
  ['left', 'D', '←'],
  ['up', 'A', '↑'],
  ['down', 'B', '↓'],
  ['right', 'C', '→'],
] as const;

/** The keys that the keyboard of a phone does not have. */
export function TouchKeys({ words, control, press, arrow, copy, paste }: TouchKeysProps) {
  // Pressing a button must not close the phone's keyboard.
  const keep = (event: Event) => {
    event.preventDefault();
  };
  return (
    <div class="terminal-keys" role="toolbar" aria-label={words.keys} onPointerDown={keep} onMouseDown={keep}>
      <button type="button" class="tool" onClick={copy}>
        {words.copy}
      </button>
      <button type="button" class="tool" onClick={paste}>
        {words.paste}
      </button>
      <button
        type="button"
        class="tool"
        aria-pressed={control.value}
        onClick={() => {
          control.value = !control.value;
        }}
      >
        Ctrl
      </button>
      <button
        type="button"
        class="tool"
        onClick={() => {
          press('\u001b');
        }}
      >
        {words.escape}
      </button>
      <button
        type="button"
        class="tool"
        onClick={() => {
          press('\t');
        }}
      >
        Tab
      </button>
      {arrows.map(([name, letter, sign]) => (
        <button
          key={name}
          type="button"
          class="tool"
          aria-label={words.arrows[name]}
          onClick={() => {
            arrow(letter);
          }}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}
