// Cuts the grammars that lint reads commands by (src/lint/grammar/data/*.json) out of what the tools say of themselves.
//
//   node scripts/cut-grammar.js FOLDER      FOLDER holds checkouts: helm-www, compose, buildx
//
// Debian's git, curl, coreutils, grep, tar, sed... and a kubectl and a docker of today have to be installed; the kubectl, docker and docker-compose of the
// rehearsals are read from node1/data/help. Facts only: names of sub-commands and options, whether an option has a value, and the usage line.
//
// An option is written `-f,--filename=` with a value (the next word or after `=`), `--dry-run?` with one after `=` alone, `-w,--watch` without.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const [checkouts = '.'] = process.argv.slice(2);
const out = join(root, 'src/lint/grammar/data');
mkdirSync(out, { recursive: true });

/** What a program prints when it is asked for help, wherever it prints it. */
function help(program, ...args) {
  const { stdout = '', stderr = '' } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', COLUMNS: '400', PAGER: 'cat', GIT_PAGER: 'cat' },
    timeout: 20_000,
    input: '',
  });
  return `${stdout}\n${stderr}`;
}

class Grammar {
  commands = new Map();
  aliases = [];
  /** Adds what a command was said to be; what is known of it already stays. */
  add(name, usage, flags) {
    const known = this.commands.get(name) ?? { usage: undefined, flags: new Map() };
    known.usage = usage ?? known.usage;
    for (const flag of flags) {
      const key = flag.long ?? flag.short;
      const old = known.flags.get(key);
      // One version's word form and another's `=` form: both are right.
      known.flags.set(key, {
        ...flag,
        short: flag.short ?? old?.short,
        kind: old && old.kind !== flag.kind ? mixed(old.kind, flag.kind) : flag.kind,
      });
    }
    this.commands.set(name, known);
  }
  /** Other names of a command's last word, as its help lists them after `Aliases:`. */
  alias(name, text) {
    const list = /^Aliases:\s*\n\s*(.+)$/m.exec(text)?.[1] ?? '';
    for (const each of list.split(',')) this.same(name, each.trim().split(' ').at(-1));
  }
  same(name, last) {
    const other = [...name.split(' ').slice(0, -1), last].join(' ');
    if (last && name.includes(' ') === other.includes(' ')) this.aliases.push([name, other]);
  }
  /** Makes aliases of what is known by now, those of groups with all their commands. */
  spread() {
    for (const [name, other] of this.aliases) {
      for (const [each, command] of [...this.commands]) {
        const alias = each === name ? other : each.startsWith(`${name} `) ? other + each.slice(name.length) : undefined;
        if (alias !== undefined && !this.commands.has(alias)) this.commands.set(alias, command);
      }
    }
  }
  write(program, from) {
    this.spread();
    const lines = [...this.commands]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { usage, flags }]) => {
        // `--no-x` goes with `--x`.
        const words = [...flags.values()]
          .filter(({ long = '' }) => !long.startsWith('no-') || !flags.has(long.slice(3)))
          .map(wordOf)
          .sort();
        return ` ${JSON.stringify(name)}: ${JSON.stringify([usage ?? '', words.join(' ')])}`;
      });
    writeFileSync(
      join(out, `${program}.json`),
      `{"from": ${JSON.stringify(from)}, "commands": {\n${lines.join(',\n')}\n}}\n`,
    );
    console.log(program, this.commands.size);
  }
}

function mixed(one, other) {
  if (one === 'value' || other === 'value') return one === 'optional' || other === 'optional' ? 'optional' : 'value';
  return 'optional';
}

function wordOf({ short, long, kind }) {
  const names = [short && `-${short}`, long && `--${long}`].filter(Boolean).join(',');
  return names + { value: '=', optional: '?', bool: '', none: '' }[kind];
}

