import { plainText } from './ansi.ts';

/** Of an echo that does not end, no more characters are kept. */
const mostEcho = 65_536;

/** An echo has some control characters besides the line itself, not more. */
const mostBesides = 4096;

/** The echo of a line that was typed: what comes before the output. */
export class Echo {
  #shown = '';

  /** Another line is typed. */
  begin(): void {
    this.#shown = '';
  }

  /**
   * What of the next text comes after the echo; undefined while it has not ended. A shell may wrap what it echoes by line ends of its own
   * (busybox counts invisible characters of its prompt): as long as less than the last line of `command` is there, a line
   * end is one of those. `''`: the first line end is the end.
   */
  rest(text: string, command: string): string | undefined {
    const shown = this.#shown + text;
    const end = endOfEcho(shown, command);
    this.#shown = end === undefined && shown.length < mostEcho ? shown : '';
    return end === undefined ? undefined : shown.slice(end);
  }
}

function endOfEcho(shown: string, command: string): number | undefined {
  const line = command.slice(command.lastIndexOf('\n') + 1);
  for (let at = shown.indexOf('\n'); at >= 0; at = shown.indexOf('\n', at + 1)) {
    if (line === '' || at > line.length + mostBesides) return at + 1;
    const part = plainText(shown.slice(0, at)).replace(/[\r\n]/g, '');
    if (part === '' || part.length >= line.length || !line.startsWith(part)) return at + 1;
  }
  return undefined;
}
