/** What the terminal's pane of the page says. */
export const pageTerminal = {
  terminal: 'Terminal',
  /** Several of the same node, as tabs. */
  terminals: 'Terminals',
  terminalNamed: (name: string) => `Terminal ${name}`,
  /** What F6 does, for who has come in by the keyboard: Tab goes to the shell. */
  wayOut: 'leaves the terminal',
  newTerminal: 'New terminal',
  /** For screen readers: where one types, and what is not read out. */
  input: 'Terminal input',
  tooMuchOutput: 'Too much output to announce, navigate to rows manually to read',
  smaller: 'Smaller text',
  larger: 'Larger text',
  search: 'Search in the terminal',
  shift: 'Shift',
  escape: 'Esc',
  searchPlaceholder: 'Search',
  previous: 'Previous match',
  next: 'Next match',
  notFound: 'Not found.',
  close: 'Close',
  screenReader: 'Screen reader mode',
  keys: 'Keys',
  copy: 'Copy',
  paste: 'Paste',
  arrows: { left: 'Left', up: 'Up', down: 'Down', right: 'Right' },
  copied: 'Copied.',
  cannotCopy: 'The browser does not let the page copy. Select the text and use the browser’s own menu.',
  cannotPaste:
    'The browser does not let the page read the clipboard. Press Ctrl+Shift+V, or use the browser’s own menu.',
  notSent: 'No connection: what you type is not sent.',
  tooLong: 'Nothing was pasted: this is more than one million characters. Put it into a file instead.',
  pasteLines: (lines: number) => `Paste ${String(lines)} lines?`,
  pasteWhy: 'The program in the terminal does not tell pasted text from typed text: every line runs at once.',
  openLink: 'Open this address in a new tab?',
  linkDiffers: (text: string) => `The terminal shows “${text}”, the address is:`,
  open: 'Open',
  cancel: 'Cancel',
  wantsClipboard: (characters: number) =>
    `A program in the terminal offers ${String(characters)} characters for the clipboard.`,
};

export type PageTerminalWords = typeof pageTerminal;