/** pflag as docker, helm and compose print it: `  -f, --file string   words`. */
function pflags(text) {
  const flags = [];
  for (const line of text.split('\n')) {
    const match = /^ {2,6}(?:-(\w)(?:, )?)?(?: {0,4}--([\w.-]+))?(?: ([A-Za-z][^\s,.]*))?(?:\s{2,}|$)/.exec(line);
    if (!match || (!match[1] && !match[2])) continue;
    const [, short, long, type] = match;
    flags.push({ short, long, kind: type === undefined ? 'bool' : /\[=/.test(type) ? 'optional' : 'value' });
  }
  return flags;
}

// Their default when nothing follows (NoOptDefVal in kubectl's source): they never take the next word.
const kubectlOptional = new Set(['dry-run', 'cascade', 'validate']);

/** As kubectl prints options, 1.20 on one line and 1.32 on two: `-f, --filename=[]:`. */
function kubectlFlags(text) {
  const flags = [];
  for (const [, short, long, value] of text.matchAll(/^\s+(?:-(\w), )?--([\w-]+)=(.*?):(?: |$)/gm)) {
    const kind = kubectlOptional.has(long) ? 'optional' : /^(?:true|false)$/.test(value) ? 'bool' : 'value';
    flags.push({ short, long, kind });
  }
  return flags;
}

function usageOf(text) {
  return /^\s*usage: *\n? *(.+)$/im.exec(text)?.[1]?.replace(/\s+/g, ' ').trim();
}

function kubectl() {
  const grammar = new Grammar();
  const folder = join(root, 'node1/data/help/kubectl');
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    const name = file.replace(/\.txt$/, '').replace(/^kubectl$/, '');
    const words = commandName(name, text, 'kubectl');
    grammar.add(words, usageOf(text), kubectlFlags(text));
    grammar.alias(words, text);
  }
  const walk = (path) => {
    const text = help('kubectl', ...path, '--help');
    grammar.add(path.join(' '), path.length > 0 ? usageOf(text) : undefined, kubectlFlags(text));
    grammar.alias(path.join(' '), text);
    for (const [, section] of text.matchAll(/Commands[^\n]*:\n((?: {2,}\S.*\n)+)/g)) {
      for (const [, name] of section.matchAll(/^ {2,4}([a-z][\w-]*) {2,}/gm))
        if (path.length < 3 && name !== path.at(-1)) walk([...path, name]);
    }
  };
  walk([]);
  grammar.add('', undefined, [
    ...kubectlFlags(help('kubectl', 'options')),
    ...kubectlFlags(readFileSync(join(folder, 'options.txt'), 'utf8')),
  ]);
  grammar.write('kubectl', ['kubectl 1.20.2', 'kubectl 1.32.4']);
}

/** `set-image` is `set image` where the usage says so, and `cluster-info` is one word. */
function commandName(name, text, program) {
  const usage = usageOf(text) ?? '';
  const spaced = name.split('-');
  for (let at = spaced.length; at > 0; at--) {
    for (const joined of compositions(spaced)) if (usage.startsWith(`${program} ${joined}`)) return joined;
  }
  return name;
}

function compositions(parts) {
  if (parts.length <= 1) return [parts.join('')];
  const [first, ...rest] = parts;
  return compositions(rest)
    .flatMap((tail) => [`${first} ${tail}`, `${first}-${tail}`])
    .sort((a, b) => b.length - a.length);
}

function docker() {
  const grammar = new Grammar();
  const folder = join(root, 'node1/data/help/docker');
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    const usage = usageOf(text);
    grammar.add(commandName(file.replace(/\.txt$/, '').replace(/^docker$/, ''), text, 'docker'), usage, pflags(text));
  }
  const walk = (path) => {
    const text = help('docker', ...path, '--help');
    grammar.add(path.join(' '), usageOf(text), pflags(text));
    grammar.alias(path.join(' '), text);
    for (const [, section] of text.matchAll(/Commands:\n((?: {2,}\S.*\n)+)/g)) {
      for (const [, name] of section.matchAll(/^ {2}([a-z][\w-]*)\*? {2,}/gm))
        if (path.length < 2) walk([...path, name]);
    }
  };
  walk([]);
  const buildx = join(checkouts, 'buildx/docs/reference');
  for (const file of readdirSync(buildx)) {
    const text = readFileSync(join(buildx, file), 'utf8');
    const name = file.replace(/\.md$/, '').replaceAll('_', ' ');
    const flags = markdownFlags(text);
    grammar.add(name, undefined, flags);
    if (name === 'buildx build')
      for (const other of ['build', 'image build', 'builder build']) grammar.add(other, undefined, flags);
  }
  grammar.add('volume create', undefined, [{ long: 'name', kind: 'value' }]);
  // Documented for years and still taken, without a line in the help.
  for (const name of ['run', 'create', 'container run', 'container create']) {
    grammar.add(name, undefined, [
      { long: 'net', kind: 'value' },
      { long: 'net-alias', kind: 'value' },
      { long: 'dns-opt', kind: 'value' },
    ]);
  }
  grammar.write('docker', ['docker 20.10.24', 'docker 28.2.2', 'buildx']);
}

