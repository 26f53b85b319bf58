import type { TemplateFunction } from './evaluate.ts';
import { text, textOf } from './functions.ts';
import { toJson } from './print.ts';
import { concrete, goString } from './types.ts';

function title(value: string): string {
  return value.replace(
    /(^|[^\p{L}\p{Nd}_'])(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

/** The functions that docker adds to its templates. */
export const dockerFunctions: Readonly<Record<string, TemplateFunction>> = {
  json: { takes: ['any'], call: (value) => text(toJson(value)) },
  split: {
    takes: ['string', 'string'],
    call: (value, separator) => ({
      type: { kind: 'slice', name: '[]string', elem: goString },
      value: textOf(value).split(textOf(separator)),
    }),
  },
  join: {
    takes: ['[]string', 'string'],
    call: (list, separator) =>
      text(((concrete(list)?.value ?? []) as readonly unknown[]).map(String).join(textOf(separator))),
  },
  title: { takes: ['string'], call: (value) => text(title(textOf(value))) },
  lower: { takes: ['string'], call: (value) => text(textOf(value).toLowerCase()) },
  upper: { takes: ['string'], call: (value) => text(textOf(value).toUpperCase()) },
  pad: {
    takes: ['string', 'int', 'int'],
    call: (value, before, after) =>
      text(
        textOf(value) === ''
          ? ''
          : `${' '.repeat(Number(before?.value ?? 0))}${textOf(value)}${' '.repeat(Number(after?.value ?? 0))}`,
      ),
  },
  truncate: {
    takes: ['string', 'int'],
    call: (value, length) => text(textOf(value).slice(0, Number(length?.value ?? 0))),
  },
};
