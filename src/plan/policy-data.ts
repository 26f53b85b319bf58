/**
 * What Pupitre knows about programs. Whatever is not listed here counts as changing something, so a gap in these tables costs a
 * repetition, never a double effect.
 */

/** When a program does nothing but read. */
export interface Reading {
  readonly program: string;
  /** Only these sub-commands; with every one when absent. */
  readonly subcommands?: readonly string[];
  /** Sub-commands that only read when no operand follows: `git branch`. */
  readonly bareSubcommands?: readonly string[];
  /** Options that make it change something, unless their value is one of those listed. */
  readonly unless?: Readonly<Record<string, readonly string[]>>;
  /** Without one of these option values (or flags, with no value) it changes something. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
  /** Every operand must match. */
  readonly operands?: RegExp;
}

/** Where output goes without leaving anything behind. */
const nowhere = ['-', '/dev/null', '/dev/stdout', '/dev/stderr'];
const never: readonly string[] = [];
const httpReads = ['GET', 'HEAD', 'OPTIONS'];

/** Programs that read whatever their arguments are. */
const plainReaders = words(
  'ls cat head tail grep egrep fgrep zgrep jq wc uniq cut tr column rev nl tac fold comm join paste echo printf true false : test [ [[ break continue ' +
    'ping dig nslookup host getent df du ps free uname whoami id groups printenv which type pwd stat file sleep uptime nproc lsblk ' +
    'ss netstat basename dirname realpath readlink tree base64 md5sum sha1sum sha256sum sha512sum xxd od hexdump diff cmp seq ' +
    'httping pgrep lsof lscpu arch tty locale last w who cal expr numfmt strings top vmstat iostat',
);

export const readings: readonly Reading[] = [
  ...plainReaders.map((program) => ({ program })),
  {
    program: 'kubectl',
    subcommands: words(
      'get describe logs top version cluster-info api-resources api-versions explain wait events options',
    ).concat(
      ['auth can-i', 'auth whoami', 'rollout status', 'rollout history'],
      ['config view', 'config get-contexts', 'config get-clusters', 'config get-users', 'config current-context'],
    ),
    unless: { '--output-directory': never },
  },
  {
    program: 'docker',
    subcommands: words('ps images version info inspect logs history search port top diff stats').concat(
      [
        'image ls',
        'image inspect',
        'image history',
        'container ls',
        'container ps',
        'container inspect',
        'container logs',
      ],
      [
        'network ls',
        'network inspect',
        'volume ls',
        'volume inspect',
        'system df',
        'system info',
        'context ls',
        'context show',
      ],
      ['node ls', 'node inspect', 'node ps', 'service ls', 'service ps', 'service inspect', 'service logs'],
      ['stack ls', 'stack ps', 'stack services', 'secret ls', 'config ls', 'manifest inspect'],
    ),
  },
  {
    program: 'docker-compose',
    subcommands: words('ps logs config version images top port ls'),
    unless: { '-o': never, '--output': never },
  },
  {
    program: 'git',
    subcommands: words(
      'status log diff show blame shortlog rev-parse rev-list ls-files ls-tree ls-remote describe',
    ).concat('stash list'),
    bareSubcommands: ['branch', 'tag', 'remote'],
    unless: { '--output': never, '-d': never, '-D': never, '-m': never, '-M': never, '--unset-upstream': never },
  },
  {
    program: 'helm',
    subcommands: words('list ls status history version env').concat(
      'get',
      'show',
      'search repo',
      'search hub',
      'repo list',
    ),
  },
  {
    program: 'curl',
    unless: {
      ...Object.fromEntries(['-X', '--request'].map((option) => [option, httpReads])),
      ...Object.fromEntries(
        ['-o', '--output', '-D', '--dump-header', '-c', '--cookie-jar'].map((option) => [option, nowhere]),
      ),
      ...unlessAny('-d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form --form-string'),
      ...unlessAny('-T --upload-file -O --remote-name -J --remote-name-all --output-dir -Q --quote -K --config'),
    },
  },
  {
    program: 'wget',
    needs: { '-O': nowhere, '--output-document': nowhere, '--spider': never },
    unless: { '--method': httpReads, ...unlessAny('--post-data --post-file -o -a -r --recursive -m --mirror') },
  },
  {
    program: 'ip',
    subcommands: ['addr', 'address', 'a', 'route', 'r', 'link', 'l', 'neigh', 'rule'].flatMap((object) =>
      ['show', 'list', 'ls', 'get'].map((verb) => `${object} ${verb}`),
    ),
    bareSubcommands: ['addr', 'address', 'a', 'route', 'r', 'link', 'l', 'neigh', 'rule'],
  },
  { program: 'sort', unless: { '-o': nowhere, '--output': nowhere } },
  { program: 'sed', unless: unlessAny('-i --in-place') },
  { program: 'awk', operands: /^(?!.*(?:[>|]|system|getline))/s },
  { program: 'hostname', operands: /^$/ },
  { program: 'date', operands: /^\+/, unless: unlessAny('-s --set') },
  { program: 'env', operands: /^$/ },
  { program: 'sysctl', needs: { '-a': never, '-n': never }, operands: /^[^=]*$/ },
];

