import type headless from '@xterm/headless';
import type { Size } from '../../target/target.ts';
import { withoutHarmless } from './ansi.ts';
import { createEmulator } from './emulator.ts';

/** Lines that an output may have when an emulator has to show it. */
const mostLines = 20_000;

interface RowsOptions {
  /** The cell with which the first row begins. Default: the first. */
  readonly column?: number;
  /** What a blank at the end of a row is read as, when a wide character that did not fit is on the next: line editors put one there. Default: a blank. */
  readonly filler?: string;
}

/** Rows of a buffer as text, each wrapped line joined to one. */
export function rowsOf(
  buffer: headless.IBuffer,
  from: number,
  to: number,
  { column = 0, filler = ' ' }: RowsOptions = {},
): string[] {
  const rows: string[] = [];
  for (let row = from; row < to; row++) {
    const line = buffer.getLine(row);
    if (!line) break;
    const next = buffer.getLine(row + 1);
    const text = rowOf(line, next, row === from ? column : 0, filler);
    if (line.isWrapped && row > from) rows.push((rows.pop() ?? '') + text);
    else rows.push(text);
  }
  return rows;
}

function rowOf(
  line: headless.IBufferLine,
  next: headless.IBufferLine | undefined,
  column: number,
  filler: string,
): string {
  if (!next?.isWrapped) return line.translateToString(true, column);
  const last = next.getCell(0)?.getWidth() === 2 ? line.getCell(line.length - 1)?.getChars() : undefined;
  // The terminal itself leaves the cell empty.
  const end = last === '' ? '' : last === ' ' ? filler : undefined;
  return end === undefined
    ? line.translateToString(false, column)
    : line.translateToString(false, column, line.length - 1) + end;
}

/** Without blanks at the end of lines and without empty lines at the end. */
export function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}

/**
 * Text of an output as a terminal shows it in the end: progress bars in their last state, no colours, wrapped
 * lines joined. For plain text without cursor movements the emulator is not needed and not used.
 */
export async function renderOutput(raw: string, size: Size): Promise<string> {
  const plain = withoutHarmless(raw);
  if (plain !== undefined) return trimLines(plain);
  const terminal = createEmulator(size, mostLines);
  await new Promise<void>((resolve) => {
    terminal.write(raw, resolve);
  });
  const buffer = terminal.buffer.normal;
  const text = trimLines(rowsOf(buffer, 0, buffer.length).join('\n'));
  terminal.dispose();
  return text;
}
