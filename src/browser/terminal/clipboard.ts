import type { Terminal } from '@xterm/xterm';
import { limits } from '../../limits.ts';
import type { PageTerminalWords } from '../../messages/en/page-terminal.ts';
import { ask } from './ask.ts';
import { copyText } from './copy-text.ts';
import type { Notices } from './notices.ts';
import { cleanPaste, offeredText } from './text.ts';

/** Copy and paste between the terminal and the system, and what programs may do with the clipboard. */
export interface Clipboard {
  /** Copies the selection. False when there is none, or when the browser refuses. */
  readonly copySelection: () => Promise<boolean>;
  /** Copies the selection, or what can be seen when nothing is selected. */
  readonly copySeen: () => Promise<boolean>;
  /** Reads the system's clipboard, which the browser may ask about, and pastes it. */
  readonly pasteFromSystem: () => Promise<void>;
}

export function createClipboard(
  term: Terminal,
  pane: HTMLElement,
  words: PageTerminalWords,
  notices: Notices,
): Clipboard & { dispose(): void } {
  const copy = async (text: string) => {
    const copied = await copyText(text);
    notices.say(copied ? words.copied : words.cannotCopy);
    return copied;
  };
  const paste = async (raw: string) => {
    const text = cleanPaste(raw);
    if (text.length > limits.pendingInput) {
      notices.say(words.tooLong);
      return;
    }
    const lines = text.trimEnd().split('\n').length;
    // With bracketed paste the program knows that this was not typed, and runs nothing by itself.
    const runs = !term.modes.bracketedPasteMode && text.includes('\n');
    const question = { title: words.pasteLines(lines), why: words.pasteWhy, text, yes: words.paste, no: words.cancel };
    if (!runs || (await ask(pane, question))) term.paste(text);
    term.focus();
  };
  // Before xterm.js sees it: Ctrl+Shift+V, Shift+Insert, Cmd+V, the browser's menu and the middle button all come here.
  const onPaste = (event: ClipboardEvent) => {
    if (!(event.target instanceof Node) || term.element?.contains(event.target) !== true) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void paste(event.clipboardData?.getData('text/plain') ?? '');
  };
  pane.addEventListener('paste', onPaste, { capture: true });
  // A program never reads the clipboard, and writes it only when a person presses the button of the notice.
  const offers = term.parser.registerOscHandler(52, (data) => {
    const text = offeredText(data);
    if (text !== undefined && text !== '') {
      notices.offer(words.wantsClipboard(text.length), words.copy, () => void copy(text));
    }
    return true;
  });
  return {
    copySelection: async () => term.hasSelection() && (await copy(term.getSelection())),
    copySeen: () => copy(term.hasSelection() ? term.getSelection() : seen(term)),
    pasteFromSystem: async () => {
      try {
        await paste(await navigator.clipboard.readText());
      } catch {
        notices.say(words.cannotPaste);
      }
    },
    dispose: () => {
      pane.removeEventListener('paste', onPaste, { capture: true });
      offers.dispose();
    },
  };
}

function seen(term: Terminal): string {
  const { active } = term.buffer;
  const lines = Array.from({ length: term.rows }, (_, row) => {
    return active.getLine(active.viewportY + row)?.translateToString(true) ?? '';
  });
  return lines.join('\n').trimEnd();
}
