import { ExitError } from '../../cli-kit/exit-error.ts';
import {
  dockerFunctions,
  goString,
  type GoValue,
  jsonValue,
  mapOf,
  ofJson,
  parseTemplate,
  rowType,
  type Template,
  TemplateError,
} from '../../cli-kit/go-template.ts';
import { alignTabs, dockerTable } from '../../cli-kit/tabwriter.ts';

/** One kind of rows that `--format` is filled with. */
export interface RowKind {
  /** As Go's messages name its type: `*formatter.ContainerContext`. */
  readonly type: string;
  /** The heads of the fields, by the name of the field. */
  readonly heads: Readonly<Record<string, string>>;
  /** What stands for `--format table`. */
  readonly table: string;
  /** What stands for `--format raw`. */
  readonly raw?: string;
  /** `.Label "key"` gives one label. */
  readonly hasLabels?: boolean;
}

/** A row: its fields, and the labels that `.Label` looks at. */
export interface Row {
  readonly fields: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A template of docker's as it stands. Throws ExitError with `problem` before Go's words. */
function parse(format: string, problem: string, exitCode: number): Template {
  return attempt(problem, exitCode, () => parseTemplate(format, '', dockerFunctions));
}

function attempt<T>(problem: string, exitCode: number, task: () => T): T {
  try {
    return task();
  } catch (error) {
    if (error instanceof TemplateError) throw new ExitError(`${problem}: ${error.message}`, exitCode);
    throw error;
  }
}

/** Rows as `--format` asks for them (`table`, `raw`, `table {{.ID}}`, `{{json .}}`). Throws ExitError. */
export function formatRows(kind: RowKind, format: string, rows: readonly Row[]): string {
  const source = format === 'table' ? kind.table : format === 'raw' && kind.raw !== undefined ? kind.raw : format;
  const isTable = source.startsWith('table');
  const body = (isTable ? source.slice('table'.length) : source)
    .replace(/^ +| +$/g, '')
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n');
  const template = parse(body, 'template parsing error', 1);
  let filled = '';
  const out = (piece: string) => (filled += piece);
  for (const row of rows) {
    attempt('template parsing error', 1, () => {
      template.execute(valueOf(kind, row), out);
    });
    filled += '\n';
  }
  return isTable ? alignTabs(`${headLine(kind, body)}\n${filled}`, dockerTable) : filled;
}

/** Whether a template could be filled at all, as `docker ps` tries before it asks. Throws ExitError. */
export function tryRows(kind: RowKind, format: string): void {
  const template = parse(format, 'failed to parse template', 1);
  const fields = Object.fromEntries(Object.keys(kind.heads).map((name) => [name, '']));
  attempt('failed to execute template', 1, () => {
    template.execute(valueOf(kind, { fields }), () => undefined);
  });
}

function valueOf(kind: RowKind, { fields, labels = {} }: Row): GoValue {
  const label = (name: string) => (Object.hasOwn(labels, name) ? (labels[name] ?? '') : '');
  const names = Object.keys(fields).sort();
  return {
    type: rowType(kind.type, names, kind.hasLabels === true ? ['Label'] : []),
    value: { ...fields, Label: label },
  };
}

const keep = { takes: ['string'], call: (value: GoValue | undefined) => value } as const;
const keepOfTwo = { takes: ['string', 'any'], call: (value: GoValue | undefined) => value } as const;
/** In the line of heads, nothing changes a head. */
const headFunctions = {
  ...dockerFunctions,
  ...{ json: keep, title: keep, lower: keep, upper: keep, split: keepOfTwo, join: keepOfTwo, truncate: keepOfTwo },
};

function headLine(kind: RowKind, body: string): string {
  let line = '';
  const label = (name: string) => (name.split('.').at(-1) ?? '').replaceAll(/[-_]/g, ' ');
  const value = { ...kind.heads, ...(kind.hasLabels === true && { 'Label()': label }) };
  try {
    parseTemplate(body, '', headFunctions).execute({ type: mapOf(goString), value }, (piece) => (line += piece));
  } catch (error) {
    // As docker does: what came before it stands.
    if (!(error instanceof TemplateError)) throw error;
  }
  return line;
}

/** Objects by the template of `docker inspect -f`: as Go's types, or else as JSON, of which a missing key is a mistake. */
export interface Inspector {
  /** Throws ExitError. */
  add(value: GoValue): void;
  text(): string;
}

/** Throws ExitError (64) for a template that is none. */
export function inspector(format: string): Inspector {
  const template = parse(format, 'template parsing error', 64);
  let filled = '';
  const fill = (value: GoValue | undefined, missingKey: 'default' | 'error'): string => {
    let one = '';
    template.execute(value, (piece) => (one += piece), missingKey);
    return `${one}\n`;
  };
  return {
    add(value) {
      try {
        filled += fill(value, 'default');
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        // Numbers of JSON are their text there (json.Number).
        const raw: unknown = JSON.parse(JSON.stringify(jsonValue(value)), (_, each: unknown) =>
          typeof each === 'number' ? String(each) : each,
        );
        filled += attempt('template parsing error', 1, () => fill(ofJson(raw), 'error'));
      }
    },
    text: () => (filled === '' ? '\n' : filled),
  };
}

/** One value by a template. Throws ExitError with `problem` before Go's words. */
export function fillOne(format: string, value: GoValue, problem = 'template parsing error', exitCode = 1): string {
  const template = parse(format, problem, 64);
  let filled = '';
  attempt(problem, exitCode, () => {
    template.execute(value, (piece) => (filled += piece));
  });
  return `${filled}\n`;
}

/** One value by a template, as `docker version` and `docker info` fill it: what came before a mistake stands. Throws ExitError. */
export async function fillAbout(
  format: string,
  name: string,
  value: GoValue,
  out: (text: string) => Promise<void>,
): Promise<void> {
  const template = attempt('template parsing error', 64, () => parseTemplate(format, name, dockerFunctions));
  let filled = '';
  try {
    template.execute(value, (piece) => (filled += piece));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    await out(`${filled}\n`);
    throw new ExitError(error.message);
  }
  await out(`${filled}\n`);
}
