import { classOpener, skipClassNames } from './class-opener.ts';
import { ClassStack, maxClassDepth, type OpenClass, type Separator } from './class-stack.ts';
import type { CodeSpans } from './code-spans.ts';
import { type CommentOffsets, readComment } from './comment.ts';
import { type BlockFence, type KnownLines, readBlockFence } from './fence.ts';
import { IndentedCode } from './indented-code.ts';
import { lineKind, skipRun } from './line-kind.ts';
import type { Region, Span } from './regions.ts';

/** Everything the scanner knows about a text before it starts. */
export interface ScanContext extends KnownLines, CommentOffsets {
  readonly codeSpans: CodeSpans;
}

/** An unclosed fence and the class that it stands in. */
export interface UnclosedFence {
  readonly offset: number;
  readonly inExercise: boolean;
}

/** A slide with its increments: what stands between two `---`. */
export interface Group extends Span {
  /** The line of the `---` that ends it; the number of lines when the text ends it. */
  readonly endLine: number;
  readonly found: readonly (Region | Separator)[];
  readonly unclosedClasses: readonly OpenClass[];
  readonly unclosedFences: readonly UnclosedFence[];
  /** The first class that was nested too deeply to be read. */
  readonly tooDeep: number | undefined;
}

/**
 * Scans the slides from `firstLine` to the next `---`, in one pass.
 *
 * Brackets in fences, inline code and comments do not count; those in prose do, as in gnab/remark. `forced` tells
 * for some opening brackets where they close whatever stands between; nothing inside reaches beyond that place.
 */
export function scanGroup(
  context: ScanContext,
  firstLine: number,
  forced: ReadonlyMap<number, number>,
  exerciseClasses: readonly string[],
): Group {
  return new GroupScan(context, firstLine, forced, exerciseClasses).run();
}

/** An open class whose end is known before it is reached. */
interface Forced {
  readonly depth: number;
  readonly close: number;
}

class GroupScan {
  readonly #context: ScanContext;
  readonly #text: string;
  readonly #forcedAt: ReadonlyMap<number, number>;
  readonly #exerciseClasses: readonly string[];
  readonly #stack: ClassStack;
  readonly #forced: Forced[] = [];
  readonly #unclosedClasses: OpenClass[] = [];
  readonly #unclosedFences: UnclosedFence[] = [];
  readonly #indentation = new IndentedCode();
  readonly #start: number;
  #line: number;
  #offset: number;
  #tooDeep: number | undefined;

  constructor(
    context: ScanContext,
    firstLine: number,
    forcedAt: ReadonlyMap<number, number>,
    exerciseClasses: readonly string[],
  ) {
    this.#context = context;
    this.#text = context.text;
    this.#forcedAt = forcedAt;
    this.#exerciseClasses = exerciseClasses;
    this.#stack = new ClassStack(context.text);
    this.#line = firstLine;
    this.#start = context.lines.start(firstLine);
    this.#offset = this.#start;
  }

