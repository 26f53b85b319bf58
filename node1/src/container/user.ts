import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As whom a process of a container runs. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  /** With `gid`. */
  readonly groups: readonly number[];
  /** Of /etc/passwd; `/` for a user that is not there. */
  readonly home: string;
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}
interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

function linesOf(root: string, file: string): readonly (readonly string[])[] {
  try {
    const text = readFileSync(join(root, 'etc', file), 'utf8');
    return text.split('\n').flatMap((line) => (line === '' || line.startsWith('#') ? [] : [line.split(':')]));
  } catch {
    return [];
  }
}

function users(root: string): readonly PasswdEntry[] {
  return linesOf(root, 'passwd').map(([name = '', , uid, gid, , home = '/']) => ({
    ...{ name, home },
    ...{ uid: Number(uid), gid: Number(gid) },
  }));
}

function groups(root: string): readonly GroupEntry[] {
  return linesOf(root, 'group').map(([name = '', , gid, members = '']) => ({
    ...{ name, gid: Number(gid) },
    members: members.split(',').filter((member) => member !== ''),
  }));
}

/** The user that `USER`, `-u` or `runAsUser` means, by the container's own files. Throws an Error in docker's words. */
export function findUser(root: string, wanted = '', extra: readonly number[] = []): User {
  const [user = '', group] = wanted.split(':');
  const known = users(root);
  const all = groups(root);
  const byName = known.find(({ name }) => name === user) ?? known.find(({ uid }) => String(uid) === user);
  const isRoot = user === '' || user === '0';
  if (byName === undefined && !isRoot && !/^\d+$/.test(user))
    throw new Error(`unable to find user ${user}: no matching entries in passwd file`);
  const byGroup = all.find(({ name }) => name === group);
  if (group !== undefined && group !== '' && byGroup === undefined && !/^\d+$/.test(group))
    throw new Error(`unable to find group ${group}: no matching entries in group file`);
  const entry = byName ?? (isRoot ? known.find(({ uid }) => uid === 0) : undefined);
  const gid = group === undefined || group === '' ? (entry?.gid ?? 0) : (byGroup?.gid ?? Number(group));
  const uid = entry?.uid ?? Number(user || 0);
  // Members of groups are found by name only where the group is not given.
  const member =
    group === undefined || group === ''
      ? all.filter(({ members }) => entry !== undefined && members.includes(entry.name))
      : [];
  const home = entry?.home ?? (uid === 0 ? '/root' : '/');
  return { uid, gid, home, groups: [...new Set([gid, ...member.map((each) => each.gid), ...extra])] };
}

/** What /etc/passwd calls a user; undefined where it has none. */
export function userName(root: string, uid: number): string | undefined {
  return users(root).find((user) => user.uid === uid)?.name ?? (uid === 0 ? 'root' : undefined);
}

/** What /etc/group calls a group; undefined where it has none. */
export function groupName(root: string, gid: number): string | undefined {
  return groups(root).find((group) => group.gid === gid)?.name ?? (gid === 0 ? 'root' : undefined);
}
