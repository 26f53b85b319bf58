import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import { groupSingular } from '../kinds.ts';
import type { Found } from '../selection.ts';
import { columnsTemplate, columnsTemplateFile } from './custom-columns.ts';
import { formatOf, templatePrinter, unknownFormat } from './object-printer.ts';
import { toJson, toYaml } from './serialise.ts';
import { createTables, type Output } from './table.ts';

/** The printer for `-o` of `get`. Throws ExitError for one that does not exist. */
export async function outputFor(call: KubectlCall): Promise<Output> {
  const { format, argument } = formatOf(call);
  switch (format) {
    case '':
    case 'wide':
      return createTables(call, format === 'wide');
    case 'json':
      return whole((value) => toJson(value));
    case 'yaml':
      return whole(toYaml, '---\n');
    case 'name':
      return eachLine((found) => nameText(found));
    case 'custom-columns':
      return columnsTemplate(argument, call.flags.on('no-headers'));
    case 'custom-columns-file': {
      if (argument === '') fail('custom-columns format specified but no custom columns given');
      const text = await readFile(resolve(call.invocation.cwd, argument), 'utf8').catch(() =>
        fail(`error reading template ${argument}, open ${argument}: no such file or directory\n`),
      );
      return columnsTemplateFile(text, call.flags.on('no-headers'));
    }
    default: {
      const print = await templatePrinter(call);
      return print === undefined
        ? unknownFormat(format, ['custom-columns', 'custom-columns-file', 'wide'])
        : whole(print);
    }
  }
}

/** `pod/x`, `deployment.apps/x`. */
export function nameText({ kind, object }: Found): string {
  return `${groupSingular(kind)}/${object.metadata.name}`;
}

/** A list as kubectl makes it of objects that came one by one. */
function listOf(found: readonly Found[]): unknown {
  return {
    apiVersion: 'v1',
    items: found.map(({ object }) => object),
    kind: 'List',
    metadata: { resourceVersion: '', selfLink: '' },
  };
}

function whole(text: (value: unknown) => string, between = ''): Output {
  let started = false;
  return {
    printsEmptyLists: true,
    silentWhenEmpty: true,
    print: (found, { single }) => text(single && found[0] !== undefined ? found[0].object : listOf(found)),
    watch: (changes) =>
      changes
        .map(({ type, found }) => {
          const separator = started ? between : '';
          started = true;
          return separator + text(type === undefined ? found.object : { object: found.object, type });
        })
        .join(''),
  };
}

function eachLine(text: (found: Found) => string): Output {
  return {
    printsEmptyLists: false,
    silentWhenEmpty: true,
    print: (found) => found.map((each) => `${text(each)}\n`).join(''),
    watch: (changes) => changes.map(({ found }) => `${text(found)}\n`).join(''),
  };
}
