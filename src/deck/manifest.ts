import { type Message, message } from '../messages/message.ts';
import { openDeck } from './deck.ts';
import { diagnosticOf, inDeckOrder, maxFindingsPerRule } from './diagnostics.ts';
import { type ContentsLanguage, contentsSlides, numberTitles, titleSlide } from './manifest/contents.ts';
import { inlineSegments, type Insertion, type MarkerValues, replaceMarkers } from './manifest/markers.ts';
import { type Manifest, type ManifestItem, readManifest } from './manifest/read.ts';
import { type DeckFile, insertSegments, joinSegments, type Segment } from './manifest/segment.ts';
import { type ChapterTitle, readTitles } from './manifest/titles.ts';
import type { Deck, DeckOptions, Diagnostic } from './model.ts';
import type { Variables } from './model/variables.ts';
import { defaultExerciseClasses } from './remark.ts';
import { scanDeck } from './scan/scan.ts';
import { maxLength, readSource } from './scan/source.ts';

/** A file that a manifest names: its text decoded as UTF-8, or why it cannot be read, in a sentence. */
export type ChapterFile = {
  /** Its name in messages. */
  readonly file: string;
} & Insertion;

/** How a manifest is read. Its own `exclude` and variables are added; those given here win. */
export interface ManifestOptions extends DeckOptions {
  /** Reads a chapter by its path as the manifest has it, relative to the manifest's folder. */
  readonly readChapter: (path: string) => ChapterFile;
  /** Reads a file for `@@INCLUDE[path]`. */
  readonly readInclude: (path: string) => Insertion;
  /** Language of the slides that are made: table of contents, title slides. Default: English. */
  readonly lang?: ContentsLanguage;
}

