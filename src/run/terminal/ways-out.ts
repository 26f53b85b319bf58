import { posix } from 'node:path';
import type { Foreground } from './foreground.ts';

const interruptKey = '\x03';
const endOfInput = '\x04';
const escape = '\x1b';

const pagers = ['less', 'more', 'most', 'pager', 'man'];

/** The keys with which programs are left, one group after the other: each gets a moment to bring the prompt back. */
const waysOut: readonly (readonly [names: readonly string[], keys: readonly string[]])[] = [
  // vi: out of every mode first; unsaved changes are dropped.
  [
    ['vi', 'vim', 'vim.basic', 'vim.tiny', 'vim.nox', 'vim.gtk3', 'nvim', 'view', 'vimdiff'],
    [`${escape}${escape}`, ':qa!\r'],
  ],
  [
    ['nano', 'pico', 'rnano'],
    ['\x18', 'n'],
  ],
  [
    ['emacs', 'emacs-nox', 'emacs-gtk'],
    ['\x18\x03', 'no\r', 'yes\r'],
  ],
  [pagers, ['q', `${interruptKey}q`]],
  [
    ['top', 'htop', 'btop', 'atop', 'k9s', 'tig', 'nload', 'iotop', 'ncdu'],
    ['q', interruptKey],
  ],
  [
    ['psql', 'mysql', 'mariadb'],
    [interruptKey, '\\q\r'],
  ],
  [
    ['sqlite3', 'sqlite'],
    [interruptKey, '.quit\r'],
  ],
  [
    ['python', 'python2', 'python3', 'ipython', 'irb', 'php', 'perl', 'bc', 'ghci', 'iex', 'lua', 'luajit'],
    [interruptKey, endOfInput],
  ],
  [
    ['gdb', 'lldb'],
    [interruptKey, 'quit\r', 'y\r'],
  ],
  [
    ['node', 'deno', 'bun'],
    [interruptKey, endOfInput],
  ],
  [
    ['mongo', 'mongosh', 'redis-cli', 'cqlsh', 'clickhouse-client', 'clickhouse'],
    [interruptKey, endOfInput],
  ],
  // Detaches: what runs inside goes on, as it does when a window is closed.
  [['tmux'], ['\x02', 'd']],
  [['screen'], ['\x01', 'd']],
  [
    ['ssh', 'slogin'],
    [interruptKey, endOfInput, '\r~.'],
  ],
  [
    ['docker', 'podman', 'nerdctl', 'kubectl', 'oc'],
    [interruptKey, endOfInput, '\x10\x11'],
  ],
];

/** How a program is left in good order; undefined where nothing better is known than ^C. */
export function wayOut(foreground: Foreground | undefined): readonly string[] | undefined {
  if (!foreground || foreground.isShell || !foreground.readsTerminal) return undefined;
  const names = [foreground.name, posix.basename(foreground.program)].map((name) =>
    name.replace(/(?<=[a-z])[\d.]+$/, ''),
  );
  const all = [foreground.name, posix.basename(foreground.program), ...names];
  return waysOut.find(([known]) => known.some((name) => all.includes(name)))?.[1];
}

/** Programs that pass on what is typed to another one: that they read the terminal says nothing. */
const relays: ReadonlySet<string> = new Set(
  (
    'docker podman nerdctl kubectl oc ssh slogin mosh-client su sudo doas script nsenter chroot unshare machinectl vagrant ' +
    'multipass lxc incus apt apt-get dpkg aptitude toolbox distrobox socat telnet nc picocom'
  ).split(' '),
);

/** Whether a program is one that passes on what is typed, such as `kubectl exec -ti`. */
export function isRelay({ name, leader }: Pick<Foreground, 'name' | 'leader'>): boolean {
  return [name, leader].some((each) => relays.has(each));
}

/** Whether a program shows a text page by page, and is left by `q`. */
export function isPager(name: string): boolean {
  return pagers.includes(name);
}
