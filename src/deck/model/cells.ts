import type { Cell, Exercise, Snippet } from '../model.ts';
import type { Fence, Region } from '../scan/regions.ts';
import { cellInterpreters } from './prompt-forms.ts';
import type { PromptContext } from './prompts.ts';
import { readSnippet } from './snippet.ts';
import type { Variables } from './variables.ts';

/** What reading cells needs to know. */
export interface CellContext extends PromptContext {
  /** What stands at the beginning of the document: `cwd`, `shell`. */
  readonly front: Readonly<Record<string, string>>;
}

/** What a cell of runme says of itself. */
type CellAttributes = Readonly<Record<string, string>>;

// command/config.go of runmedev/runme; an empty language is run as shell there.
const shells = new Set(['', 'sh', 'sh-raw', 'bash', 'zsh', 'ksh', 'shell', 'shellscript']);

/**
 * The language and the attributes of a cell's info string: JSON behind the first `{`, else words `k=v`, as document/attributes.go of runmedev/runme
 * reads them, but for what it loses there: braces that highlight lines (`{1,3}`) before the attributes, braces in a value, a comma at the end, quotes.
 */
export function readCellInfo(info: string): { readonly language: string; readonly attributes: CellAttributes } {
  const [first = ''] = info.trim().split(/[\s{]/, 1);
  const language = first.toLowerCase();
  const written = info.replace(/^([^{]*)\{[\d,\s-]*\}/, '$1');
  const start = written.indexOf('{');
  if (start < 0) return { language, attributes: {} };
  const whole = written.slice(start, written.lastIndexOf('}') + 1);
  const words = /^\{[^}]*\}?/.exec(written.slice(start))?.[0] ?? '';
  return { language, attributes: jsonOf(whole) ?? jsonOf(words) ?? wordsOf(words) };
}

function jsonOf(written: string): CellAttributes | undefined {
  try {
    const value: unknown = JSON.parse(written.replace(/,\s*\}$/, '}'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, typeof each === 'string' ? each : JSON.stringify(each)]),
    );
  } catch {
    // Then it is the form with words.
    return undefined;
  }
}

function wordsOf(written: string): CellAttributes {
  const inside = written.replace(/^\{|\}$/g, '');
  return Object.fromEntries(
    [...inside.matchAll(/([^\s=]+)(?:=(?:"([^"]*)"|'([^']*)'|(\S*)))?/g)].map(([, name = '', ...values]) => [
      name,
      values.join('') || 'true',
    ]),
  );
}

/**
 * The cells of a slide that `runme run --all` runs, as one exercise. One `$` before a line is taken away; a line without is a command all the same,
 * since cells have no outputs. How each is typed, as in a shell of its own, is the plan's (`plan/cell.ts`).
 */
export function readCells(context: CellContext, regions: readonly Region[]): Exercise[] {
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

function cellsIn(context: CellContext, regions: readonly Region[]): Snippet[] {
  return regions.flatMap((region) => {
    if (region.kind === 'comment') return [];
    if (region.kind === 'fence') return cellOf(context, region);
    return region.names.some((name) => context.exerciseClasses.includes(name)) ? [] : cellsIn(context, region.regions);
  });
}

function cellOf({ source, variables, front }: CellContext, fence: Fence): Snippet[] {
  if (fence.shape !== 'block') return [];
  const { language, attributes } = readCellInfo(fence.info);
  const says = (name: string, word: RegExp): boolean => word.test(attributes[name] ?? '');
  const yes = /^(?:1|t|true)$/i;
  if (says('ignore', yes) || says('excludeFromRunAll', yes) || says('transform', /^(?:0|f|false)$/i)) return [];
  const interpreter = programOf(
    language,
    attributes['interpreter'] ?? (shells.has(language) ? front['shell'] : undefined),
  );
  if (interpreter === undefined) return [];
  const takesWritten = says('promptEnv', /^(?:0|f|false|no|never)$/i) || /^true$/i.test(front['skipPrompts'] ?? '');
  const snippet = readSnippet(source, fence, { hidden: false, inNotes: false, isPlain: true }, variables);
  const isShell = interpreter === '';
  const data = isShell ? shellLines(snippet.data, takesWritten ? undefined : variables) : snippet.data;
  if (data.split('\n').every((line) => line.trim() === '' || (isShell && /^\s*#/.test(line)))) return [];
  const asks = isShell && !takesWritten ? asked.exec(data)?.[0] : undefined;
  const cwd = joined(front['cwd'], attributes['cwd']);
  const cell: Cell = {
    ...(cwd === undefined ? {} : { cwd }),
    ...(says('background', yes) ? { background: true } : {}),
    ...(isShell ? {} : { interpreter }),
    ...(asks === undefined ? {} : { asks }),
  };
  return [{ ...snippet, method: isShell ? 'bash' : language, argument: '', data, loose: true, cell }];
}

/** The program that reads a cell: `''` for a shell, undefined for a cell that nothing here can run. */
function programOf(language: string, written: string | undefined): string | undefined {
  if (written === undefined) return shells.has(language) ? '' : cellInterpreters.get(language);
  const name = written.trim().replace(/^(?:\S*\/)?/, '');
  return shells.has(name) ? '' : /^[\w./+-]+(?: [\w./+=-]+)*$/.test(written.trim()) ? written.trim() : undefined;
}

// runme takes the value for a sentence that asks for another one.
const asked = /^export [A-Za-z_]\w*=[^\s"'$`\\|&;<>(){}=#]+(?: [^\s"'$`\\|&;<>(){}=#]+)+ *$/m;

/** The lines of a cell without a prompt; values that the configuration has are in the place of the sentences that ask for them. */
function shellLines(data: string, variables: Variables | undefined): string {
  return data
    .split('\n')
    .map((line) => line.replace(/^\$[ \t\u00a0]+/, ''))
    .map((line) => {
      const name = asked.test(line) ? (/^export (\w+)/.exec(line)?.[1] ?? '') : '';
      const value = variables?.[name];
      return value === undefined ? line : `export ${name}='${value.replaceAll("'", "'\\''")}'`;
    })
    .join('\n');
}

/** A folder of the document and one of a cell in it; an absolute one is meant as it is. */
function joined(front: string | undefined, own: string | undefined): string | undefined {
  if (own === '') return front;
  if (front === undefined || own === undefined || /^[/~]/.test(own)) return own ?? front;
  return `${front.replace(/\/+$/, '')}/${own}`;
}