/** The table of options in Docker's documents: names in backticks, then a type. */
function markdownFlags(text) {
  const flags = [];
  for (const [, names, type] of text.matchAll(/^\| *((?:\[?`-[^|]*)+)\| *(?:`([^`|]*)`)? *\|/gm)) {
    const short = /`-(\w)`/.exec(names)?.[1];
    const long = /`--([\w-]+)`/.exec(names)?.[1];
    if (short || long) flags.push({ short, long, kind: type === undefined || type === 'bool' ? 'bool' : 'value' });
  }
  return flags;
}

function compose() {
  const grammar = new Grammar();
  const folder = join(root, 'node1/data/help/compose');
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    const name = file.replace(/\.txt$/, '').replace(/^docker-compose$/, '');
    // docopt: `-f, --file FILE`, `--scale SERVICE=NUM`.
    const flags = [];
    for (const [, short, long, value] of text.matchAll(
      /^ +(?:-(\w)(?:, | [A-Z]+, |$| {2,}))?(?:--([\w-]+))?(?:[ =]([A-Z][\w=.:-]*|<[^>]+>|"\S+"))?(?: {2,}|$|\.\.\.)/gm,
    )) {
      if (short || long) flags.push({ short, long, kind: value === undefined ? 'bool' : 'value' });
    }
    grammar.add(name, name === '' ? undefined : usageOf(text), flags);
  }
  const reference = join(checkouts, 'compose/docs/reference');
  for (const file of readdirSync(reference)) {
    if (!/^docker_compose.*\.yaml$/.test(file)) continue;
    const text = readFileSync(join(reference, file), 'utf8');
    const name = file.replace(/^docker_compose_?|\.yaml$/g, '').replaceAll('_', ' ');
    const [own] = text.split(/^inherited_options:/m);
    const flags = [];
    for (const [, long, rest] of own.matchAll(/^ {4}- option: ([\w-]+)\n((?: {6}.*\n)*)/gm)) {
      const short = /shorthand: "?(\w)"?/.exec(rest)?.[1];
      const type = /value_type: (\w+)/.exec(rest)?.[1];
      flags.push({ short, long, kind: type === 'bool' ? 'bool' : 'value' });
    }
    grammar.add(name, /^usage: (?:\|-\n +)?(.*)$/m.exec(text)?.[1], flags);
  }
  grammar.write('docker-compose', ['docker-compose 1.29.2', 'docker compose 2 and later']);
}

function helm() {
  const grammar = new Grammar();
  const folder = join(checkouts, 'helm-www/docs/helm');
  for (const file of readdirSync(folder)) {
    if (!/^helm.*\.md$/.test(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    const name = file.replace(/^helm_?|\.md$/g, '').replaceAll('_', ' ');
    const [, own = '', inherited = ''] =
      /### Options\n([\s\S]*?)(?:### Options inherited[^\n]*\n([\s\S]*?))?(?:###|$)/.exec(text) ?? [];
    grammar.add(name, /^```\n(helm .*)$/m.exec(text)?.[1], pflags(own));
    grammar.add('', undefined, pflags(inherited));
  }
  // Its documents do not tell them; helm's source does.
  const aliases = {
    list: 'ls',
    uninstall: 'del delete un',
    'repo remove': 'rm',
    'repo list': 'ls',
    'repo update': 'up',
    pull: 'fetch',
    history: 'hist',
    create: '',
  };
  for (const [name, others] of Object.entries(aliases))
    for (const other of others.split(' ')) if (other) grammar.same(name, other);
  for (const [name] of [...grammar.commands]) {
    if (name.startsWith('show ')) grammar.commands.set(name.replace('show', 'inspect'), grammar.commands.get(name));
    if (name.startsWith('dependency '))
      grammar.commands.set(name.replace('dependency', 'dep'), grammar.commands.get(name));
  }
  grammar.write('helm', ['helm 3']);
}

function git() {
  const grammar = new Grammar();
  const names = execFileSync('git', ['--list-cmds=main,others'], { encoding: 'utf8' })
    .split('\n')
    .filter(
      (name) =>
        /^[a-z][a-z-]+$/.test(name) &&
        !/--|daemon|http-|remote-|shell|imap|cvs|p4|gui|sh-|instaweb|filter-branch|web/.test(name),
    );
  const walk = (path) => {
    const text = help('git', ...path, '-h');
    const flags = [];
    for (const [, short, long, value, optional] of text.matchAll(
      /^ {4}(?:-(\w)(?:, )?)?(?:--([\w-]+))?( <?[\w(][^\s>]*>?\S*)?(\[=?<?[^\]]*\])?(?: {2,}|$)/gm,
    )) {
      if (!short && !long) continue;
      flags.push({ short, long, kind: value !== undefined ? 'value' : optional !== undefined ? 'optional' : 'bool' });
    }
    for (const [, long, value] of help('git', ...path, '--git-completion-helper-all')
      .split(/\s+/)
      .map((word) => /^--([\w-]+)(=?)$/.exec(word) ?? [])) {
      if (long && !flags.some((flag) => flag.long === long))
        flags.push({ long, kind: value === '=' ? 'value' : 'bool' });
    }
    grammar.add(path.join(' '), usageOf(text), flags);
  };
  for (const name of names) walk([name]);
  const inner = {
    remote: 'add rename remove rm set-head set-branches get-url set-url show prune update',
    stash: 'push pop apply list show drop clear branch save',
    worktree: 'add list remove prune move lock unlock',
    notes: 'add append copy edit list remove show',
  };
  for (const [name, verbs] of Object.entries(inner)) for (const verb of verbs.split(' ')) walk([name, verb]);
  const valued = ['C', 'c'].map((short) => ({ short, kind: 'value' }));
  const long = 'git-dir work-tree namespace config-env super-prefix'
    .split(' ')
    .map((name) => ({ long: name, kind: 'value' }));
  const bare =
    'version help html-path man-path info-path no-pager no-replace-objects bare literal-pathspecs glob-pathspecs noglob-pathspecs icase-pathspecs no-optional-locks'
      .split(' ')
      .map((name) => ({ long: name, kind: 'none' }));
  grammar.add('', 'git [<options>] <command>', [
    ...valued,
    ...long,
    ...bare,
    { long: 'exec-path', kind: 'optional' },
    { short: 'p', long: 'paginate', kind: 'none' },
    { short: 'P', kind: 'none' },
    { short: 'v', kind: 'none' },
  ]);
  grammar.write('git', [execFileSync('git', ['--version'], { encoding: 'utf8' }).trim()]);
}

function curl() {
  const grammar = new Grammar();
  const flags = [];
  for (const [, short, long, value] of help('curl', '--help', 'all').matchAll(
    /^ *(?:-(.), )?--([\w.-]+)( <[^>]*>)?/gm,
  )) {
    flags.push({ short, long, kind: value === undefined ? 'bool' : 'value' });
  }
  grammar.add('', 'curl [options...] <url>', flags);
  grammar.write('curl', [execFileSync('curl', ['--version'], { encoding: 'utf8' }).split(' (')[0]]);
}

/** GNU's help: `  -c, --bytes=[-]NUM  words`, `      --color[=WHEN]`. */
function gnuFlags(text) {
  const flags = [];
  for (const line of text.split('\n')) {
    const match = /^ {1,8}(-[^-\s,=[]|--[\w-]+)/.exec(line);
    if (!match) continue;
    const [head = ''] = line.trim().split(/ {2,}/, 1);
    const names = head.split(/, ?| (?=--)/);
    const value = /=|(?:^| )-\w [A-Z]|--[\w-]+ (?:[A-Z]|<)/.test(head);
    const optional = /--[\w-]+\[=/.test(head);
    const kind = optional ? 'optional' : value ? 'value' : 'bool';
    const shorts = names.map((name) => /^-([^-\s])/.exec(name)?.[1]).filter(Boolean);
    const longs = names.map((name) => /^--([\w-]+)/.exec(name)?.[1]).filter(Boolean);
    for (let at = 0; at < Math.max(shorts.length, longs.length); at++)
      flags.push({ short: shorts[at], long: longs[at], kind });
  }
  return flags;
}

/** What a usage line tells of one-letter options: `[-46AaCf] [-p port] [-L address]`. */
function bracketFlags(text) {
  const flags = [];
  for (const [, letters] of text.matchAll(/\[-([\w]{2,})\]/g))
    for (const short of letters) flags.push({ short, kind: 'bool' });
  for (const [, short, value] of text.matchAll(/\[-(\w)( [^\]]+)?\]/g))
    flags.push({ short, kind: value === undefined ? 'bool' : 'value' });
  return flags;
}

/** redis-cli's help: `  -h <hostname>      words`, `  --raw      words`. */
function angleFlags(text) {
  const flags = [];
  for (const [, name, value] of text.matchAll(/^ {2}-(-[\w-]+|\w)( <[^>]+>)?(?: |$)/gm)) {
    const kind = value === undefined ? 'bool' : 'value';
    flags.push(name.startsWith('-') ? { long: name.slice(1), kind } : { short: name, kind });
  }
  return flags;
}

function unix() {
  const grammar = new Grammar();
  const names = (
    'cat head tail cp mv rm mkdir rmdir touch ln ls wc sort uniq cut tr tee seq date chmod chown chgrp du df stat basename dirname ' +
    'readlink realpath mktemp sleep timeout env nohup nice id whoami uname yes split paste join comm tac nl fold fmt shuf base64 sha256sum md5sum ' +
    'grep tar gzip gunzip sed diff xargs wget free psql pg_dump createdb dropdb systemctl journalctl rsync useradd usermod groupadd watch pgrep'
  ).split(' ');
  for (const name of names) {
    const text = help(name, '--help');
    const flags = gnuFlags(text);
    if (flags.length > 0) grammar.add(name, usageOf(text), flags);
  }
  for (const name of ['ssh', 'scp']) grammar.add(name, usageOf(help(name)), bracketFlags(help(name)));
  grammar.add('redis-cli', 'redis-cli [OPTIONS] [cmd [arg ...]]', angleFlags(help('redis-cli', '--help')));
  grammar.write('unix', ["Debian 12's own programs"]);
}

/** Options of one dash and several letters, which no table of getopt tells: find's tests, those of openssl's commands. */
function words() {
  const known = {};
  const found = (text) =>
    [...new Set([...text.matchAll(/(?:^|[\s|[(])(-[a-z][\w-]*)/g)].map(([, word]) => word))].sort();
  known.find = found(help('find', '-help').replace(/^Usage.*$/m, ''));
  for (const name of 'req x509 genrsa rsa genpkey pkey s_client verify dgst enc rand passwd pkcs12 ec ecparam'.split(
    ' ',
  ))
    known[`openssl ${name}`] = found(help('openssl', name, '-help')).filter((word) => word.length > 1);
  const lines = Object.entries(known).map(
    ([name, list]) => ` ${JSON.stringify(name)}: ${JSON.stringify(list.join(' '))}`,
  );
  writeFileSync(join(out, 'words.json'), `{\n${lines.join(',\n')}\n}\n`);
}

for (const cut of [kubectl, docker, compose, helm, git, curl, unix, words]) cut();
