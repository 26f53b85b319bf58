import type { RootContent } from 'mdast';
import type { Message } from '../messages/message.ts';

/** A place in the original file: line and column are 1-based, offset is 0-based; all count UTF-16 code units. */
export interface Point {
  /** In a deck of several files (a manifest): which one. Absent: `Deck.file`. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A half-open range of the original file. */
export interface Position {
  readonly start: Point;
  readonly end: Point;
}

export type Severity = 'error' | 'warning' | 'info';

/** Something about a deck that its author should know; `error` means that it cannot be run as it is. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: Severity;
  /** Short kebab-case name of what was found, such as `unclosed-class`. */
  readonly rule: string;
  readonly reason: Message;
}

/** One fence in an exercise, or one inside an HTML comment of it. */
export interface Snippet {
  /** Unique in the deck, like those of exercises, URLs and displays; the `code` node of the fence has it as `data.region`. */
  readonly id: string;
  /** The first word of the fence's info string, lower case: `bash`, `wait`, `key`, ... or `''` for a bare fence. */
  readonly method: string;
  /** The rest of the info string, such as `json` in an `expect json` fence. */
  readonly argument: string;
  /** The text to act on: dedented by the common indent, highlight backticks removed from commands. */
  readonly data: string;
  /** Where the fence opens (its first backtick) and where it ends. */
  readonly position: Position;
  /** For each line of `data`, where it starts in the file. */
  readonly lines: readonly Point[];
  /** Written inside an HTML comment: it acts but is not shown. */
  readonly hidden: boolean;
  /** Inside presenter notes: it never runs. */
  readonly inNotes: boolean;
  /** Of no marked exercise, but of a README or a tutorial: prompts of all sorts count, and what is shown below a command is compared with nothing. */
  readonly loose?: true;
  /** Of a cell of runme: what it says of how it runs. */
  readonly cell?: Cell;
}

/** What a cell of runme says of how it runs. */
export interface Cell {
  /** Where it begins, from the folder of the document. */
  readonly cwd?: string;
  /** It is left running. */
  readonly background?: true;
  /** What reads it, when that is no shell. */
  readonly interpreter?: string;
  /** The variable that its reader is asked for, and the words for that. */
  readonly asks?: string;
}

/** A URL in the prose of an exercise, such as `http://node-ip-address:3xxxx/`. */
export interface ProseUrl {
  readonly id: string;
  readonly url: string;
  readonly position: Position;
}

/** A block content class named `exercise` or `lab` (configurable). */
export interface Exercise {
  /** The `contentClass` node has it as `data.region`. */
  readonly id: string;
  readonly className: string;
  readonly snippets: readonly Snippet[];
  readonly urls: readonly ProseUrl[];
  readonly inNotes: boolean;
  readonly position: Position;
}

/** A fence on a slide that shows something instead of being typed: perhaps what a command should print. */
export interface Display {
  /** The `code` node of the fence has it as `data.region`. */
  readonly id: string;
  /** The fence's language, lower case; `''` without one. */
  readonly language: string;
  readonly text: string;
  /** The nearest non-blank line of prose above the fence, markup removed: `Nous devrions voir:`. */
  readonly introduction: string;
  /** True when the fence stands inside an exercise. */
  readonly inExercise: boolean;
  readonly inNotes: boolean;
  readonly position: Position;
}

/** What stands between two separators. */
export interface Slide {
  /** Where it is written: `Deck.file`, or one of its chapters. */
  readonly file: string;
  /** 1-based place in the deck, increments counted: every `---` and `--` starts one. */
  readonly index: number;
  /** The number that gnab/remark shows; 0 for a slide that is never shown (excluded, layout). */
  readonly number: number;
  readonly name: string | undefined;
  /** Text of the first heading; for an increment without one, that of the slide it continues. */
  readonly title: string;
  readonly classes: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  /** Continues the slide before it (`--`). */
  readonly continued: boolean;
  /** Left out by `exclude: true` or an excluded class: shown to nobody, run by nobody. */
  readonly excluded: boolean;
  /** Only what is written on this slide itself: inherited content is not repeated. */
  readonly exercises: readonly Exercise[];
  readonly displays: readonly Display[];
  readonly content: readonly RootContent[];
  readonly notes: readonly RootContent[];
  readonly position: Position;
}

/** A file of the course that the deck itself asks to have on the node. */
export interface CourseFile {
  /** Path below the folder of the deck. */
  readonly from: string;
  /** Path on the node; `~/` is the home of its user. */
  readonly to: string;
  /** What chmod is to make of it: `+x`, `644`. */
  readonly chmod?: string;
}

/** One markdown text, or a manifest of chapters, as an ordered list of slides. */
export interface Deck {
  readonly file: string;
  readonly title: string;
  readonly slides: readonly Slide[];
  readonly messages: readonly Diagnostic[];
  /** Of a scenario: what must be on the node before the first step. */
  readonly files?: readonly CourseFile[];
  /** Of a manifest: the names of the `@@NAME@@` that it sets. */
  readonly variables?: readonly string[];
}

/** Which fences of a deck are exercises: those in `.exercise[ ... ]` (`marks`), all that a person would type (`prompts`), or the cells of runme (`runme`). */
export type ExerciseStyle = 'marks' | 'prompts' | 'runme';

export interface DeckOptions {
  /** Name of the file in messages. */
  readonly file: string;
  /** Content classes that are exercises. Default: `exercise`, `lab`. */
  readonly exerciseClasses?: readonly string[];
  /** Slides of these classes are excluded. */
  readonly excludedClasses?: readonly string[];
  /** Which fences are exercises, besides those in classes. Default: `marks`, none. */
  readonly exercises?: ExerciseStyle;
  /** Backticks in commands are the shell's, and highlight nothing. Default: false. */
  readonly plainCode?: boolean;
  /** `@@NAME@@` in the deck stands for `variables.NAME`. */
  readonly variables?: Readonly<Record<string, string>>;
}
