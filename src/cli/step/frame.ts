import type { Language } from '../../messages/message.ts';
import { sayIn } from '../../messages/word.ts';
import type { Step } from '../../plan/step.ts';
import { type Paint, verdictColour, verdictSign } from '../../report/paint.ts';
import { oneLine, printable } from '../../report/printable.ts';
import { displayWidth, truncate } from '../../report/width.ts';
import type { Picture } from '../../run/terminal/picture.ts';
import type { Size } from '../../target/target.ts';
import { type Field, textOf } from './field.ts';
import { type KeyHelp, keyLine, keysFor } from './key-line.ts';
import { panesOf } from './layout.ts';
import { type SlideRow, slideRows, tickColumns } from './slide-text.ts';
import { currentStep, passedSteps, shownSlide, type StepState } from './state.ts';
import { statusOf } from './status.ts';
import { endOf, fit, piecesOf, wrap } from './wrap.ts';

/** A whole window: as many rows as it has, none wider than it is. */
export interface Frame {
  readonly rows: readonly string[];
  /** Counted from 0; undefined: nowhere. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

export interface FrameOptions {
  readonly size: Size;
  /** Of the chosen terminal; undefined while it has no shell. */
  readonly shell: Picture | undefined;
  /** The name of the chosen terminal, when it is not the only one. */
  readonly terminal: string | undefined;
  readonly lang: Language;
  readonly paint: Paint;
}

/** Most rows that the news of a failure take from the slide. */
const mostStatusRows = 4;

/** What a person sees of a state: the slide above, the shell below, the keys at the bottom. */
export function frameOf(state: StepState, options: FrameOptions): Frame {
  const { size, paint } = options;
  const { cols } = size;
  const panes = panesOf(size);
  const status = statusRows(state, options, panes.slide);
  const slideHeight = Math.max(0, panes.slide - status.length + 1);
  const slide =
    state.mode.kind === 'help' ? helpRows(state, options, slideHeight) : slideArea(state, options, slideHeight);
  const shell = shellRows(options, panes.shell.rows);
  const bottom = bottomRow(state, options);
  const top = [paint.inverse(fit(headerOf(state, cols), cols)), ...slide, ...status];
  const rows = [...top, ...shell, bottom.row];
  // A window of two rows shows the keys and what there is room for above them.
  const shown = rows.length > size.rows ? [...rows.slice(0, Math.max(0, size.rows - 1)), bottom.row] : rows;
  return { rows: shown.slice(-size.rows), cursor: cursorOf(state, options, top.length, bottom.cursor, shown.length) };
}

function headerOf(state: StepState, cols: number): string {
  const slide = shownSlide(state);
  const { plan } = state;
  const count = ` ${passedSteps(state)}/${plan.steps.length} `;
  const title = ` ${slide ? `${slide.number}  ${oneLine(slide.title)}` : oneLine(plan.title)}`;
  const file = ` · ${oneLine(plan.file)} `;
  const room = cols - displayWidth(count);
  const left = displayWidth(title) + displayWidth(file) <= room ? title + file : truncate(title, room);
  return fit(left, room) + count;
}

function slideArea(state: StepState, { size: { cols }, paint }: FrameOptions, height: number): string[] {
  const slide = shownSlide(state);
  const steps = state.plan.steps.filter((step) => step.slide.index === slide?.index);
  const rows = slide ? slideRows(slide, steps, cols - 1) : [];
  const current = currentStep(state)?.id;
  const at = rows.findIndex(({ step }) => step !== undefined && step === current);
  const wanted = (at < 0 ? 0 : at - Math.floor(height / 2)) + state.scroll;
  const start = Math.max(0, Math.min(wanted, rows.length - height));
  const byId = new Map(steps.map((step) => [step.id, step]));
  const shown = rows.slice(start, start + height).map((row) => slideRow(row, byId, state, cols, paint));
  return [...shown, ...Array.from({ length: height - shown.length }, () => '')];
}

function slideRow(
  row: SlideRow,
  steps: ReadonlyMap<string, Step>,
  state: StepState,
  cols: number,
  paint: Paint,
): string {
  if (row.kind === 'heading') return paint.bold(truncate(row.text, cols));
  if (row.kind === 'code') return paint.dim(truncate(row.text, cols));
  const step = steps.get(row.step ?? '');
  if (row.kind === 'text' || !step) return truncate(row.text, cols);
  const isCurrent = step === currentStep(state);
  const status = state.results.get(step.id)?.verdict.status;
  const sign = row.first !== true ? ' ' : status ? verdictColour(status, paint)(verdictSign(status)) : '·';
  const mark = isCurrent && row.first === true ? '>' : ' ';
  const text = truncate(row.text, cols - tickColumns);
  const look = isCurrent ? paint.inverse : step.hidden || step.skip ? paint.dim : paint.cyan;
  return `${mark} ${sign} ${look(text)}`;
}

