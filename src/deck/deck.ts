import type { PhrasingContent, Root, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { EXIT, SKIP, visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { diagnosticOf } from './diagnostics.ts';
import type { Deck, DeckOptions, Slide } from './model.ts';
import { readCells } from './model/cells.ts';
import { readDisplays } from './model/display.ts';
import { readExercises } from './model/exercise.ts';
import { type FrontMatter, frontMatterIn } from './model/front-matter.ts';
import { numberSlides } from './model/numbering.ts';
import { readPrompts } from './model/prompts.ts';
import { substitute } from './model/variables.ts';
import { defaultExerciseClasses, type ParsedDeck, remarkDeck } from './remark.ts';
import type { Source } from './scan/source.ts';
import type { SlideNotes } from './tree/mdast.ts';

/**
 * Reads a deck from its text, which is a file decoded as UTF-8 (bytes that are not UTF-8 as U+FFFD; a byte order mark may
 * still be there, and counts as one character). It never throws: what is wrong becomes messages, sorted by place. A deck
 * that cannot be read at all (binary, too large) has no slides and an error among its messages; an empty one has neither.
 */
export function parseDeck(text: string, options: DeckOptions): Deck {
  return openDeck(text, options).deck;
}

/** A deck together with the text and the regions that it was made of; those are undefined for what is no text. */
export interface OpenDeck {
  readonly deck: Deck;
  readonly parsed: ParsedDeck | undefined;
}

/** As `parseDeck`, for whoever has to look at the text itself, too; or for what is made of several texts already. */
export function openDeck(text: string | Source, options: DeckOptions): OpenDeck {
  const exerciseClasses = options.exerciseClasses ?? defaultExerciseClasses;
  const file = new VFile();
  const processor = remark().use(remarkGfm).use(remarkDeck, { exerciseClasses, gfm: true });
  if (typeof text === 'string') file.value = text;
  else file.data.source = text;
  const root = processor.parse(file);
  const parsed = file.data.deck;
  const slides = parsed ? slidesOf(root, parsed, { ...options, exerciseClasses }) : [];
  const messages = parsed?.findings.map((each) => diagnosticOf(each, options.file, parsed.source.point)) ?? [];
  return {
    deck: { file: options.file, title: slides.find(({ title }) => title !== '')?.title ?? '', slides, messages },
    parsed,
  };
}

function slidesOf(
  root: Root,
  { source, slides }: ParsedDeck,
  {
    file,
    exerciseClasses,
    excludedClasses = [],
    variables = {},
    exercises: style = 'marks',
    plainCode = false,
  }: DeckOptions & { readonly exerciseClasses: readonly string[] },
): Slide[] {
  const fronts = style === 'marks' ? new Map<number, FrontMatter>() : frontMatterIn(source, slides);
  const isFront = (index: number): boolean => fronts.has(index) || fronts.has(index + 1);
  const shown = slides.map((slide, index) => (isFront(index) ? { ...slide, properties: { exclude: 'true' } } : slide));
  const statuses = numberSlides(shown, excludedClasses);
  let front: FrontMatter = {};
  const made: Slide[] = [];
  slides.forEach((region, index) => {
    const status = statuses[index];
    if (!status) return;
    const context = { source, exerciseClasses, variables, isPlain: plainCode };
    const { content, notes } = contentOf(root.children[index]);
    const position = source.position(region.start, region.end);
    front = fronts.get(index) ?? (position.start.file === made.at(-1)?.position.start.file ? front : {});
    const readLoose = { marks: undefined, prompts: readPrompts, runme: readCells }[style];
    const prompted = readLoose?.({ ...context, front }, region.regions) ?? [];
    const typed = new Set(prompted.flatMap(({ snippets }) => snippets.map(({ id }) => id)));
    made.push({
      file: position.start.file ?? file,
      index: index + 1,
      ...status,
      name: region.properties['name'],
      title: substitute(titleIn(content, status.classes, region.continued ? made.at(-1)?.title : undefined), variables),
      properties: region.properties,
      continued: region.continued,
      exercises: [
        ...readExercises({ ...context, inNotes: false }, region.regions),
        ...prompted,
        ...readExercises({ ...context, inNotes: true }, region.notes?.regions ?? []),
      ],
      displays: readDisplays(context, region).filter(({ id }) => !typed.has(id)),
      content,
      notes,
      position,
    });
  });
  return made;
}

function contentOf(node: RootContent | undefined): { content: RootContent[]; notes: RootContent[] } {
  if (node?.type !== 'slide') return { content: [], notes: [] };
  const notes = node.children.find((child): child is SlideNotes => child.type === 'slideNotes');
  return { content: node.children.filter((child) => child !== notes), notes: notes?.children ?? [] };
}

/**
 * The text of the first heading, also inside a class or a list; that of the slide that is continued; a title slide may be
 * one paragraph without a heading.
 */
function titleIn(content: readonly RootContent[], classes: readonly string[], before: string | undefined): string {
  const title = textOfFirst(content, 'heading') ?? before ?? '';
  return title === '' && classes.includes('title') ? (textOfFirst(content, 'paragraph') ?? '') : title;
}

function textOfFirst(nodes: readonly RootContent[], type: 'heading' | 'paragraph'): string | undefined {
  let text: string | undefined;
  visit({ type: 'root', children: [...nodes] } satisfies Root, (node) => {
    if (node.type === 'list' && type === 'paragraph') return SKIP;
    if ((node.type !== 'heading' && node.type !== 'paragraph') || node.type !== type) return undefined;
    const parts = node.children.map((part) => (isBreak(part) ? ' ' : toString(part, { includeHtml: false })));
    text = parts.join('').replace(/\s+/g, ' ').trim();
    return EXIT;
  });
  return text;
}

function isBreak(node: PhrasingContent): boolean {
  return node.type === 'break' || (node.type === 'html' && /^<br\b/i.test(node.value));
}
