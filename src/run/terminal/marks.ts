import { type Message, message } from '../../messages/message.ts';
/**
 * Invisible marks: what the shell tells the engine between the bytes that people see.
 *
 * They follow OSC 133 (FinalTerm, iTerm2, kitty, VS Code's shell integration): A prompt start, B prompt end,
 * C output start, D;<exit> command end, `k=s` for the continuation prompt. Every mark carries the session's
 * token as `aid=`, so that a program that prints OSC 133 itself (a slide about it, a hostile log) is not believed.
 */

/** One mark as found in the bytes. */
export type Mark =
  /** The prompt is being printed; `exitCode` is `$?` at that moment, undefined for a continuation prompt. */
  | { readonly kind: 'promptStart'; readonly exitCode: number | undefined }
  /** The prompt is complete: the shell reads. `continuation`: it needs another line of the same command. */
  | { readonly kind: 'promptEnd'; readonly continuation: boolean }
  | { readonly kind: 'outputStart' }
  | {
      readonly kind: 'commandEnd';
      readonly exitCode: number;
      /** Watched variables that are unset, empty or `null` now. */
      readonly empty: readonly string[];
      /** `BASH_VERSION` of the shell that printed the mark. */
      readonly shellVersion: string;
    };

/** A piece of what came through the terminal: text for people, or a mark. */
export type Piece = { readonly text: string } | { readonly mark: Mark };

const opener = '\x1b]133;';
/** A mark is short; an opener without an end within this many characters is somebody else's text. */
const maxMarkLength = 4096;

/** Splits a stream of chunks into text and marks, wherever the chunks were cut. */
export class MarkParser {
  readonly #suffix: string;
  #held = '';

  constructor(token: string) {
    this.#suffix = `;aid=${token}`;
  }

  /** The pieces that `chunk` completes, in order. */
  feed(chunk: string): Piece[] {
    const data = this.#held + chunk;
    this.#held = '';
    const pieces: Piece[] = [];
    const say = (text: string): void => {
      const last = pieces.at(-1);
      if (text === '') return;
      if (last && 'text' in last) pieces[pieces.length - 1] = { text: last.text + text };
      else pieces.push({ text });
    };
    let at = 0;
    for (;;) {
      const start = data.indexOf(opener, at);
      if (start < 0) break;
      const end = endOfSequence(data, start + opener.length);
      if (end === undefined) {
        if (data.length - start > maxMarkLength) {
          say(data.slice(at, start + opener.length));
          at = start + opener.length;
          continue;
        }
        say(data.slice(at, start));
        this.#held = data.slice(start);
        return pieces;
      }
      say(data.slice(at, start));
      const mark = this.#read(data.slice(start + opener.length, end.body));
      if (mark) pieces.push({ mark });
      else say(data.slice(start, end.after));
      at = end.after;
    }
    const cut = beginningAtEnd(data, at);
    this.#held = data.slice(cut);
    say(data.slice(at, cut));
    return pieces;
  }

