import { notSimulated } from '../../cli-kit/exit-error.ts';
import type { Kinds, Resource } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import type { Kind } from '../kinds.ts';
import { apiVersionOf } from '../kinds.ts';
import { parseTemplate, render } from '../print/jsonpath.ts';
import { nameText } from '../print/output.ts';
import { toJson, toYaml } from '../print/serialise.ts';
import type { Found } from '../selection.ts';
import { signed } from './field-manager.ts';

/** The creationTimestamp of an object that kubectl has made and the server has not: printed as `null`. */
export const notYet = null as unknown as string;

/** Whether `--dry-run` asks for no change. Throws ExitError for a value that is none. */
export async function isDryRun(call: KubectlCall): Promise<boolean> {
  const value = call.flags.text('dry-run');
  if (value === 'unchanged') {
    await call.err(
      `W${logTime(new Date())}       1 helpers.go:553] --dry-run is deprecated and can be replaced with --dry-run=client.\n`,
    );
    return true;
  }
  if (value === 'none' || value === 'false') return false;
  if (value === 'server') throw notSimulated('--dry-run=server');
  if (value !== 'client' && value !== 'true')
    fail(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  return true;
}

/** A time as Go's log library writes it: `1122 17:24:11.463260`. */
function logTime(date: Date): string {
  const [day = '', clock = ''] = date.toISOString().split('T');
  return `${day.slice(5).replace('-', '')} ${clock.replace('Z', '000')}`;
}

/** The printer behind `-o` of a command that makes or changes objects; undefined without `-o`. */
function printerOf(call: KubectlCall): ((object: unknown, found: Found) => string) | undefined {
  const option = call.flags.text('output');
  const template = /^jsonpath=(.+)$/s.exec(option);
  if (template !== null) {
    const parsed = parseTemplate(template[1] ?? '');
    return (object) => render(parsed, object);
  }
  switch (option) {
    case '':
      return undefined;
    case 'name':
      return (_object, found) => `${nameText(found)}\n`;
    case 'json':
      return (object) => toJson(object, false);
    case 'yaml':
      return (object) => (call.printed.count++ === 0 ? '' : '---\n') + toYaml(object);
    default:
      if (/^(?:go-template|template|jsonpath-file|jsonpath-as-json)/.test(option)) throw notSimulated(`-o ${option}`);
      return fail(
        `unable to match a printer suitable for the output format ${JSON.stringify(option)}, allowed formats are: ` +
          'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,yaml',
      );
  }
}

/** Says what happened to an object (`deployment.apps/web created`), or prints it when `-o` asks for it. */
export async function report(
  call: KubectlCall,
  found: Found,
  verb: string,
  dryRun = false,
  object: unknown = found.object,
): Promise<void> {
  const print = printerOf(call);
  await call.out(print?.(object, found) ?? `${nameText(found)} ${verb}${dryRun ? ' (dry run)' : ''}\n`);
}

/** Makes an object in the cluster, or with `--dry-run` only shows it, and says `created`. */
export async function createAndReport(
  call: KubectlCall,
  kind: Kind,
  object: Kinds[Resource],
  verb = 'created',
): Promise<Found> {
  const dryRun = await isDryRun(call);
  printerOf(call);
  const typed = { kind: kind.kind, apiVersion: apiVersionOf(kind), ...object } as Kinds[Resource];
  if (dryRun) {
    const found: Found = { kind, object: object as Found['object'] };
    await report(call, found, verb, true, typed);
    return found;
  }
  const found: Found = { kind, object: call.cluster.store.create(kind.resource, signed(call, typed)) };
  await report(call, found, verb);
  return found;
}
