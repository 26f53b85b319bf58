import type { TemplateFunction } from './go-template/evaluate.ts';
import { execute } from './go-template/execute.ts';
import { builtins } from './go-template/functions.ts';
import { parse } from './go-template/parser.ts';
import type { GoValue } from './go-template/types.ts';

export { dockerFunctions } from './go-template/docker-functions.ts';
export type { TemplateFunction } from './go-template/evaluate.ts';
export { TemplateError } from './go-template/pipeline-parser.ts';
export {
  goStruct,
  rowType,
  goString,
  type GoType,
  type GoValue,
  mapOf,
  ofJson,
  pointerTo,
  goAny,
} from './go-template/types.ts';
export { jsonValue } from './go-template/print.ts';

/** A template that can be filled any number of times. */
export interface Template {
  /**
   * Fills it. `missingKey` says what a key is that a map does not have: `default` prints `<no value>`, `error` is a mistake. `out` is
   * given the text as it comes, so that what was printed before a mistake is printed. Throws TemplateError, in Go's words.
   */
  execute(data: GoValue | undefined, out: (text: string) => void, missingKey?: 'default' | 'error'): void;
}

/**
 * Takes a template of Go's text/template apart. `name` stands in its messages (`template: NAME:1: ...`); `functions` are known besides
 * Go's own. Throws TemplateError, in Go's words: `template: :1: function "x" not defined`.
 */
export function parseTemplate(
  text: string,
  name = '',
  functions: Readonly<Record<string, TemplateFunction>> = {},
): Template {
  const all = { ...builtins, ...functions };
  const parsed = parse(text, name, (word) => Object.hasOwn(all, word));
  return {
    execute(data, out, missingKey = 'default') {
      execute({ name, text, parsed, functions: all, missingKey }, data, out);
    },
  };
}
