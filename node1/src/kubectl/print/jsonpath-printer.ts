import { fail } from '../errors.ts';
import { JsonPathFault, parseTemplate, render, type Template } from './jsonpath.ts';

/** `-o jsonpath`; `strict` makes a key that is missing a mistake. Throws ExitError, when it is made and when it prints. */
export function jsonPathPrinter(text: string, strict: boolean): (value: unknown) => string {
  const parsed = parse(text);
  return (value) => {
    try {
      if (parsed instanceof JsonPathFault) throw parsed;
      return render(parsed, value, strict);
    } catch (error) {
      if (!(error instanceof JsonPathFault)) throw error;
      return fail(
        `error executing jsonpath ${JSON.stringify(text)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n` +
          `\ttemplate was:\n\t\t${text}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(value)}\n\n\n`,
      );
    }
  };
}

/** kubectl finds out about an identifier that is none when it prints. */
function parse(text: string): Template | JsonPathFault {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof JsonPathFault) return error;
    throw error;
  }
}

/** A value as Go's `%#v` prints it. */
function goSyntax(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value !== 'object') return value === undefined ? 'interface {}(nil)' : JSON.stringify(value);
  if (value === null) return 'interface {}(nil)';
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[string]interface {}{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${goSyntax(inner)}`).join(', ')}}`;
}