/** True for the name of a file that is a manifest and no markdown. */
export function isManifest(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/**
 * Reads a manifest (`title`, `exclude`, `content` or `chapters`, variables) and its chapters as one deck, as container.training's
 * builder and gnab/remark would show it: chapters joined by `---`, with a table of contents for `@@TOC@@` and a title slide before each
 * slide with a first-level heading. All places are those of the chapter's file; a title slide's is that of its chapter in the manifest,
 * and what stands for a marker has the marker's place. Like `parseDeck` it never throws.
 */
export function parseManifest(text: string, options: ManifestOptions): Deck {
  const from: DeckFile = { file: options.file, source: readSource(text) };
  const messages = new Messages();
  const readable = messages.ofSource(from);
  const manifest = readable
    ? readManifest(from, (offset, rule, reason) => {
        messages.add(from, offset, rule, reason);
      })
    : undefined;
  if (!manifest) return { file: options.file, title: '', slides: [], messages: messages.all };
  const title = manifest.title.replace(/\s+/g, ' ');
  const excludedClasses = [...(options.excludedClasses ?? []), ...manifest.exclude];
  const segments = new ManifestBuilder(from, manifest, { ...options, excludedClasses }, messages).build();
  const { file, exerciseClasses = defaultExerciseClasses } = options;
  const { deck } = openDeck(joinSegments(segments), { file, exerciseClasses, excludedClasses });
  const variables = Object.keys(variablesOf(manifest, options));
  const all = inDeckOrder([...messages.all, ...deck.messages], deck);
  return { ...deck, title: title || deck.title, messages: all, variables };
}

/** Messages about files. */
class Messages {
  readonly all: Diagnostic[] = [];
  readonly #counts = new Map<string, number>();

  add({ file, source }: DeckFile, offset: number, rule: string, reason: Message): void {
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (count > maxFindingsPerRule) return;
    const { line, column } = source.point(offset);
    this.all.push({ file, line, column, severity: 'error', rule, reason });
  }

  /** What is wrong with the encoding of a file; false when that means that it cannot be read. */
  ofSource({ file, source }: DeckFile): boolean {
    for (const finding of source.findings) this.all.push(diagnosticOf(finding, file, source.point));
    return source.findings.every(({ severity }) => severity !== 'error');
  }
}

/** A chapter in its place in the deck. */
interface Chapter {
  /** Where the manifest lists it. */
  readonly offset: number;
  readonly segments: readonly Segment[];
  readonly titles: readonly ChapterTitle[];
}

class ManifestBuilder {
  readonly #from: DeckFile;
  readonly #manifest: Manifest;
  readonly #options: ManifestOptions;
  readonly #messages: Messages;
  readonly #values: MarkerValues;
  readonly #files = new Map<string, DeckFile | undefined>();
  readonly #includes = new Map<string, Insertion>();
  #left = maxLength;
  /** Characters that may still be put in for markers. */
  #room = maxLength;

  constructor(from: DeckFile, manifest: Manifest, options: ManifestOptions, messages: Messages) {
    this.#from = from;
    this.#manifest = manifest;
    this.#options = options;
    this.#messages = messages;
    const variables = variablesOf(manifest, options);
    this.#values = {
      variables,
      link: (path) => linkTo(path, variables),
      include: (path) => this.#include(path),
      complain: (file, offset, reason) => {
        messages.add(file, offset, 'missing-include', reason);
      },
      take: (length, file, offset) => this.#take(length, file, offset),
    };
  }

  build(): Segment[] {
    const parts = this.#manifest.items.map((item) => this.#chaptersOf(item)).filter((chapters) => chapters.length > 0);
    const withTitles = parts
      .map((chapters) => chapters.flatMap(({ titles }) => titles.map(({ text }) => text)))
      .filter((titles) => titles.length > 0);
    const entries = numberTitles(withTitles);
    const { lang = 'en' } = this.#options;
    const chapters = parts.flat();
    const hasContents = chapters.some(({ segments }) => segments.some((segment) => segment.toc));
    const toc = contentsSlides(entries, lang);
    let next = 0;
    return chapters.flatMap((chapter, index) => {
      const slides = chapter.titles.map(() => titleSlide(entries, next++, { hasContents, lang }));
      const segments = this.#withTitleSlides(chapter, slides).map((segment) =>
        segment.toc ? { ...segment, text: toc } : segment,
      );
      return index + 1 < chapters.length ? [...segments, ...joint(segments)] : segments;
    });
  }

  #chaptersOf(item: ManifestItem): Chapter[] {
    if (item.kind === 'section') return item.items.flatMap((each) => this.#chaptersOf(each));
    if (item.kind === 'inline') return this.#chapter(item.offset, inlineSegments(this.#from, item, this.#values));
    const file = this.#open(item.path, item.offset);
    return file ? this.#chapter(item.offset, replaceMarkers(file, 0, file.source.text.length, this.#values)) : [];
  }

  #chapter(offset: number, segments: readonly Segment[]): Chapter[] {
    const before = this.#left;
    this.#left -= segments.reduce((sum, { text }) => sum + text.length, 0);
    if (this.#left < 0) {
      if (before >= 0) {
        this.#messages.add(this.#from, offset, 'too-large', message('deck/course-too-large', { limit: maxLength }));
      }
      return [];
    }
    const { exerciseClasses = defaultExerciseClasses, excludedClasses = [] } = this.#options;
    const { text, lines } = joinSegments(segments);
    const { slides } = scanDeck(text, lines, exerciseClasses);
    return [{ offset, segments, titles: readTitles(text, lines, slides, excludedClasses) }];
  }

  #take(length: number, from: DeckFile, offset: number): boolean {
    this.#room -= length;
    if (this.#room >= 0) return true;
    if (this.#left >= 0) {
      this.#messages.add(from, offset, 'too-large', message('deck/insertion-too-large', { limit: maxLength }));
    }
    this.#left = -1;
    return false;
  }

  /** The file of a chapter; one that is listed twice is read once. */
  #open(path: string, offset: number): DeckFile | undefined {
    if (this.#left < 0) return undefined;
    if (this.#files.has(path)) return this.#files.get(path);
    const read = this.#options.readChapter(path);
    if (isManifest(path) && read.file === this.#from.file) {
      this.#messages.add(this.#from, offset, 'manifest-cycle', message('deck/manifest-in-itself', { path }));
      return undefined;
    }
    if ('problem' in read) {
      this.#messages.add(this.#from, offset, 'missing-chapter', read.problem);
      return undefined;
    }
    if (isManifest(path)) {
      this.#messages.add(this.#from, offset, 'manifest-cycle', message('deck/manifest-in-manifest', { path }));
      return undefined;
    }
    const file = { file: read.file, source: readSource(read.text) };
    this.#files.set(path, this.#messages.ofSource(file) ? file : undefined);
    return this.#files.get(path);
  }

  #include(path: string): Insertion {
    const known = this.#includes.get(path);
    if (known) return known;
    const found = this.#options.readInclude(path);
    this.#includes.set(path, found);
    return found;
  }

  /** Puts the slides that announce titles before the slides that have them. */
  #withTitleSlides({ offset, segments, titles }: Chapter, slides: readonly string[]): readonly Segment[] {
    return insertSegments(
      segments,
      titles.map(({ slideStart }, index) => ({
        offset: slideStart,
        segment: { text: `${slides[index] ?? ''}---\n`, from: this.#from, at: offset, made: true },
      })),
    );
  }
}

/** What separates a chapter from the next: it belongs to the end of the first. */
function joint(segments: readonly Segment[]): Segment[] {
  const last = segments.at(-1);
  if (!last) return [];
  const at = last.made ? last.at : last.at + last.text.length;
  return [{ text: '\n---\n', from: last.from, at, made: true }];
}

/** The variables of a deck, those that container.training's builder makes by itself among them. */
function variablesOf({ title, variables }: Manifest, options: ManifestOptions): Variables {
  const { SLIDES: slides = '' } = variables;
  const name = options.file.split(/[\\/]/).at(-1) ?? '';
  return {
    CHAT: '',
    GITREPO: '',
    SLIDES: '',
    ZIP: `${slides}slides.zip`,
    HTML: `${name}.html`,
    ...variables,
    TITLE: title.replace(/\r?\n/g, '<br/>'),
    ...options.variables,
  };
}

/** A link to a file of the course's repository: below `linkbase`, or in the `gitrepo` on GitHub; else only its path. */
function linkTo(path: string, variables: Variables): string {
  const { LINKBASE: base = '', GITREPO: repository = '' } = variables;
  const github = /^(?:https?:\/\/)?(github\.com\/[\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(repository)?.[1];
  const root = base !== '' ? base.replace(/\/?$/, '/') : github === undefined ? '' : `https://${github}/tree/HEAD/`;
  return root === '' ? path : `[${path}](${root}${encodeURI(path)})`;
}
