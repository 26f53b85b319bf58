import { notSimulated } from '../../cli-kit/exit-error.ts';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import { groupSingular } from '../kinds.ts';
import type { Found } from '../selection.ts';
import { follow, parsePath, parseTemplate, render } from './jsonpath.ts';
import { toJson, toYaml } from './serialise.ts';
import { columnsTemplate, createTables, type Output } from './table.ts';

const formats =
  'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,wide,yaml';

/** The printer for `-o`. Throws ExitError for one that does not exist. */
export function outputFor(call: KubectlCall): Output {
  const option = call.flags.text('output');
  const [, format = '', , argument = ''] = /^([^=]*)(=(.*))?$/s.exec(option) ?? [];
  switch (format) {
    case '':
    case 'wide':
      return createTables(call, format === 'wide');
    case 'json':
      return whole((value) => toJson(value), true);
    case 'yaml':
      return whole(toYaml, true, '---\n');
    case 'name':
      return eachLine((found) => nameText(found));
    case 'jsonpath': {
      if (argument === '') fail('template format specified but no template given');
      const template = parseTemplate(argument);
      return whole((value) => render(template, value), true);
    }
    case 'jsonpath-as-json': {
      if (argument === '') fail('template format specified but no template given');
      const steps = parsePath(argument.replace(/^\{|\}$/g, ''), argument);
      return whole((value) => toJson(follow(steps, value)), true);
    }
    case 'custom-columns':
      return columnsTemplate(argument, call.flags.on('no-headers'));
    default:
      if (formats.split(',').includes(format)) throw notSimulated(`-o ${format}`);
      return fail(
        `unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: ${formats}`,
      );
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

function whole(text: (value: unknown) => string, printsEmptyLists: boolean, between = ''): Output {
  let started = false;
  return {
    printsEmptyLists,
    silentWhenEmpty: true,
    print: (found, { single }) => text(single && found[0] !== undefined ? found[0].object : listOf(found)),
    watch: (changes) =>
      changes
        .map(({ found }) => {
          const separator = started ? between : '';
          started = true;
          return separator + text(found.object);
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
