import { ofJson, parseTemplate, TemplateError, type TemplateFunction } from '../../cli-kit/go-template.ts';
import { fail } from '../errors.ts';
import { goText } from './custom-columns.ts';
import { toCompactJson } from './serialise.ts';

/** The functions that kubectl adds to Go's own. */
const functions: Readonly<Record<string, TemplateFunction>> = {
  base64decode: {
    takes: ['string'],
    call: (value) => {
      const encoded = value === undefined ? '' : goText(value.value);
      const wrong = encoded.search(/[^A-Za-z0-9+/=]/);
      if (wrong >= 0 || encoded.length % 4 !== 0)
        throw new Error(
          `base64 decode failed: illegal base64 data at input byte ${wrong >= 0 ? wrong : encoded.length - (encoded.length % 4)}`,
        );
      return ofJson(Buffer.from(encoded, 'base64').toString());
    },
  },
  exists: {
    takes: ['any', '...any'],
    call: (value, ...path) => {
      let found: unknown = value?.value;
      for (const key of path) {
        const name = key?.value;
        const inner = typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : undefined;
        if (inner === undefined || !Object.hasOwn(inner, String(name))) return ofJson(false);
        found = inner[String(name)];
      }
      return ofJson(found !== undefined);
    },
  },
};

/** What a template made of a value before it failed, and how it failed. */
export class TemplateFailure extends Error {
  /** For stdout: kubectl shows there what it could print, and what it was given. */
  readonly printed: string;
  constructor(message: string, printed: string) {
    super(message);
    this.printed = printed;
  }
}

/** A Go template, as `-o go-template` takes it; `strict` makes a key that is missing a mistake. Throws ExitError, TemplateFailure. */
export function goTemplate(text: string, strict: boolean): (value: unknown) => string {
  const template = (() => {
    try {
      return parseTemplate(text, 'output', functions);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return fail(`error parsing template ${text}, ${error.message}`);
    }
  })();
  return (value) => {
    let printed = '';
    const add = (more: string): void => {
      printed += more;
    };
    try {
      template.execute(ofJson(value), add, strict ? 'error' : 'default');
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const { message } = error;
      throw new TemplateFailure(
        `error executing template ${JSON.stringify(text)}: ${message}`,
        `${printed}Error executing template: ${message}. Printing more information for debugging the template:\n` +
          `\ttemplate was:\n\t\t${text}\n\traw data was:\n\t\t${toCompactJson(value)}\n` +
          `\tobject given to template engine was:\n\t\t${goText(value)}\n\n`,
      );
    }
    return printed;
  };
}
