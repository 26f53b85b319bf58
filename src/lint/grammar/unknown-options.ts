import { gitOptionNear } from './dash-words.ts';
import type { ReadCommand, ReadOption } from './read-command.ts';
import { removedOf } from './removed.ts';

// Commands that take options which their help does not tell: those of what they are made of, or of a plugin.
const open = new Set(
  (
    'git log,git diff,git show,git format-patch,git rev-list,git rev-parse,git shortlog,git reflog,git stash,git diff-tree,git diff-index,' +
    'git diff-files,git whatchanged,git range-diff,git difftool,git grep,git blame,git annotate,git gui,git bisect,git submodule,git lfs,' +
    'git flow,git subtree,git svn,git request-pull,git pull,git am,git rebase,git cherry,git for-each-ref,git bundle,git credential,' +
    'docker buildx,docker buildx bake,docker buildx create,docker trust,docker app,docker scan,docker plugin,kubectl options,kubectl plugin,kubectl kustomize,' +
    'helm plugin'
  ).split(','),
);

/** An option that the command has not: it prints its usage and does nothing. */
export function isUnknown(
  { program, command, options, found, operands, rest }: ReadCommand,
  option: ReadOption,
): boolean {
  const key = `${program} ${command.name}`;
  if (isBehindVerb({ program, command, found }, option)) return true;
  if (option.kind !== undefined || removedOf(program, command.name, option.name)) return false;
  // `exec web ls -l` without dashes is told by its own rule.
  if (key === 'kubectl exec' && rest === undefined && operands.length > 1) return false;
  if (open.has(key)) return program === 'git' && gitOptionNear(option.name) !== undefined;
  // Variables, globs, and what a help text would be too long for.
  if (!/^--?[\p{L}\p{N}][\p{L}\p{N}-]*$/u.test(option.name)) return false;
  // Groups of commands pass on what they are given.
  if (command.usage.endsWith('COMMAND') || (program === 'git' && command.options.size < 3)) return false;
  if (program === 'curl' && !option.name.startsWith('--')) return false;
  return options.length < 40;
}

/** Those of docker-compose itself stand before its sub-command: `up -f x.yml`. */
function isBehindVerb(
  { program, command, found }: Pick<ReadCommand, 'program' | 'command' | 'found'>,
  { name, word }: ReadOption,
): boolean {
  if (program !== 'docker-compose' || !/^(?:-f|--file|-p|--project-name|--profile)$/.test(name)) return false;
  const verb = found.args.find(({ value }) => value === command.name.split(' ')[0]);
  return verb !== undefined && word.start > verb.start && !command.options.has(name);
}

/** The command takes options which its help does not tell. */
export function takesOthers(program: string, command: string): boolean {
  return open.has(`${program} ${command}`);
}

/** One of the command's options is none: what follows it may be read wrongly. */
export function hasUnknownOption(read: ReadCommand): boolean {
  return read.options.some((option) => isUnknown(read, option));
}
