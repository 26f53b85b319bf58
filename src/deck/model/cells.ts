import type { Exercise, Snippet } from '../model.ts';
import type { Fence, Region } from '../scan/regions.ts';
import type { PromptContext } from './prompts.ts';
import { readSnippet } from './snippet.ts';

/** What a cell of runme says of itself. */
type CellAttributes = Readonly<Record<string, string>>;

// command/config.go of runmedev/runme; an empty language is run as shell there.
const shells = new Set(['', 'sh', 'bash', 'zsh', 'ksh', 'shell']);

/**
 * The language and the attributes of a cell's info string: JSON behind the first `{`, else words `k=v`, as document/attributes.go of runmedev/runme
 * reads them, but for what it loses there: braces that highlight lines (`{1,3}`) stand before the attributes, and are skipped here.
 */
export function readCellInfo(info: string): { readonly language: string; readonly attributes: CellAttributes } {
  const [first = ''] = info.trim().split(/[\s{]/, 1);
  for (const { 0: written } of info.matchAll(/\{[^}]*\}/g)) {
    if (/^\{[\d,\s-]*\}$/.test(written)) continue;
    return { language: first.toLowerCase(), attributes: attributesOf(written) };
  }
  return { language: first.toLowerCase(), attributes: {} };
}

function attributesOf(written: string): CellAttributes {
  try {
    const value: unknown = JSON.parse(written);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, typeof each === 'string' ? each : JSON.stringify(each)]),
      );
    }
  } catch {
    // Then it is the form with words.
  }
  const words = written.slice(1, -1).trim().split(/\s+/).filter(Boolean);
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      return at < 0 ? [word, 'true'] : [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

/**
 * The cells of a slide that `runme run --all` runs, as one exercise. Each begins in the document's folder (or its `cwd`), so that a `cd` ends with its
 * cell; all share one shell, so that what is exported passes on, as there, and variables and functions do, too. One `$` before a line is taken away;
 * a line without is a command all the same, since cells have no outputs.
 */
export function readCells(context: PromptContext, regions: readonly Region[]): Exercise[] {
  const snippets = cellsIn(context, regions);
  const [first, last] = [snippets[0], snippets.at(-1)];
  if (!first || !last) return [];
  return [
    {
      id: `${first.id}r`,
      className: '',
      snippets,
      urls: [],
      inNotes: false,
      position: { start: first.position.start, end: last.position.end },
    },
  ];
}

function cellsIn(context: PromptContext, regions: readonly Region[]): Snippet[] {
  return regions.flatMap((region) => {
    if (region.kind === 'comment') return [];
    if (region.kind === 'fence') return cellOf(context, region);
    return region.names.some((name) => context.exerciseClasses.includes(name)) ? [] : cellsIn(context, region.regions);
  });
}

function cellOf({ source, variables }: PromptContext, fence: Fence): Snippet[] {
  if (fence.shape !== 'block') return [];
  const { language, attributes } = readCellInfo(fence.info);
  const isOn = (name: string): boolean => /^(?:1|t|true)$/i.test(attributes[name] ?? '');
  if (!shells.has(language) || isOn('ignore') || isOn('excludeFromRunAll') || attributes['interpreter'] !== undefined)
    return [];
  const snippet = readSnippet(source, fence, { hidden: false, inNotes: false, isPlain: true }, variables);
  const data = snippet.data
    .split('\n')
    .map((line) => line.replace(/^\$ +/, ''))
    .join('\n');
  if (data.trim() === '') return [];
  const cwd = attributes['cwd'];
  const folder: Snippet = {
    ...snippet,
    ...{ id: `${snippet.id}c`, method: 'hide', argument: '', hidden: true },
    data: cwd === undefined ? 'cd' : `cd && cd ${shellWord(cwd)}`,
    lines: [snippet.position.start],
  };
  const isPlaced = cwd !== undefined || /\b(?:cd|pushd|popd)\b/.test(data);
  const typed: Snippet = { ...snippet, method: 'bash', argument: '', data, loose: true };
  // Back to the document's folder behind a cell that leaves it.
  const back: Snippet = { ...folder, id: `${snippet.id}b`, data: 'cd' };
  return [...(cwd === undefined ? [] : [folder]), typed, ...(isPlaced ? [back] : [])];
}

/** A path as one word of bash; a tilde at its beginning stays one. */
function shellWord(path: string): string {
  return /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
