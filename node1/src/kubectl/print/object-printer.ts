import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import { goTemplate } from './go-template.ts';
import { follow, parsePath } from './jsonpath.ts';
import { jsonPathPrinter } from './jsonpath-printer.ts';
import { toJson, toYaml } from './serialise.ts';

const formats = [
  ...['go-template', 'go-template-file', 'json', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'name', 'template'],
  ...['templatefile', 'yaml'],
];

/** How an object is printed; `name` is `pod/x`. */
export type PrintObject = (object: unknown, name: string) => string;

/** An output format taken apart: `-o jsonpath={.x}`, or `-o jsonpath --template={.x}`. */
export function formatOf({ flags }: KubectlCall): { readonly format: string; readonly argument: string } {
  if (!flags.has('output')) return { format: '', argument: '' };
  const option = flags.text('output');
  const [, typed = '', value, argument = ''] = /^([^=]*)(=(.*))?$/s.exec(option) ?? [];
  // What takes no argument is known in any letters.
  const plain = /^(?:json|yaml|name)$/i.test(typed) || typed === 'wide';
  const format = plain ? (value === undefined ? typed.toLowerCase() : option) : typed;
  const template = flags.has('template') ? flags.text('template') : '';
  if (option === '' && template !== '') return { format: 'go-template', argument: template };
  return { format, argument: argument === '' ? template : argument };
}

/** Fails as kubectl does for a format that a command does not have. `more` are those that it has besides the usual ones. */
export function unknownFormat(format: string, more: readonly string[] = []): never {
  return fail(
    `unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: ` +
      [...formats, ...more].sort().join(','),
  );
}

/** The printer of a template (`go-template`, `jsonpath`, from a file or not); undefined for other formats. Throws ExitError. */
export async function templatePrinter(call: KubectlCall): Promise<((value: unknown) => string) | undefined> {
  const { format, argument } = formatOf(call);
  const [, kind, inFile] = /^(go-template|template|jsonpath|jsonpath-as-json)(-?file)?$/.exec(format) ?? [];
  if (kind === undefined || (inFile === '-file' && kind === 'template')) return undefined;
  if (inFile === 'file' && kind !== 'template') return undefined;
  if (argument === '') fail('template format specified but no template given');
  const text = inFile === undefined ? argument : await fileText(call, argument);
  const strict = call.flags.given('allow-missing-template-keys') && !call.flags.on('allow-missing-template-keys');
  switch (kind) {
    case 'jsonpath':
      return jsonPathPrinter(text, strict);
    case 'jsonpath-as-json': {
      const steps = parsePath(text.replace(/^\{|\}$/g, ''), text);
      return (value) => toJson(follow(steps, value));
    }
    default:
      return goTemplate(text, strict);
  }
}

async function fileText({ invocation }: KubectlCall, path: string): Promise<string> {
  return await readFile(resolve(invocation.cwd, path), 'utf8').catch(() =>
    fail(`error reading --template ${path}, open ${path}: no such file or directory\n`),
  );
}

/** The printer behind `-o` of a command that makes or changes objects; undefined without `-o`. Throws ExitError. */
export async function objectPrinter(call: KubectlCall): Promise<PrintObject | undefined> {
  const { format } = formatOf(call);
  switch (format) {
    case '':
      return undefined;
    case 'name':
      return (_object, name) => `${name}\n`;
    case 'json':
      return (object) => toJson(object, false);
    case 'yaml':
      return (object) => (call.printed.count++ === 0 ? '' : '---\n') + toYaml(object);
    default:
      return (await templatePrinter(call)) ?? unknownFormat(format);
  }
}
