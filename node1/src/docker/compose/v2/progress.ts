import type { Stream } from '../../../program.ts';

type Status = 'working' | 'done' | 'warning' | 'error';

/** What is told of a thing (`Container web-1`): what it is at, or came to. */
export interface ProgressEvent {
  readonly id: string;
  readonly status: Status;
  /** Behind the id, in its column; of images. */
  readonly text?: string;
  readonly statusText?: string;
  /** Of a layer: the service whose image it is of. */
  readonly parent?: string;
}

/** Lines of what `docker compose` does. */
export interface Progress {
  event(event: ProgressEvent): Promise<void>;
  /** What is still to be drawn is drawn. */
  finish(): Promise<void>;
}

/** How lines come: drawn over at a terminal, one by one elsewhere, or not at all. */
export type ProgressMode = 'tty' | 'plain' | 'quiet';

interface Line extends ProgressEvent {
  readonly started: number;
  readonly ended: number | undefined;
}

function paint(code: string): (text: string) => string {
  return (text) => `\x1b[${code}m${text}\x1b[0m`;
}
const [red, green, yellow, blue] = [paint('31;1'), paint('32'), paint('33;1'), paint('34')];
const marks = { working: paint('33')('⠿'), done: green('✔'), warning: yellow('!'), error: red('✘') };
const colours = { working: (text: string) => text, done: green, warning: yellow, error: red };

/** Progress of `docker compose` 2.27 on `stream`, under `title` where it is drawn. */
export function createProgress(stream: Stream, mode: ProgressMode, title = 'Running'): Progress {
  if (mode === 'quiet') return { event: () => Promise.resolve(), finish: () => Promise.resolve() };
  if (mode === 'plain') {
    return {
      event: ({ id, text = '', statusText = '' }) => stream.write(` ${id} ${text} ${statusText}\n`),
      finish: () => Promise.resolve(),
    };
  }
  const lines = new Map<string, Line>();
  let drawn: number | undefined;
  const draw = (): Promise<void> => {
    if (lines.size === 0) return Promise.resolve();
    const done = [...lines.values()].filter(({ status }) => status !== 'working').length;
    const up = '\x1b[1A'.repeat((drawn ?? 0) + 1) + (drawn === undefined ? '\x1b[1B' : '');
    const first = `[+] ${title} ${done}/${drawn ?? 0}`;
    const shown = inOrder([...lines.values()]);
    const width = Math.max(...shown.map(({ id, text = '' }) => `${id} ${text}`.length));
    const body = shown.map((line) => lineText(line, width, stream.columns)).join('');
    const head = drawn === done && done > 0 ? blue(first) : first;
    drawn = shown.length;
    return stream.write(`${up}\x1b[0G\x1b[?25l${head}\n${body}\x1b[?25h`);
  };
  return {
    event(event) {
      const known = lines.get(event.id);
      const now = Date.now();
      const ended = event.status === 'working' ? undefined : (known?.ended ?? now);
      lines.set(event.id, { ...known, ...event, started: known?.started ?? now, ended });
      return draw();
    },
    finish: draw,
  };
}

function inOrder(lines: readonly Line[]): readonly Line[] {
  const own = lines.filter(({ parent }) => parent === undefined);
  return own.flatMap((line) => [line, ...lines.filter(({ parent }) => parent === line.id)]);
}

function lineText(line: Line, width: number, columns: number): string {
  const { id, text = '', status, statusText = '', parent, started, ended } = line;
  const pad = parent === undefined ? '' : '  ';
  const txt = `${id} ${text}`;
  const seconds = `${(((ended ?? Date.now()) - started) / 1000).toFixed(1)}s `;
  const plain = `${pad} x ${txt.padEnd(width)} ${statusText}`.length;
  const shown = `${pad} ${marks[status]} ${txt.padEnd(width)} ${colours[status](statusText)}`;
  return `${shown}${' '.repeat(Math.max(0, columns - plain - seconds.length))}${blue(seconds)}\n`;
}
