import headless from '@xterm/headless';

/** What a real terminal shows of what a program wrote. */
export interface Screen {
  /** Lines without blanks at their ends, scrolled-away ones included. */
  readonly lines: readonly string[];
  readonly cursor: { readonly x: number; readonly visible: boolean };
}

/** Shows text, and changes the terminal's width where `\f<columns>\f` stands in it. */
export async function show(text: string, columns: number): Promise<Screen> {
  const terminal = new headless.Terminal({
    cols: columns,
    rows: 24,
    scrollback: 5000,
    allowProposedApi: true,
    convertEol: true,
  });
  const write = (part: string): Promise<void> =>
    new Promise((resolve) => {
      terminal.write(part, resolve);
    });
  for (const [index, part] of text.split('\f').entries()) {
    if (index % 2 === 0) await write(part);
    else terminal.resize(Number(part), 24);
  }
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
  while (lines.at(-1) === '') lines.pop();
  // The last word about the cursor (DECTCEM) is what counts.
  const visible = text.lastIndexOf('\x1b[?25h') >= text.lastIndexOf('\x1b[?25l');
  const screen = { lines, cursor: { x: active.cursorX, visible } };
  terminal.dispose();
  return screen;
}
