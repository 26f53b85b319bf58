/** The commands of docker's groups, by the name that they have there; what stands for each where it is a command of its own. */
const sameAsOutside: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    (
      'attach commit cp create diff exec export kill logs pause port rename restart rm run start stats stop top unpause ' +
      'update wait'
    )
      .split(' ')
      .map((name) => [`container ${name}`, name]),
  ),
  'container ls': 'ps',
  ...Object.fromEntries(
    'build history import load pull push save tag'.split(' ').map((name) => [`image ${name}`, name]),
  ),
  'image ls': 'images',
  'image rm': 'rmi',
  'builder build': 'build',
  'system events': 'events',
  'system info': 'info',
};

/** Groups and what is in them. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  builder: ['build', 'prune'],
  completion: ['bash', 'fish', 'powershell', 'zsh'],
  config: ['create', 'inspect', 'ls', 'rm'],
  container:
    'attach commit cp create diff exec export inspect kill logs ls pause port prune rename restart rm run start stats stop top unpause update wait'.split(
      ' ',
    ),
  context: ['create', 'export', 'import', 'inspect', 'ls', 'rm', 'update', 'use'],
  image: ['build', 'history', 'import', 'inspect', 'load', 'ls', 'prune', 'pull', 'push', 'rm', 'save', 'tag'],
  manifest: ['annotate', 'create', 'inspect', 'push', 'rm'],
  network: ['connect', 'create', 'disconnect', 'inspect', 'ls', 'prune', 'rm'],
  node: ['demote', 'inspect', 'ls', 'promote', 'ps', 'rm', 'update'],
  plugin: ['create', 'disable', 'enable', 'inspect', 'install', 'ls', 'push', 'rm', 'set', 'upgrade'],
  secret: ['create', 'inspect', 'ls', 'rm'],
  service: ['create', 'inspect', 'logs', 'ls', 'ps', 'rm', 'rollback', 'scale', 'update'],
  stack: ['deploy', 'ls', 'ps', 'rm', 'services'],
  swarm: ['ca', 'init', 'join', 'join-token', 'leave', 'unlock', 'unlock-key', 'update'],
  system: ['df', 'events', 'info', 'prune'],
  trust: ['inspect', 'key', 'revoke', 'sign', 'signer'],
  volume: ['create', 'inspect', 'ls', 'prune', 'rm'],
};

/** Other words for a command of a group, as cobra knows them. */
const aliases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  container: { ps: 'ls', list: 'ls', remove: 'rm' },
  image: { list: 'ls', remove: 'rm' },
  network: { list: 'ls', remove: 'rm' },
  volume: { list: 'ls', remove: 'rm' },
  config: { list: 'ls', remove: 'rm' },
  context: { list: 'ls', remove: 'rm' },
  node: { list: 'ls', remove: 'rm' },
  plugin: { list: 'ls', remove: 'rm' },
  secret: { list: 'ls', remove: 'rm' },
  service: { list: 'ls', remove: 'rm' },
  stack: { down: 'rm', remove: 'rm', up: 'deploy', list: 'ls' },
};

/** Commands that stand for themselves. */
export const topCommands: readonly string[] = (
  'attach build commit cp create diff events exec export history images import info inspect kill load login logout logs ' +
  'pause port ps pull push rename restart rm rmi run save search start stats stop tag top unpause update version wait'
).split(' ');

/** Groups within groups. */
const deeper: Readonly<Record<string, readonly string[]>> = {
  'trust key': ['generate', 'load'],
  'trust signer': ['add', 'remove'],
};

/** What was typed, as docker's tree has it. */
export interface Found {
  /** Words of its help and of its messages: `container ls`. Undefined: no such command. */
  readonly path: string | undefined;
  /** The command that does it: `ps`. Undefined for a group alone. */
  readonly command: string | undefined;
  readonly rest: readonly string[];
}

/** Finds a command by its words. */
export function findCommand(words: readonly string[]): Found {
  const [first = '', ...rest] = words;
  if (topCommands.includes(first)) return { path: first, command: first, rest };
  const group = Object.hasOwn(groups, first) ? groups[first] : undefined;
  if (group === undefined) return { path: undefined, command: undefined, rest };
  const [second = '', ...others] = rest;
  const renamed = aliases[first] ?? {};
  const name = Object.hasOwn(renamed, second) ? (renamed[second] ?? second) : second;
  if (!group.includes(name)) return { path: first, command: undefined, rest };
  const path = `${first} ${name}`;
  const below = Object.hasOwn(deeper, path) ? deeper[path] : undefined;
  if (below !== undefined) {
    const [third = '', ...last] = others;
    const full = `${path} ${third}`;
    return below.includes(third)
      ? { path: full, command: full, rest: last }
      : { path, command: undefined, rest: others };
  }
  return { path, command: sameAsOutside[path] ?? path, rest: others };
}
