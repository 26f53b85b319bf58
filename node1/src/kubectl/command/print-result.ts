import type { Kinds, Resource } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import type { Kind } from '../kinds.ts';
import { apiVersionOf } from '../kinds.ts';
import { objectPrinter } from '../print/object-printer.ts';
import { nameText } from '../print/output.ts';
import type { Found } from '../selection.ts';
import { recordCause } from './change-cause.ts';
import { signed } from './field-manager.ts';
import { withLastApplied } from './last-applied.ts';

/** The creationTimestamp of an object that kubectl has made and the server has not: printed as `null`. */
export const notYet = null as unknown as string;

/** What `--dry-run` asks for: '' for a real change. */
export type DryRun = '' | 'client' | 'server';

/** Reads `--dry-run`. Throws ExitError for a value that is none. */
export async function isDryRun(call: KubectlCall): Promise<DryRun> {
  const value = call.flags.text('dry-run');
  const old = (instead: string): Promise<void> => call.err(`W${logTime(new Date())}       1 helpers.go:${instead}\n`);
  switch (value) {
    case 'unchanged':
      await old('553] --dry-run is deprecated and can be replaced with --dry-run=client.');
      return 'client';
    case 'none':
      return '';
    case 'client':
    case 'server':
      return value;
    default: {
      if (!/^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(value))
        fail(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
      const on = /^[1tT]/.test(value);
      await old(
        on
          ? `567] --dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=client.`
          : `570] --dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=none.`,
      );
      return on ? 'client' : '';
    }
  }
}

/** A time as Go's log library writes it: `1122 17:24:11.463260`. */
function logTime(date: Date): string {
  const [day = '', clock = ''] = date.toISOString().split('T');
  return `${day.slice(5).replace('-', '')} ${clock.replace('Z', '000')}`;
}

const suffixes: Readonly<Record<string, string>> = { client: ' (dry run)', server: ' (server dry run)' };

/** Says what happened to an object (`deployment.apps/web created`), or prints it when `-o` asks for it. */
export async function report(
  call: KubectlCall,
  found: Found,
  verb: string,
  dryRun: DryRun = '',
  object: unknown = found.object,
): Promise<void> {
  const print = await objectPrinter(call);
  // These write what they did over what was to be said of a dry run.
  const suffix = ['label', 'patch', 'scale', 'taint'].includes(call.command) ? '' : (suffixes[dryRun] ?? '');
  await call.out(print?.(object, nameText(found)) ?? `${nameText(found)} ${verb}${suffix}\n`);
}

/** Makes an object in the cluster, or with `--dry-run` only shows it, and says `created`. */
export async function createAndReport(
  call: KubectlCall,
  kind: Kind,
  object: Kinds[Resource],
  verb = 'created',
): Promise<Found> {
  const dryRun = await isDryRun(call);
  await objectPrinter(call);
  const given = { kind: kind.kind, apiVersion: apiVersionOf(kind), ...object } as Kinds[Resource];
  recordCause(call, given);
  const typed = has(call, 'save-config') ? withLastApplied(given) : given;
  if (dryRun === 'client') {
    const found: Found = { kind, object: typed as Found['object'] };
    await report(call, found, verb, dryRun);
    return found;
  }
  const made = call.cluster.store.create(kind.resource, signed(call, typed), { dryRun: dryRun !== '' });
  const found: Found = { kind, object: made };
  await report(call, found, verb, dryRun);
  return found;
}

function has({ flags }: KubectlCall, name: string): boolean {
  return flags.given(name) && flags.on(name);
}
