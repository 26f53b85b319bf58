import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { dockerTable, tableWriter } from '../../cli-kit/tabwriter.ts';
import { message } from '../../messages/message.ts';

/** Fills a Go template of fields (`{{.Names}}`, `{{.Config.Cmd}}`, `{{json .Config}}`) from an object. Throws ExitError for the rest of that language. */
export function fillTemplate(template: string, value: unknown): string {
  const unescaped = template.replaceAll('\\t', '\t').replaceAll('\\n', '\n');
  return unescaped.replace(/\{\{([^{}]*)\}\}/g, (_, body: string) => {
    const [, json, path] = /^\s*(json\s+)?\.([\w.]*)\s*$/.exec(body) ?? [];
    if (path === undefined) {
      throw notSimulated(message('subject/docker-template', { template: body }));
    }
    const found = field(value, path, body);
    return json === undefined ? show(found) : JSON.stringify(found);
  });
}

/** Objects by a template; one that begins with `table` gets heads from its fields. */
export function fillTemplates(template: string, values: readonly Readonly<Record<string, string>>[]): string {
  if (!template.startsWith('table ')) return values.map((value) => `${fillTemplate(template, value)}\n`).join('');
  const columns = template.slice('table '.length).split(/\\t|\t/);
  const heads = columns.map((column) =>
    (/\.(\w+)/.exec(column)?.[1] ?? column).replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase(),
  );
  return tableWriter(dockerTable)([
    heads,
    ...values.map((value) => columns.map((column) => fillTemplate(column, value))),
  ]);
}

function field(value: unknown, path: string, body: string): unknown {
  let found = value;
  for (const name of path.split('.').filter(Boolean)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) {
      throw new ExitError(
        `template parsing error: template: :1:2: executing "" at <${body.trim()}>: map has no entry for key "${name}"`,
      );
    }
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** As Go prints a value. */
function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(' ')}]`;
  if (value === null || value === undefined) return '<no value>';
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, inner]) => `${key}:${show(inner)}`);
    return `map[${entries.join(' ')}]`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