  run(): Group {
    const { lines, kinds } = this.#context;
    let endLine = lines.count;
    while (this.#offset < this.#text.length) {
      if (this.#offset >= this.#limit) {
        this.#closeForced();
        continue;
      }
      while (lines.start(this.#line + 1) <= this.#offset && this.#line + 1 < lines.count) this.#line++;
      if (this.#offset === lines.start(this.#line)) {
        if (kinds[this.#line] === lineKind.slide) {
          endLine = this.#line;
          break;
        }
        if (this.#readWholeLine()) continue;
      }
      this.#readRestOfLine();
    }
    const { found, unclosed } = this.#stack.finish();
    return {
      start: this.#start,
      end: lines.start(endLine),
      endLine,
      found,
      unclosedClasses: [...this.#unclosedClasses, ...unclosed],
      unclosedFences: this.#unclosedFences,
      tooDeep: this.#tooDeep,
    };
  }

  /** Nothing that begins now may end after this offset. */
  get #limit(): number {
    return this.#forced.at(-1)?.close ?? Infinity;
  }

  #closeForced(): void {
    const forced = this.#forced.pop();
    if (!forced) return;
    this.#unclosedClasses.push(...this.#stack.closeAt(forced.depth, forced.close));
    this.#offset = forced.close + 1;
  }

  /** Reads what takes whole lines: separators, blank lines, fences, indented code. False when the line is something else. */
  #readWholeLine(): boolean {
    const { lines, kinds } = this.#context;
    const kind = kinds[this.#line];
    const start = this.#offset;
    const next = Math.min(lines.start(this.#line + 1), this.#limit);
    if (kind === lineKind.step || kind === lineKind.notes) {
      const end = lines.start(this.#line + 1);
      this.#stack.add(kind === lineKind.step ? { kind: 'step', start, end } : { kind: 'notes', start, end });
      this.#indentation.reset();
      this.#offset = next;
      return true;
    }
    if (kind === lineKind.fence) {
      const fence = readBlockFence(this.#context, this.#line, this.#limit, this.#stack.depth > 0);
      if (fence) {
        this.#addFence(fence);
        return true;
      }
    }
    if (!this.#indentation.hides(this.#text, start, lines.end(this.#line))) return false;
    this.#offset = next;
    return true;
  }

  #addFence(fence: BlockFence): void {
    this.#indentation.endBlank();
    if (!fence.closed) this.#addUnclosedFence(fence.start);
    this.#stack.add(fence);
    this.#offset = fence.end;
  }

  #addUnclosedFence(offset: number): void {
    this.#unclosedFences.push({ offset, inExercise: this.#stack.isInside(this.#exerciseClasses) });
  }

  /** Reads from the current offset to the end of the line, or past it when something longer begins on it. */
  #readRestOfLine(): void {
    const text = this.#text;
    const end = Math.min(this.#context.lines.start(this.#line + 1), this.#limit);
    let offset = this.#offset;
    while (offset < end) {
      switch (text[offset]) {
        case '`':
          offset = this.#readBackticks(offset);
          break;
        case '<':
          offset = this.#readComment(offset);
          break;
        case '\\':
          offset = this.#readEscape(offset, end);
          break;
        case '.':
          offset = this.#readClass(offset, end);
          // A forced class may end before this line does.
          if (this.#limit < end) {
            this.#offset = offset;
            return;
          }
          break;
        case '[':
          this.#stack.openBracket();
          offset++;
          break;
        case ']':
          this.#stack.closeBracket(offset, this.#forced.at(-1)?.depth ?? 0);
          offset++;
          break;
        default:
          offset++;
      }
    }
    this.#offset = offset;
  }

  #readBackticks(offset: number): number {
    const runEnd = skipRun(this.#text, offset, this.#text.length);
    const code = this.#context.codeSpans.at(offset, this.#limit);
    if (!code) return Math.min(runEnd, this.#limit);
    const length = runEnd - offset;
    const body = { start: runEnd, end: code.end - length };
    if (length >= 3 && !/[\n\r]/.test(this.#text.slice(body.start, body.end))) {
      this.#stack.add({ kind: 'fence', shape: 'line', info: '', ...code, body });
    }
    return code.end;
  }

  #readComment(offset: number): number {
    const found = readComment(this.#context, offset, Math.min(this.#text.length, this.#limit));
    if (!found) return offset + 1;
    if (found.unclosedFence !== undefined) this.#addUnclosedFence(found.unclosedFence);
    this.#stack.add(found.comment);
    return found.comment.end;
  }

  /** `\.a.b[` is text, but its bracket counts; a backslash before other punctuation hides it. */
  #readEscape(offset: number, end: number): number {
    const next = this.#text[offset + 1];
    if (next === '.') return Math.max(offset + 2, skipClassNames(this.#text, offset + 1, end));
    return next === '`' || next === '<' || next === '\\' ? offset + 2 : offset + 1;
  }

  #readClass(offset: number, end: number): number {
    const namesEnd = skipClassNames(this.#text, offset, end);
    const opener = classOpener(this.#text, offset, namesEnd, end);
    if (!opener) return Math.max(namesEnd, offset + 1);
    if (this.#stack.depth >= maxClassDepth) {
      this.#tooDeep ??= offset;
      return namesEnd;
    }
    this.#stack.open(offset, opener);
    const close = this.#forcedAt.get(opener.inside - 1);
    // It lies inside the class that is forced already, if any: both were found by the same counting.
    if (close !== undefined) this.#forced.push({ depth: this.#stack.depth, close });
    return opener.inside;
  }
}