/** A way to use a program. All that is given must hold. */
export interface Usage {
  readonly program: string;
  readonly subcommand?: string;
  /** At least one of these options, perhaps with a value: `-m=http.server`. */
  readonly any?: readonly string[];
  /** One option of each of these lists. */
  readonly all?: readonly (readonly string[])[];
  /** None of these options. */
  readonly without?: readonly string[];
  /** At most so many operands, those of the sub-command not counted. */
  readonly operandsAtMost?: number;
  /** Exactly so many operands that are numbers. */
  readonly numbers?: number;
  /** Only when its input is the terminal: nothing is piped into it. */
  readonly fromTerminal?: boolean;
  /** Only when its output is the terminal. */
  readonly toTerminal?: boolean;
}

const follow = ['-f', '--follow'];
const watch = ['-w', '--watch', '--watch-only'];

/** Uses of a program that do not end by themselves. */
export const endlessUsages: readonly Usage[] = [
  { program: 'kubectl', subcommand: 'get', any: watch },
  { program: 'kubectl', subcommand: 'events', any: watch },
  { program: 'kubectl', subcommand: 'logs', any: follow },
  { program: 'kubectl', subcommand: 'proxy' },
  { program: 'kubectl', subcommand: 'port-forward' },
  { program: 'docker', subcommand: 'logs', any: follow },
  { program: 'docker', subcommand: 'container logs', any: follow },
  { program: 'docker', subcommand: 'service logs', any: follow },
  { program: 'docker', subcommand: 'events', without: ['--until'] },
  { program: 'docker', subcommand: 'stats', without: ['--no-stream'] },
  { program: 'docker', subcommand: 'attach' },
  {
    program: 'docker-compose',
    subcommand: 'up',
    without: ['-d', '--detach', '--no-start', '--wait', '--abort-on-container-exit', '--exit-code-from'],
  },
  { program: 'docker-compose', subcommand: 'logs', any: follow },
  { program: 'docker-compose', subcommand: 'events' },
  { program: 'stern', without: ['--no-follow'] },
  { program: 'tail', any: ['-f', '-F', '--follow'] },
  { program: 'ping', without: ['-c', '-w'] },
  { program: 'httping', without: ['-c'] },
  { program: 'top', without: ['-n'] },
  { program: 'vmstat', numbers: 1 },
  { program: 'iostat', numbers: 1 },
  { program: 'mpstat', numbers: 1 },
  { program: 'tcpdump', without: ['-c', '-r'] },
  { program: 'ngrep', without: ['-n', '-I'] },
  { program: 'journalctl', any: follow },
  { program: 'dmesg', any: ['-w', '-W', '--follow', '--follow-new'] },
  { program: 'nc', any: ['-l'] },
  { program: 'python3', any: ['-m=http.server'] },
  ...words('watch htop atop iotop glances ctop kubetail kail yes ngrok').map((program) => ({ program })),
  ...words('etcd kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet dockerd containerd').map(
    (program) => ({
      program,
    }),
  ),
];

const interactiveOptions = [
  ['-i', '--stdin', '--interactive'],
  ['-t', '--tty'],
];

