import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PageDriveWords } from '../../messages/en/page-drive.ts';
import type { UnitView } from '../../protocol.ts';
import type { Page } from '../page.ts';

interface EditProps {
  readonly page: Page;
  readonly words: PageDriveWords;
  readonly unit: UnitView;
  readonly onClose: () => void;
}

/** The terminal that a step is for when it names none. */
const firstTerminal = '1';
/** Takes off what is half typed at a prompt. */
const clearing = '\x15';
const mostCharacters = 20_000;

/**
 * The command of a step to be changed and typed instead. What is typed is a person's input into their own terminal, as from the keyboard: the
 * server runs no text that comes from a page, and the step is as it was until a person accepts it.
 */
export function EditForm({ page, words, unit, onClose }: EditProps) {
  const text = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    text.current?.focus();
  }, []);
  const type = (): void => {
    const lines = (text.current?.value ?? '').replace(/\s+$/, '');
    if (lines === '') return;
    page.send({ type: 'show', terminal: unit.terminal ?? firstTerminal });
    page.send({ type: 'input', data: `${clearing}${lines.replaceAll('\n', '\r')}\r` });
    onClose();
  };
  return (
    <form
      class="drive-form"
      onSubmit={(event) => {
        event.preventDefault();
        type();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          type();
        }
      }}
    >
      <textarea
        ref={text}
        rows={Math.min(8, unit.text.split('\n').length)}
        maxLength={mostCharacters}
        spellcheck={false}
        autocapitalize="off"
        aria-label={words.editLabel}
        aria-describedby="drive-hint"
        defaultValue={unit.text}
      />
      <p id="drive-hint">{words.editHint}</p>
      <div class="drive-form-buttons">
        <button type="submit" class="primary">
          {words.type}
        </button>
        <button type="button" onClick={onClose}>
          {page.t.cancel}
        </button>
      </div>
    </form>
  );
}
