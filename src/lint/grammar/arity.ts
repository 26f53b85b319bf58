import type { ReadCommand } from './read-command.ts';

/** How many operands a command takes. */
export interface Arity {
  readonly min: number;
  /** `Infinity` for any number. */
  readonly max: number;
}

// Operands of each command: `2`, `1+`, `0-1`. Options that stand for them: what follows the blank, `1+ -t`, makes it zero at least.
const table: Readonly<Record<string, string>> = {
  'helm install': '2 -g --generate-name --name-template',
  'helm upgrade': '2',
  'helm uninstall': '1+',
  'helm rollback': '1-2',
  'helm status': '1',
  'helm history': '1',
  'helm get all': '1',
  'helm get values': '1',
  'helm get manifest': '1',
  'helm get notes': '1',
  'helm get hooks': '1',
  'helm repo add': '2',
  'helm repo remove': '1+',
  'helm repo list': '0',
  'helm pull': '1+',
  'helm show all': '1',
  'helm show chart': '1',
  'helm show values': '1',
  'helm show readme': '1',
  'helm show crds': '1',
  'helm template': '1-2',
  'helm create': '1',
  'helm package': '1+',
  'helm test': '1',
  'helm list': '0',
  'helm push': '2',
  'helm registry login': '1',
  'helm registry logout': '1',
  'helm dependency build': '0-1',
  'helm dependency update': '0-1',
  'helm dependency list': '0-1',
  'git clone': '1-2',
  'git mv': '2+',
  'git rm': '1+ --pathspec-from-file',
  'git init': '0-1',
  'git cherry-pick': '1+ --continue --abort --quit --skip',
  'git revert': '1+ --continue --abort --quit --skip',
  'git add':
    '1+ -A --all --no-ignore-removal -u --update -p --patch -i --interactive -e --edit --refresh --renormalize --pathspec-from-file',
  'git remote add': '2',
  'git remote remove': '1',
  'git remote rm': '1',
  'git remote rename': '2',
  'git remote set-url': '1-3',
  'git remote get-url': '1',
  'git merge-base': '1+',
  'git blame': '1+',
  'git submodule add': '1-2',
  'git worktree add': '1-2',
  'git worktree remove': '1',
  curl: '1+ --url -K --config -V --version -h --help -M --manual --libcurl',
  cp: '2+ -t --target-directory --help --version',
  mv: '2+ -t --target-directory --help --version',
  ln: '1+ --help --version',
  rm: '1+ -f --force --help --version',
  rmdir: '1+ --help --version',
  mkdir: '1+ --help --version',
  touch: '1+ --help --version',
  chmod: '2+ --reference --help --version',
  chown: '2+ --reference --help --version',
  chgrp: '2+ --reference --help --version',
  grep: '1+ -e --regexp -f --file -V --version --help',
  sleep: '1+ --help --version',
  basename: '1+ --help --version',
  dirname: '1+ --help --version',
  readlink: '1+ --help --version',
  realpath: '1+ --help --version',
  cut: '0+',
  tr: '1-2 --help --version',
  seq: '1-3 --help --version',
  stat: '1+ --help --version',
  timeout: '2+ --help --version',
  sed: '1+ -e --expression -f --file --version --help',
  comm: '2 --help --version',
  join: '2 --help --version',
  diff: '2+ --from-file --to-file --version -v --help',
  'git stash branch': '1-2',
  'git worktree move': '2',
  'git notes copy': '0+',
  wget: '1+ -i --input-file --version -V --help',
  scp: '2+',
  ssh: '1+ -V -Q',
  rsync: '1+ --daemon --version --help --files-from',
  useradd: '1 -D --defaults --help -h',
  usermod: '1 --help -h',
  groupadd: '1 --help -h',
  dropdb: '1 --help -? --version -V',
  createdb: '0-2',
  psql: '0+',
  pgrep: '0+',
  sha256sum: '0+',
};

/** How many operands the command takes, after what its options say; undefined where that is not known. */
export function arityOf({ program, command, options }: ReadCommand): Arity | undefined {
  const key = command.name === '' ? program : `${program} ${command.name}`;
  const written = Object.hasOwn(table, key) ? table[key] : undefined;
  if (written === undefined) {
    return program === 'docker' || program === 'docker-compose' ? arityOfUsage(command.usage, program) : undefined;
  }
  const [range = '', ...instead] = written.split(' ');
  const [, least = '0', sign = '', most] = /^(\d+)([+-]?)(\d*)$/.exec(range) ?? [];
  const max = sign === '+' ? Infinity : Number(sign === '-' ? most : least);
  const isReplaced = options.some(({ name }) => instead.includes(name));
  return { min: isReplaced ? 0 : Number(least), max };
}

/** Of a usage line as Docker writes them: `docker cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-`. */
function arityOfUsage(usage: string, program: string): Arity | undefined {
  const [, written] = /^(?:docker compose|docker)((?: [a-z][\w-]*)*(?: .*)?)$/.exec(usage) ?? [];
  if (written === undefined) return undefined;
  const words = wordsAtTop(written.replace(/ *\| */g, '|')).filter(
    (word) => !/^[a-z][a-z-]*$/.test(word) && !/^\[(?:OPTIONS?|options)\]$/.test(word),
  );
  // The usage of a group of commands, and one that tells nothing.
  if (words.some((word) => /^COMMAND$/.test(word) && program === 'docker' && words.length === 1)) return undefined;
  let [min, max] = [0, 0];
  for (const word of words) {
    if (!word.startsWith('[')) min++;
    max += word.includes('...') || word.includes('OPTIONS') || /^\[?SERVICES\]?$/.test(word) ? Infinity : 1;
  }
  return { min, max };
}

/** Splits at blanks that stand in no brackets. */
function wordsAtTop(text: string): string[] {
  const words: string[] = [];
  let depth = 0;
  let word = '';
  for (const letter of text) {
    if (letter === '[') depth++;
    if (letter === ']') depth--;
    if (letter === ' ' && depth === 0) {
      if (word !== '') words.push(word);
      word = '';
    } else word += letter;
  }
  return word === '' ? words : [...words, word];
}
