import { readFileSync, readlinkSync } from 'node:fs';
import { environmentOf, openFilesOf, pidsWhere } from './processes.ts';
import type { PortOwner } from './target.ts';

/** A socket that listens, as the kernel's tables have it. */
export interface Listener {
  readonly uid: number;
  readonly inode: string;
}

/** Addresses that answer for 127.0.0.1, as the kernel writes them, the most exact first. */
const answering = [
  ['/proc/net/tcp', '0100007F'],
  ['/proc/net/tcp', '00000000'],
  ['/proc/net/tcp6', '0000000000000000FFFF00000100007F'],
  ['/proc/net/tcp6', '00000000000000000000000000000000'],
] as const;
/** The state of a socket that listens, and its peer. */
const listening = / 0+:0000 0A /;

/** Who is connected to at this port of 127.0.0.1; undefined: nobody, or the system does not tell. */
function listenerOn(port: number): Listener | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  for (const [table, address] of answering) {
    const row = read(table)
      .split('\n')
      .find((line) => line.includes(`: ${address}:${hex} `) && listening.test(line));
    // Number, both ends, state, queues, timer, retransmissions, user, timeout, inode.
    const [, , , , , , , uid, , inode] = row?.trim().split(/\s+/) ?? [];
    if (inode !== undefined) return { uid: Number(uid), inode };
  }
  return undefined;
}

/** Every socket that answers at 127.0.0.1, with its port; none where the system has no tables. */
export function listenersOf(): readonly { readonly port: number; readonly listener: Listener }[] {
  if (process.platform !== 'linux') return [];
  const tables = new Map(
    [...new Set(answering.map(([table]) => table))].map((table) => [table, read(table).split('\n')]),
  );
  return answering.flatMap(([table, address]) =>
    (tables.get(table) ?? []).flatMap((line) => {
      const [, local = '', , , , , , uid, , inode] = line.trim().split(/\s+/);
      if (inode === undefined || !local.startsWith(`${address}:`) || !listening.test(line)) return [];
      return [{ port: Number.parseInt(local.slice(address.length + 1), 16), listener: { uid: Number(uid), inode } }];
    }),
  );
}

/** Whose this port of 127.0.0.1 is, where `isOwn` tells it of a listener. Where the system has no tables, it is the node's. */
export function ownerOf(port: number, isOwn: (listener: Listener) => boolean): PortOwner {
  if (process.platform !== 'linux') return 'node';
  const listener = listenerOn(port);
  if (!listener) return 'nobody';
  return isOwn(listener) ? 'node' : 'other';
}

/** Whether a process for which `holds` is true has it open: a server, or one of its workers. */
export function isHeldWhere({ inode }: Listener, holds: (pid: number) => boolean): boolean {
  const link = `socket:[${inode}]`;
  return pidsWhere((pid) => openFilesOf(pid).includes(link) && holds(pid)).length > 0;
}

/** Whether a process with `text` in its environment has it open. */
export function isHeldWith(listener: Listener, text: string): boolean {
  return isHeldWhere(listener, (pid) => environmentOf(pid).includes(text));
}

/** Whether this process has it open. */
export function isOurs({ inode }: Listener): boolean {
  return openFilesOf(process.pid).includes(`socket:[${inode}]`);
}

/** The user namespace of a process; undefined where it has ended. */
export function userNamespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/user`);
  } catch {
    return undefined;
  }
}

function read(table: string): string {
  try {
    return readFileSync(table, 'latin1');
  } catch {
    // No IPv6.
    return '';
  }
}