/** Uses of a program that wait for somebody to type. */
export const interactiveUsages: readonly Usage[] = [
  ...words('vim vi nvim nano pico emacs joe mcedit visudo vipw').map((program) => ({ program })),
  ...words('less more most man').map((program) => ({ program, toTerminal: true })),
  ...words('log diff show').map((subcommand) => ({
    program: 'git',
    subcommand,
    toTerminal: true,
    without: ['--no-pager'],
  })),
  { program: 'journalctl', toTerminal: true, without: ['--no-pager'] },
  { program: 'git', subcommand: 'rebase', any: ['-i', '--interactive'] },
  { program: 'git', subcommand: 'commit', without: ['-m', '--message', '-F', '--file', '--no-edit', '-C'] },
  { program: 'crontab', any: ['-e'] },
  { program: 'kubectl', subcommand: 'edit' },
  { program: 'kubectl', subcommand: 'attach' },
  ...words('exec run debug').map((subcommand) => ({ program: 'kubectl', subcommand, all: interactiveOptions })),
  ...words('exec run start').map((subcommand) => ({ program: 'docker', subcommand, all: interactiveOptions })),
  { program: 'docker', subcommand: 'login', without: ['-p', '--password', '--password-stdin'] },
  { program: 'ssh', operandsAtMost: 1, fromTerminal: true, without: ['-N', '-f', '-V'] },
  ...words('telnet ftp sftp passwd screen tmux k9s ctop lynx w3m').map((program) => ({ program })),
  ...words('python python2 python3 node irb ruby perl').map((program) => ({
    program,
    operandsAtMost: 0,
    fromTerminal: true,
    without: ['-c', '-e', '-m', '-p', '-V', '-v'],
  })),
  ...words('python python2 python3 node').map((program) => ({ program, any: ['-i'], fromTerminal: true })),
  ...words('bash sh dash ash zsh fish su').map((program) => ({
    program,
    operandsAtMost: 0,
    fromTerminal: true,
    without: ['-c'],
  })),
  { program: 'sudo', any: ['-i', '-s'], operandsAtMost: 0 },
  { program: 'psql', fromTerminal: true, without: ['-c', '--command', '-f', '--file', '-l', '--list', '-V'] },
  ...words('mysql mariadb mycli').map((program) => ({
    program,
    fromTerminal: true,
    without: ['-e', '--execute', '-V'],
  })),
  ...words('redis-cli valkey-cli keydb-cli').map((program) => ({ program, operandsAtMost: 0, fromTerminal: true })),
  ...words('sqlite3 duckdb').map((program) => ({
    program,
    operandsAtMost: 1,
    fromTerminal: true,
    without: ['-version', '-c'],
  })),
  ...words('pgcli litecli usql cqlsh clickhouse-client mongosh mongo').map((program) => ({
    program,
    fromTerminal: true,
    without: ['-c', '-e', '-q', '-f', '--eval', '--query', '--file'],
  })),
  ...words('ipython bpython pry deno').map((program) => ({
    program,
    operandsAtMost: 0,
    fromTerminal: true,
    without: ['-c', '-e', '-m'],
  })),
];

/** Uses that read, but take their own time: one try lasts as long as the step may. */
export const waitingUsages: readonly Usage[] = [
  { program: 'sleep' },
  { program: 'kubectl', subcommand: 'wait' },
  { program: 'kubectl', subcommand: 'rollout status' },
  { program: 'ping' },
  { program: 'httping' },
];

/** Programs that end early, and with them what is piped into them. */
export const cuttingUsages: readonly Usage[] = [
  { program: 'head' },
  { program: 'grep', any: ['-q', '-m', '--quiet', '--max-count'] },
];

/** Exit codes of a program after which the same command cannot succeed later: it was misused. Of any program: 126 and 127. */
export const finalExitCodes: Readonly<Record<string, readonly number[]>> = {
  // Not supported, no start, malformed URL, feature missing, unreadable input, unknown option: curl's manual, "exit codes".
  curl: [1, 2, 3, 4, 26, 37, 48],
  wget: [2],
  // Usage, and a program that does not compile.
  jq: [2, 3],
  test: [2],
  '[': [2],
};

function words(text: string): readonly string[] {
  return text.split(' ');
}

function unlessAny(options: string): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(words(options).map((option) => [option, never]));
}
