import type { RootContent, TableRow } from 'mdast';
import type { Slide } from '../../deck/model.ts';
// Its nodes of slides.
import type {} from '../../deck/tree/mdast.ts';
import type { Step } from '../../plan/step.ts';
import { oneLine, printableLines } from '../../report/printable.ts';
import { piecesOf, wrap } from './wrap.ts';

/** A row of a slide as plain text; `step`: the id of the step that it shows, `first` on its first row. */
export interface SlideRow {
  readonly text: string;
  readonly kind: 'text' | 'heading' | 'code' | 'step';
  readonly step?: string;
  readonly first?: boolean;
}

/** One block of a slide, on its way to rows. */
interface Block {
  readonly kind: 'text' | 'heading' | 'code';
  readonly text: string;
  /** What stands before the first row and before the others. */
  readonly lead: string;
  readonly rest: string;
  readonly region: string | undefined;
}

/** Where blocks are written. */
interface Place {
  readonly lead: string;
  readonly rest: string;
}

/** Columns that are left free before a command for its tick. */
export const tickColumns = 4;

/**
 * A slide as rows of at most `columns` cells, with a step in the place of each fence that is one. A step that the slide
 * does not show stands after the one before it.
 */
export function slideRows(slide: Slide, steps: readonly Step[], columns: number): readonly SlideRow[] {
  const blocks = slide.content.flatMap((node) => blocksOf(node, { lead: '', rest: '' }));
  const [first] = blocks;
  // The title is shown above all the same.
  if (first?.kind === 'heading' && isSame(first.text, slide.title)) blocks.shift();
  const rows: SlideRow[] = [];
  const places = placesOf(blocks, steps);
  const shown = new Set(steps.map(({ region }) => region));
  const showSteps = (at: number): void => {
    for (const step of places.get(at) ?? []) rows.push(...stepRows(step, columns));
  };
  showSteps(-1);
  for (const [index, block] of blocks.entries()) {
    const isStep = block.kind === 'code' && block.region !== undefined && shown.has(block.region);
    if (!isStep) rows.push(...blockRows(block, columns));
    showSteps(index);
  }
  return rows;
}

/** The same words: a title has its own blanks. */
function isSame(one: string, other: string): boolean {
  return one.replace(/\s+/g, ' ').trim() === other.replace(/\s+/g, ' ').trim();
}

/** After which block each step stands; -1: before all. */
function placesOf(blocks: readonly Block[], steps: readonly Step[]): ReadonlyMap<number, readonly Step[]> {
  const places = new Map<number, Step[]>();
  let last = -1;
  for (const step of steps) {
    const at = blocks.findLastIndex(({ region }) => region === step.region);
    // A page to open is mentioned somewhere in the text.
    last = Math.max(last, at < 0 && step.action === 'open' ? blocks.length - 1 : at);
    places.set(last, [...(places.get(last) ?? []), step]);
  }
  return places;
}

function stepRows(step: Step, columns: number): SlideRow[] {
  const lines = printableLines(step.input);
  const name = step.action === 'bash' || step.action === 'hide' ? '' : `${step.program ?? step.action}: `;
  const room = Math.max(4, columns - tickColumns);
  const texts = (lines.length === 0 ? [''] : lines).flatMap((line, index) =>
    piecesOf(index === 0 ? `${name}${line}` : line, room),
  );
  return texts.map((text, index) => ({ text, kind: 'step', step: step.id, first: index === 0 }));
}

function blockRows({ kind, text, lead, rest }: Block, columns: number): SlideRow[] {
  if (kind !== 'code') return text === '' ? [] : wrap(text, columns, lead, rest).map((row) => ({ text: row, kind }));
  const indent = `${rest}  `;
  return printableLines(text).flatMap((line) =>
    piecesOf(line, Math.max(2, columns - indent.length)).map((piece) => ({ text: indent + piece, kind })),
  );
}

function blocksOf(node: RootContent, place: Place): Block[] {
  const block = (kind: Block['kind'], text: string, region?: string): Block[] => [{ kind, text, ...place, region }];
  switch (node.type) {
    case 'heading':
      return block('heading', inline(node.children));
    case 'paragraph':
      return block('text', inline(node.children));
    case 'code':
      return block('code', node.data?.body ?? node.value, node.data?.region);
    case 'list': {
      const from = node.start ?? 1;
      return node.children.flatMap((item, index) => {
        const bullet = node.ordered ? `${from + index}. ` : '• ';
        const inside = { lead: place.rest + bullet, rest: place.rest + ' '.repeat(bullet.length) };
        return item.children.flatMap((child, at) =>
          blocksOf(child, at === 0 ? inside : { lead: inside.rest, rest: inside.rest }),
        );
      });
    }
    case 'blockquote': {
      const inside = { lead: `${place.rest}│ `, rest: `${place.rest}│ ` };
      return node.children.flatMap((child) => blocksOf(child, inside));
    }
    case 'table':
      return node.children.flatMap((row) => block('text', tableRow(row)));
    case 'contentClass': {
      if (!node.block) return block('text', inline([node]), node.data?.region);
      const inside = node.children.flatMap((child) => blocksOf(child, place));
      // What an exercise only says in words is a step after its last block.
      return [...inside, { kind: 'text', text: '', ...place, region: node.data?.region }];
    }
    case 'math':
      return block('text', oneLine(node.written));
    case 'html':
    case 'definition':
    case 'thematicBreak':
    case 'slideNotes':
      return [];
    default:
      return 'children' in node ? block('text', inline(node.children)) : [];
  }
}

function tableRow({ children }: TableRow): string {
  return children.map((cell) => inline(cell.children)).join(' │ ');
}

/** The text of phrasing content on one line. */
function inline(nodes: readonly RootContent[]): string {
  return oneLine(nodes.map(textOf).join(''));
}

function textOf(node: RootContent): string {
  switch (node.type) {
    case 'image':
      return node.alt ? `[${node.alt}]` : '';
    case 'math':
      return node.written;
    case 'break':
      return ' ';
    case 'html':
      return /^<br\b/i.test(node.value) ? ' ' : '';
    default:
      if ('children' in node) return node.children.map(textOf).join('');
      return 'value' in node ? node.value : '';
  }
}