function statusRows(state: StepState, { size: { cols }, lang, paint }: FrameOptions, slide: number): string[] {
  const { lines, kind } = statusOf(state, sayIn(lang), lang);
  const [first = '', ...others] = lines;
  const { mode } = state;
  const room = Math.min(mostStatusRows, 1 + Math.max(0, slide - 2));
  const edited = mode.kind === 'edit' ? fieldRows(mode.field, cols, slide).rows : [];
  // What runs changes its line again and again: the slide does not jump for that, and a low one keeps its rows.
  const isCalm = state.drive === 'paused' && edited.length === 0 && (kind === 'failed' || slide > 5);
  const head = isCalm
    ? wrap(` ${first}`.trimEnd(), cols - 1).slice(0, Math.max(1, room - 1))
    : [truncate(` ${first}`.trimEnd(), cols - 1)];
  const colour = kind === 'failed' ? paint.red : kind === 'passed' ? paint.green : (text: string): string => text;
  const top = head.map((row) => colour(paint.inverse(fit(row, cols))));
  const below =
    edited.length > 0 ? edited : others.flatMap((line) => wrap(line, cols - 1, ' ')).slice(0, room - top.length);
  return [...top, ...below];
}

/** The rows of a text that is edited which there is room for, and the place of the cursor in them. */
function fieldRows(field: Field, cols: number, slide: number): { rows: readonly string[]; x: number; y: number } {
  const rowsFor = (text: string): string[] =>
    text
      .split('\n')
      .flatMap((line, index) =>
        piecesOf(printable(line), Math.max(2, cols - 3)).map((piece, at) => (index + at === 0 ? '$ ' : '  ') + piece),
      );
  const before = rowsFor(field.before);
  const height = Math.min(mostStatusRows - 1, Math.max(1, slide - 2));
  // The cursor's row is the last one at most.
  const first = Math.max(0, before.length - height);
  return {
    rows: rowsFor(textOf(field)).slice(first, first + height),
    x: displayWidth(before.at(-1) ?? ''),
    y: before.length - 1 - first,
  };
}

/** All keys that mean something now, in as many columns as they need. */
function helpRows(state: StepState, { size: { cols }, lang }: FrameOptions, height: number): string[] {
  const keys = keysFor({ ...state, mode: { kind: 'keys' } }, sayIn(lang));
  const columns = Math.max(1, Math.ceil(keys.length / Math.max(1, height)));
  const width = Math.floor(cols / columns);
  const widest = Math.max(...keys.map(([key]) => displayWidth(key)));
  const cells = keys.map(([key, does]) => fit(` ${fit(key, widest)} ${does}`, width - 1));
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: columns }, (_each, column) => cells[column * height + row] ?? '')
      .join(' ')
      .trimEnd(),
  );
}

function shellRows({ shell, lang, paint, size: { cols } }: FrameOptions, height: number): string[] {
  const rows = shell?.rows ?? [paint.dim(truncate(` ${sayIn(lang)('step/starting')}`, cols))];
  // Of a terminal that is higher than its pane, the end.
  const shown = rows.slice(-height);
  return [...shown, ...Array.from({ length: Math.max(0, height - shown.length) }, () => '')];
}

interface Bottom {
  readonly row: string;
  /** Where the cursor is in it. */
  readonly cursor: number | undefined;
}

function bottomRow(state: StepState, { size: { cols }, lang, paint, terminal }: FrameOptions): Bottom {
  const say = sayIn(lang);
  const { mode } = state;
  // Blanks, and brackets where there are no colours.
  const around = paint.isColorSupported ? 2 : 4;
  const typed = mode.kind === 'ask' ? mode.field : undefined;
  if (typed || mode.kind === 'quit') {
    const question =
      mode.kind !== 'ask' ? 'step/ask-quit' : mode.what === 'goTo' ? 'step/ask-go-to' : 'step/ask-run-to';
    const asked = truncate(` ${say(question)} `, Math.max(2, cols - 8));
    const text = typed ? endOf(textOf(typed), Math.max(1, cols - displayWidth(asked) - 1)) : '';
    const cursor = typed ? displayWidth(asked) + displayWidth(text) - displayWidth(typed.after) : undefined;
    const keys = paintKeys(keyLine(state, cols - displayWidth(asked + text) - 2, around, say), paint);
    return { row: paint.bold(asked) + text + (displayWidth(asked + text) + 8 > cols ? '' : `  ${keys}`), cursor };
  }
  const name = terminal === undefined ? '' : `[${oneLine(terminal)}] `;
  return { row: name + paintKeys(keyLine(state, cols - displayWidth(name), around, say), paint), cursor: undefined };
}

function paintKeys(keys: readonly KeyHelp[], paint: Paint): string {
  // Without colours, brackets tell a key from its words.
  const shown = (key: string): string => (paint.isColorSupported ? paint.bold(paint.inverse(key)) : `[${key}]`);
  return keys.map(([key, does]) => ` ${shown(key)} ${does}`).join('');
}

function cursorOf(
  { mode }: StepState,
  { size, shell }: FrameOptions,
  /** Rows above the shell. */
  top: number,
  bottom: number | undefined,
  height: number,
): Frame['cursor'] {
  if (bottom !== undefined) return { x: Math.min(bottom, size.cols - 1), y: height - 1 };
  if (mode.kind === 'edit') {
    const { rows, x, y } = fieldRows(mode.field, size.cols, panesOf(size).slide);
    return { x: Math.min(x, size.cols - 1), y: Math.min(height - 1, Math.max(0, top - rows.length + y)) };
  }
  const place = shell?.cursor;
  if (mode.kind !== 'shell' || !place) return undefined;
  const cut = Math.max(0, shell.rows.length - panesOf(size).shell.rows);
  const y = top + place.y - cut;
  return y < size.rows - 1 ? { x: Math.min(place.x, size.cols - 1), y } : undefined;
}