  /**
   * The mark in the body of an OSC 133 sequence; undefined when it is not this session's. Every mark has `s=$?`: where it
   * stands unexpanded, somebody prints the environment (`env`), and that is text.
   */
  #read(body: string): Mark | undefined {
    if (!body.endsWith(this.#suffix)) return undefined;
    const [kind, ...fields] = body.slice(0, -this.#suffix.length).split(';');
    const value = (key: string): string | undefined =>
      fields.find((field) => field.startsWith(`${key}=`))?.slice(key.length + 1);
    const status = value('s') ?? '';
    if (!/^\d+$/.test(status)) return undefined;
    const continuation = value('k') === 's';
    switch (kind) {
      case 'A':
        return { kind: 'promptStart', exitCode: continuation ? undefined : Number(status) };
      case 'B':
        return { kind: 'promptEnd', continuation };
      case 'C':
        return { kind: 'outputStart' };
      case 'D':
        return {
          kind: 'commandEnd',
          exitCode: Number(status),
          empty: value('e')?.split(',').filter(Boolean) ?? [],
          shellVersion: value('v') ?? '',
        };
      default:
        return undefined;
    }
  }
}

/** Where the beginning of an opener stands at the end of `data`, not before `from`; the end when there is none. */
function beginningAtEnd(data: string, from: number): number {
  // Not the whole text: looking backwards is slow, and a flood has no escapes.
  const last = Math.max(from, data.length - opener.length + 1);
  const start = last + data.slice(last).lastIndexOf('\x1b');
  return start >= last && opener.startsWith(data.slice(start)) ? start : data.length;
}

/** Where an OSC sequence whose body begins at `from` ends: BEL, or ESC \. */
function endOfSequence(data: string, from: number): { body: number; after: number } | undefined {
  const limit = Math.min(data.length, from + maxMarkLength);
  for (let at = from; at < limit; at++) {
    const code = data.charCodeAt(at);
    if (code === 0x07) return { body: at, after: at + 1 };
    if (code === 0x1b) {
      if (at + 1 >= data.length) return undefined;
      return { body: at, after: data[at + 1] === '\\' ? at + 2 : at };
    }
  }
  return undefined;
}

/**
 * Environment variables that make an interactive shell print marks.
 *
 * - `PROMPT_COMMAND` prints D, first thing after a command, with `$?` and the watched variables that are empty.
 * - `PS0` (bash 4.4) prints C after the line was read and before it runs.
 * - `PS1` prints A with `$?` (so that sh, dash and busybox, which know neither of the former, tell an exit code too) and B.
 * - `PS2` prints A and B with `k=s`.
 *
 * All of them carry `s=$?`, which the shell replaces when it prints them, and `env` does not.
 *
 * They are exported, so that a shell started from the shell (`bash`, `exec bash`, `sh`) prints them as well.
 * Bytes 1 and 2 tell readline that what is between them has no width; dash prints them, and terminals ignore them.
 */
export function markEnvironment(
  token: string,
  prompt: string,
  watched: readonly string[],
): Readonly<Record<string, string>> {
  const mark = (body: string): string => `\x1b]133;${body};aid=${token}\x07`;
  const unseen = (body: string): string => `\x01${mark(body)}\x02`;
  const around = {
    PS1: [unseen('A;s=$?'), unseen('B;s=$?')],
    PS2: [unseen('A;k=s;s=$?'), unseen('B;k=s;s=$?')],
  } as const;
  const names = watched.filter((name) => /^[A-Za-z_]\w*$/.test(name));
  const end = `printf '\\e]133;D;s=%s;e=%s;v=%s;aid=${token}\\a'`;
  const tell =
    names.length === 0
      ? `${end} "$?" '' "$BASH_VERSION"`
      : `PUPITRE_S=$? PUPITRE_E=; for PUPITRE_V in ${names.join(' ')}; do ` +
        `case "\${!PUPITRE_V-}" in ''|null) PUPITRE_E=$PUPITRE_E$PUPITRE_V,;; esac; done; ` +
        `${end} "$PUPITRE_S" "$PUPITRE_E" "$BASH_VERSION"; unset PUPITRE_S PUPITRE_E PUPITRE_V`;
  // A start-up file or the deck may have set another prompt: it stays, between marks.
  const keep = Object.entries(around).map(
    ([name, [a, b]]) => `case "$${name}" in *${token}*) ;; *) ${name}='${a}'"$${name}"'${b}';; esac`,
  );
  return {
    PROMPT_COMMAND: [tell, ...keep].join('; '),
    PS0: mark('C;s=$?'),
    PS1: `${around.PS1[0]}${prompt}${around.PS1[1]}`,
    PS2: `${around.PS2[0]}> ${around.PS2[1]}`,
  };
}

/** A line to type into a shell that prints no marks (in a container, over ssh), so that it does. */
export function markCommand(token: string, prompt: string): string {
  // Nothing of the typed line may look like a mark when it is echoed, hence the escapes for printf.
  const mark = (body: string): string => `\\033]133;${body};aid=${token}\\007`;
  const one = `${mark('A;s=$?')}${prompt}${mark('B;s=$?')}`;
  const two = `${mark('A;k=s;s=$?')}> ${mark('B;k=s;s=$?')}`;
  return ` PS1=$(printf '${one}') PS2=$(printf '${two}') PS0=$(printf '${mark('C;s=$?')}')`;
}

/** bash has PS0 since 4.4. */
const oldestBash = [4, 4] as const;

/** Why a shell of this `BASH_VERSION` is of no use; undefined when it is good enough, or no bash. */
export function refusalOf(version: string | undefined): Message | undefined {
  if (version === undefined) return undefined;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldMajor, oldMinor] = oldestBash;
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return undefined;
  return message('run/old-bash', { version, least: `${oldMajor}.${oldMinor}` });
}
