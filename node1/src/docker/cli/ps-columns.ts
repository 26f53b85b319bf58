import { totalmem } from 'node:os';
import type { Container, ProcessInfo } from '../../workload.ts';

/** One process as `ps` of the machine sees it. */
export interface PsRow extends ProcessInfo {
  /** Of the machine. */
  readonly id: number;
  readonly parentId: number;
  /** Bytes. */
  readonly memory: number;
}

/** One column of `ps`. */
export interface PsColumn {
  readonly head: string;
  readonly cell: (row: PsRow) => string;
}

/** The processes of a container, as the machine numbers them. */
export function psRows(process: Container): readonly PsRow[] {
  const shown = process.processes();
  const memory = Math.round(process.usage().memory / Math.max(shown.length, 1));
  return shown.map((each) => ({
    ...each,
    id: process.pid + each.pid - 1,
    parentId: each.parent === 0 ? process.pid - 1 : process.pid + each.parent - 1,
    memory,
  }));
}

function clock({ started }: PsRow): string {
  return new Date(started).toISOString().slice(11, 16);
}

function terminal({ tty }: PsRow): string {
  return tty ? 'pts/0' : '?';
}

function line({ command }: PsRow): string {
  return command.join(' ');
}

function name({ command: [first = ''] }: PsRow): string {
  return (first.split('/').at(-1) ?? '').slice(0, 15);
}

function kib({ memory }: PsRow): string {
  return String(Math.round(memory / 1024));
}

function state({ parent, tty }: PsRow): string {
  return `S${parent === 0 ? 's' : ''}${tty ? '+' : ''}`;
}

function elapsed({ started }: PsRow): string {
  const seconds = Math.max(0, Math.floor((Date.now() - started) / 1000));
  const two = (number: number) => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${two(hours)}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function column(head: string, cell: PsColumn['cell'] | string): PsColumn {
  return { head, cell: typeof cell === 'string' ? () => cell : cell };
}

const share = column('%MEM', ({ memory }) => ((memory / totalmem()) * 100).toFixed(1));
function group({ uid, user }: PsRow): string {
  return uid === 0 ? 'root' : user;
}

function id(row: PsRow): string {
  return String(row.id);
}

/** What `ps -o` knows, by its name there. */
const psColumns: ReadonlyMap<string, PsColumn> = new Map([
  ...['args', 'command'].map((key) => [key, column('COMMAND', line)] as const),
  ...['pcpu', '%cpu'].map((key) => [key, column('%CPU', '0.0')] as const),
  ...['pmem', '%mem'].map((key) => [key, share] as const),
  ...['user', 'uname'].map((key) => [key, column('USER', ({ user }) => user)] as const),
  ...['uid', 'euid'].map((key) => [key, column(key.toUpperCase(), ({ uid }) => String(uid))] as const),
  ...['rss', 'rssize', 'rsz'].map((key) => [key, column(key === 'rsz' ? 'RSZ' : 'RSS', kib)] as const),
  ...['vsz', 'vsize'].map((key) => [key, column('VSZ', kib)] as const),
  ...['tty', 'tt'].map((key) => [key, column('TT', terminal)] as const),
  ...['time', 'cputime'].map((key) => [key, column('TIME', '00:00:00')] as const),
  ...['state', 's'].map((key) => [key, column('S', 'S')] as const),
  ...['pgid', 'pgrp', 'sid', 'sess'].map((key) => [key, column(key.toUpperCase(), id)] as const),
  ...['ni', 'nice'].map((key) => [key, column('NI', '0')] as const),
  ['bsdtime', column('TIME', '0:00')],
  ['c', column('C', '0')],
  ['cmd', column('CMD', line)],
  ['comm', column('COMMAND', name)],
  ['etime', column('ELAPSED', elapsed)],
  ['etimes', column('ELAPSED', ({ started }) => String(Math.floor((Date.now() - started) / 1000)))],
  ['euser', column('EUSER', ({ user }) => user)],
  ['group', column('GROUP', group)],
  ['nlwp', column('NLWP', '1')],
  ['pid', column('PID', id)],
  ['ppid', column('PPID', ({ parentId }) => String(parentId))],
  ['pri', column('PRI', '19')],
  ['psr', column('PSR', '0')],
  ['ruser', column('RUSER', ({ user }) => user)],
  ['start_time', column('START', clock)],
  ['stat', column('STAT', state)],
  ['stime', column('STIME', clock)],
  ['tname', column('TTY', terminal)],
  ['ucmd', column('CMD', name)],
  ['ucomm', column('COMMAND', name)],
]);

function columns(text: string, heads: Readonly<Record<string, string>> = {}): readonly PsColumn[] {
  return text.split(',').map((key) => {
    const found = psColumns.get(key) ?? column(key, '');
    return { ...found, head: heads[key] ?? found.head };
  });
}

const full = columns('user,pid,ppid,c,stime,tname,time,cmd', { user: 'UID' });
const short = columns('pid,tname,time,ucmd');
const bsd = columns('pid,tname,stat,bsdtime,args');
const bsdUser = columns('user,pid,pcpu,pmem,vsz,rss,tname,stat,start_time,bsdtime,args');

/**
 * The columns that options of `ps` ask for: undefined for options that are not known here, a text for what `ps` complains about. Which processes they
 * ask for is no matter: docker keeps those of the container.
 */
export function columnsOf(options: readonly string[]): readonly PsColumn[] | string | undefined {
  let chosen: readonly PsColumn[] | undefined;
  for (let at = 0; at < options.length; at++) {
    const word = options[at] ?? '';
    const [, dash = '', letters = '', format = ''] = /^(-?)([a-zA-Z]*?)(o.*)?$/s.exec(word) ?? [];
    if (!/^-?[a-zA-Z,%_]+$/.test(word)) return undefined;
    if (format !== '') {
      const list = format.slice(1) === '' ? (options[++at] ?? '') : format.slice(1);
      const unknown = list.split(',').find((key) => !psColumns.has(key));
      if (unknown !== undefined) {
        return /[^\w%]/.test(unknown) ? undefined : `error: unknown user-defined format specifier "${unknown}"`;
      }
      chosen = columns(list);
    }
    if (dash === '-') {
      if (!/^[efAax]*$/.test(letters)) return undefined;
      if (letters.includes('f')) chosen ??= full;
      else if (letters.includes('x')) chosen ??= bsd;
    } else {
      if (!/^[auxw]*$/.test(letters)) return undefined;
      chosen ??= letters.includes('u') ? bsdUser : bsd;
    }
  }
  return chosen ?? short;
}
