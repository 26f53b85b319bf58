import { codeSegments, type DeckFile, type Segment, writtenSegment } from '../manifest/segment.ts';

/** What a mark such as `{{exec interrupt T2}}` behind a piece of code asks for. */
interface Mark {
  readonly kind: 'exec' | 'copy' | 'open' | 'none';
  /** ^C first, then the command. */
  readonly interrupt: boolean;
  /** Typed without Enter. */
  readonly isBare: boolean;
  /** The code is a key: `^C`. */
  readonly isKey: boolean;
  /** The terminal, by its name; `1` is the first. */
  readonly terminal: string;
}

const markPattern = /\{\{[ \t]*(exec|execute|copy|open)?((?:[ \t]+[\w-]+){0,6})[ \t]*\}\}/;
/** The machine's address in code, in the words of both sites. */
const hostAddress =
  /(?:https?:\/\/)?(?:\[\[HOST_SUBDOMAIN\]\]-(\d+)-\[\[KATACODA_HOST\]\](?:\.environments\.katacoda\.com)?|\{\{TRAFFIC_HOST(\d)_(\d+)\}\})|\[\[HOST(\d?)_IP\]\]/g;
const fenceOpening = /^([ \t]*)(`{3,}|~{3,})(.*)$/;

/** Reads the words behind `exec`: in any order, and with the misspellings that are met. */
function readMark(kind: string | undefined, words: string): Mark {
  const list = words.split(/\s+/).filter(Boolean);
  const named = list.find((word) => !/^(?:interr?upt|no-newline|ctrl-seq)$/.test(word));
  const terminal = /^(?:T|HOST)(\d+)$/.exec(named ?? '')?.[1] ?? named ?? '1';
  return {
    kind: kind === undefined ? 'none' : kind.startsWith('exec') ? 'exec' : kind === 'copy' ? 'copy' : 'open',
    interrupt: list.some((word) => /^interr?upt$/.test(word)),
    isBare: list.includes('no-newline'),
    isKey: list.includes('ctrl-seq'),
    terminal,
  };
}

/** A page of a scenario as a slide of a deck. `terminal` is where the page before left off; the segments, and where this one does. */
export function readMarkedPage(
  file: DeckFile,
  terminal: string,
): { readonly segments: Segment[]; readonly terminal: string } {
  const page = new MarkedPage(file, terminal);
  return { segments: page.read(), terminal: page.terminal };
}

class MarkedPage {
  readonly #file: DeckFile;
  readonly #text: string;
  readonly #segments: Segment[] = [];
  terminal: string;

  constructor(file: DeckFile, terminal: string) {
    this.#file = file;
    this.#text = file.source.text;
    this.terminal = terminal;
  }

  read(): Segment[] {
    const text = this.#text;
    let at = 0;
    let prose = 0;
    while (at < text.length) {
      const end = lineEnd(text, at);
      const opening = fenceOpening.exec(text.slice(at, end).replace(/\r$/, ''));
      if (!opening || isClosedOnItsLine(opening)) {
        at = end + 1;
        continue;
      }
      this.#prose(prose, at);
      at = this.#fence(at, end, opening);
      prose = at;
    }
    this.#prose(prose, text.length);
    return this.#segments;
  }

  /** A fence, whose closing line may carry a mark; returns where the text goes on. */
  #fence(start: number, openingEnd: number, [, indent = '', ticks = '', info = '']: RegExpExecArray): number {
    const text = this.#text;
    const body = Math.min(openingEnd + 1, text.length);
    for (let at = body; at < text.length;) {
      const end = lineEnd(text, at);
      const line = text.slice(at, end).replace(/\r$/, '');
      const closing = /^([ \t]*)(`{3,}|~{3,})[ \t]*(.*)$/.exec(line);
      const mark = closing && markPattern.exec(closing[3] ?? '');
      const isWhole = closing?.[3] === '' || (mark?.index === 0 && mark[0].length === closing?.[3]?.trimEnd().length);
      if (closing && isWhole && closing[2]?.startsWith(ticks)) {
        this.#closedFence(
          { start, body, bodyEnd: at, end, info, indent },
          mark ? readMark(mark[1], mark[2] ?? '') : undefined,
        );
        return Math.min(end + 1, text.length);
      }
      at = end + 1;
    }
    this.#written(start, text.length);
    return text.length;
  }

  #closedFence(
    {
      start,
      body,
      bodyEnd,
      end,
    }: { start: number; body: number; bodyEnd: number; end: number; info: string; indent: string },
    mark: Mark | undefined,
  ): void {
    if (mark?.kind !== 'exec') {
      this.#segments.push(...codeSegments(this.#file, start, bodyEnd));
      this.#made('```\n', bodyEnd);
      return;
    }
    this.#exercise(mark, start, () => {
      this.#code(body, bodyEnd);
    });
    if (end < body) this.#made('\n', end);
  }

  /** Text between fences: inline code with marks, and addresses of the machine. */
  #prose(start: number, end: number): void {
    const text = this.#text.slice(start, end);
    const pattern =
      /(?<!`)(`{1,4})(?!`)([^]{1,4000}?)(?<!`)\1(?!`)([ \t]{0,3}\{\{[ \t]*(exec|execute|copy|open)?((?:[ \t]+[\w-]+){0,6})[ \t]*\}\})?|\{\{TRAFFIC_HOST(\d)_(\d+)(?:\}\}|(\/[^}\s]*)\}\})|(?:https?:\/\/)?\[\[HOST_SUBDOMAIN\]\]-(\d+)-\[\[KATACODA_HOST\]\](?:\.environments\.katacoda\.com)?/g;
    let done = 0;
    let opened: string | undefined;
    for (const match of text.matchAll(pattern)) {
      const [whole, ticks = '', code = '', written, kind, words = '', host, port, path = '', oldPort] = match;
      // Code without a mark, which none of the marks behind it belongs to.
      if (ticks !== '' && written === undefined) continue;
      this.#written(start + done, start + match.index);
      done = match.index + whole.length;
      if (ticks === '') {
        const url = `http://node${host ?? '1'}:${port ?? oldPort ?? '80'}${path}`;
        this.#made(url, start + match.index);
        const rest = /^[^\s)\]"'`<>]*/.exec(text.slice(done))?.[0] ?? '';
        opened ??= `${url}${rest}`;
        continue;
      }
      const mark = readMark(kind, words);
      const at = start + match.index + ticks.length;
      // One blank beside the ticks belongs to them, where both sides have one.
      const pad = /^ [^]* $/.test(code) && code.trim() !== '' ? 1 : 0;
      if (mark.kind === 'exec') {
        this.#exercise(mark, at, () => {
          this.#code(at + pad, at + code.length - pad);
          this.#made('\n', at + code.length);
        });
      } else {
        this.#written(start + match.index, at + code.length + ticks.length);
      }
    }
    this.#written(start + done, end);
    if (opened !== undefined) {
      this.#made(`\n\n.exercise[\n\n<!--\n\`\`\`open ${opened}\`\`\`\n-->\n\n]\n`, end - (end > start ? 1 : 0));
    }
  }

  /** What is typed, as an exercise; `body` adds the code, whose last line ends. */
  #exercise({ terminal, interrupt, isBare, isKey }: Mark, at: number, body: () => void): void {
    const hidden = [
      ...(terminal === this.terminal ? [] : [`\`\`\`terminal ${terminal}\`\`\``]),
      ...(interrupt ? ['```key ^C```'] : []),
    ];
    this.terminal = terminal;
    const before = hidden.length > 0 ? `<!--\n${hidden.join('\n')}\n-->\n\n` : '';
    const method = isKey ? 'key' : isBare ? 'keys' : 'bash';
    this.#made(`\n\n.exercise[\n\n${before}\`\`\`\`\`${method}\n`, at);
    body();
    this.#made('`````\n\n]\n\n', at);
  }

  /** What is typed: with the names of the machines in the place of the site's words for them. */
  #code(start: number, end: number): void {
    let done = start;
    for (const match of this.#text.slice(start, end).matchAll(hostAddress)) {
      const [whole, oldPort, host, port, address] = match;
      const at = start + match.index;
      this.#segments.push(...codeSegments(this.#file, done, at));
      const machine = machineOf(address ?? host ?? '');
      this.#made(address === undefined ? `http://${machine}:${port ?? oldPort ?? 80}` : machine, at);
      done = at + whole.length;
    }
    this.#segments.push(...codeSegments(this.#file, done, end));
  }

  #written(start: number, end: number): void {
    if (end > start) this.#segments.push(writtenSegment(this.#file, start, end));
  }

  #made(text: string, at: number): void {
    this.#segments.push({ text, from: this.#file, at: Math.max(0, at), made: true });
  }
}

/** The name by which a shell on the first machine reaches one of them. */
function machineOf(number: string): string {
  return number === '' || number === '1' ? 'localhost' : `node${number}`;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** ```` ```cmd```{{execute}} ````: inline code with three ticks. */
function isClosedOnItsLine([, , ticks = '', rest = '']: RegExpExecArray): boolean {
  return ticks.startsWith('`') && rest.includes('`');
}
