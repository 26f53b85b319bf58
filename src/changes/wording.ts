import { type Message, message } from '../messages/message.ts';
import type { Change, ChangedField, Changes } from './difference.ts';
import type { ThingKind } from './inventory.ts';

/** How the name of a thing is written; of the others it says enough by itself. */
const written: Partial<Record<ThingKind, (name: string) => string>> = {
  folder: (name) => `${name}/`,
  many: (name) => `${name}/…`,
  variable: (name) => `$${name}`,
  function: (name) => `${name}()`,
  shell: (name) => (name === '1' ? 'cd' : `terminal ${name} cd`),
  alias: (name) => `alias ${name}`,
  option: (name) => `option ${name}`,
  job: (name) => `job ${name}`,
  repository: (name) => `git ${name}`,
  image: (name) => `image ${name}`,
  container: (name) => `container ${name}`,
  network: (name) => `network ${name}`,
  volume: (name) => `volume ${name}`,
  port: (name) => `port ${name}`,
};

const signs = { added: '+', changed: '', removed: '−' } as const;

/** A change in the terms of programs, the same in every language: `+web.yaml`, `deployment/web replicas 1 → 3`. */
export function changeText({ what, name, change, fields = [] }: Change): string {
  const shown = (written[what] ?? String)(name);
  const told = fields.map((field) => fieldText(what, field, change === 'changed')).filter((text) => text !== '');
  if (change === 'changed') return [shown, told.join(', ')].filter((part) => part !== '').join(' ');
  return `${signs[change]}${shown}${told.length > 0 ? ` (${told.join(', ')})` : ''}`;
}

/** The same in few words: of what is new or gone its name alone. */
export function shortChangeText(change: Change): string {
  return changeText(
    change.change === 'changed' ? { ...change, fields: change.fields?.slice(0, 2) ?? [] } : nameOnly(change),
  );
}

function nameOnly({ what, name, change }: Change): Change {
  return { what, name, change };
}

/** Where a field of an object is, without what all of them have in common. */
const common = /^(?:spec|status|metadata)\.(?:template\.(?:spec|metadata)\.)?(?:containers\[[^\]]*\]\.)?/;
/** Facts that need no name. */
const bare: ReadonlySet<string> = new Set(['value', 'folder']);

function fieldText(what: ThingKind, { name, before, after }: ChangedField, hasBoth: boolean): string {
  const values = before !== undefined && after !== undefined ? `${before} → ${after}` : (after ?? before ?? '');
  const gone = hasBoth && after === undefined ? '−' : '';
  const label = what === 'object' ? name.replace(common, '') : bare.has(name) ? '' : name;
  return `${gone}${[label, values].filter((part) => part !== '').join(' ')}`;
}

/** What people call the kinds that are looked at, or not, together. */
const groups: readonly (readonly ['files' | 'shell' | 'containers' | 'ports', readonly ThingKind[]])[] = [
  ['files', ['file', 'folder']],
  ['shell', ['variable', 'function']],
  ['containers', ['container', 'object']],
  ['ports', ['port']],
];

/** What was not looked at, as a sentence; undefined when all was. */
export function unseenOf({ unseen = [] }: Changes): Message | undefined {
  const isWhole = (kinds: readonly ThingKind[]): boolean =>
    unseen.some(({ kind, below }) => below === '' && kinds.includes(kind));
  const what = groups.flatMap(([group, kinds]) => (isWhole(kinds) ? [group] : []));
  const below = unseen.filter((each) => each.kind === 'file' && each.below !== '').map((each) => each.below);
  return what.length + below.length === 0 ? undefined : message('changes/unseen', { what, below });
}
