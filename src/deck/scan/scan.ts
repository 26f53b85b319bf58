import { message } from '../../messages/message.ts';
import type { Finding } from '../diagnostics.ts';
import { maxClassDepth, type OpenClass, type Separator } from './class-stack.ts';
import { readCodeSpans } from './code-spans.ts';
import { type Group, type ScanContext, scanGroup, type UnclosedFence } from './group.ts';
import { lineKind, readLineKinds, skipRun } from './line-kind.ts';
import { type Lines, offsetsOf } from './lines.ts';
import { readProperties } from './properties.ts';
import type { NotesRegion, Region, SlideRegion, Span } from './regions.ts';

/** The structure of a deck. */
export interface ScannedDeck {
  readonly slides: readonly SlideRegion[];
  readonly findings: readonly Finding[];
}

/**
 * Finds the slides of a text, and in them properties, notes, fences, comments and content classes.
 *
 * The rules are those of gnab/remark 0.15 except where its behaviour is a defect: CR LF ends lines, `--` and `???` need no
 * blank line, brackets in code do not close classes, fences may have any info string, and a class or an unclosed fence
 * never swallows the next slide. The time it takes is proportional to the length of the text.
 */
export function scanDeck(text: string, lines: Lines, exerciseClasses: readonly string[]): ScannedDeck {
  if (text.trim() === '') return { slides: [], findings: [] };
  const kinds = readLineKinds(text, lines);
  const context: ScanContext = {
    text,
    lines,
    kinds,
    codeSpans: readCodeSpans(text, lines, kinds),
    commentOpeners: offsetsOf(text, '<!--'),
    commentClosers: offsetsOf(text, '-->'),
    separators: separatorOffsets(lines, kinds),
  };
  const slides: SlideRegion[] = [];
  const findings: Finding[] = [];
  for (let line = 0; line <= lines.count;) {
    const group = scanWithFallback(context, line, exerciseClasses);
    addSlides(context, group, slides);
    addFindings(text, group, exerciseClasses, findings);
    // A `---` in the last line still begins a slide, an empty one.
    if (group.endLine >= lines.count) break;
    line = group.endLine + 1;
  }
  return { slides, findings };
}

function separatorOffsets(lines: Lines, kinds: Uint8Array): number[] {
  const offsets: number[] = [];
  kinds.forEach((kind, line) => {
    if (kind === lineKind.slide) offsets.push(lines.start(line));
  });
  return offsets;
}

/**
 * Scans one group of slides. Classes that find no closing bracket outside of code get the one that gnab/remark would
 * take, if it lies in the group; a second scan then knows their ends. What is unclosed after that is literal text.
 */
function scanWithFallback(context: ScanContext, line: number, exerciseClasses: readonly string[]): Group {
  const group = scanGroup(context, line, new Map(), exerciseClasses);
  if (group.unclosedClasses.length === 0) return group;
  const forced = blindClosers(context.text, group, group.unclosedClasses);
  return forced.size === 0 ? group : scanGroup(context, line, forced, exerciseClasses);
}

/**
 * Where gnab/remark closes these classes: it counts every `[` and `]`, in code and comments too
 * (`src/remark/lexer.js`, getTextInBrackets). Maps the offset of the opening bracket to that of the closing one, for
 * those that close inside `span`.
 */
function blindClosers(text: string, { start, end }: Span, classes: readonly OpenClass[]): Map<number, number> {
  const wanted = new Set(classes.map(({ inside }) => inside - 1));
  const closers = new Map<number, number>();
  const open: number[] = [];
  for (let offset = start; offset < end; offset++) {
    const character = text[offset];
    if (character === '[') open.push(offset);
    else if (character === ']') {
      const opener = open.pop();
      if (opener !== undefined && wanted.has(opener)) closers.set(opener, offset);
    }
  }
  return closers;
}

function addSlides(context: ScanContext, group: Group, slides: SlideRegion[]): void {
  let start = group.start;
  let continued = false;
  let regions: Region[] = [];
  let notes: Separator | undefined;
  let notesRegions: Region[] = [];
  const endSlide = (end: number): void => {
    const notesRegion = notes && { start: notes.end, end, regions: notesRegions };
    slides.push(slideRegion(context, { start, end }, continued, regions, notes?.start ?? end, notesRegion));
  };
  for (const found of group.found) {
    if (found.kind === 'step') {
      endSlide(found.start);
      start = found.end;
      continued = true;
      regions = [];
      notes = undefined;
      notesRegions = [];
    } else if (found.kind === 'notes') {
      // gnab/remark would forget the first notes at a second `???`; here that line is text.
      notes ??= found;
    } else (notes ? notesRegions : regions).push(found);
  }
  endSlide(group.end);
}

function slideRegion(
  { text, lines }: ScanContext,
  span: Span,
  continued: boolean,
  regions: readonly Region[],
  contentEnd: number,
  notes: NotesRegion | undefined,
): SlideRegion {
  const { properties, contentStart } = readProperties(text, lines, { start: span.start, end: contentEnd }, regions);
  const content = { start: contentStart, end: contentEnd };
  return { ...span, continued, properties, content, regions, notes };
}

function addFindings(text: string, group: Group, exerciseClasses: readonly string[], findings: Finding[]): void {
  for (const opener of group.unclosedClasses) findings.push(unclosedClass(opener, exerciseClasses));
  for (const fence of group.unclosedFences) findings.push(unclosedFence(text, fence));
  if (group.tooDeep !== undefined) {
    const reason = message('deck/nested-classes', { limit: maxClassDepth });
    findings.push({ offset: group.tooDeep, severity: 'warning', rule: 'nested-class', reason });
  }
}

function unclosedClass({ start, names }: OpenClass, exerciseClasses: readonly string[]): Finding {
  const opener = `.${names.join('.')}[`;
  const isExercise = names.some((name) => exerciseClasses.includes(name));
  const reason = isExercise
    ? message('deck/unclosed-exercise', { opener })
    : message('deck/unclosed-class', { opener });
  return { offset: start, severity: isExercise ? 'error' : 'warning', rule: 'unclosed-class', reason };
}

function unclosedFence(text: string, { offset, inExercise }: UnclosedFence): Finding {
  const reason = message('deck/unclosed-fence', { fence: text.slice(offset, skipRun(text, offset, text.length)) });
  return { offset, severity: inExercise ? 'error' : 'warning', rule: 'unclosed-fence', reason };
}
