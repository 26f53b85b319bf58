import os from 'node:os';
import type { ShimSetup } from './protocol.ts';

/** Shows a program who it is in its container: number of its process, user, groups. */
export function patchIdentity({ pid, user }: ShimSetup): void {
  const real = process.pid;
  const kill = process.kill.bind(process);
  Object.defineProperty(process, 'pid', { value: pid, enumerable: true, configurable: true });
  Object.defineProperty(process, 'ppid', { get: () => 0, enumerable: true, configurable: true });
  process.kill = (target, signal) => kill(target === pid ? real : target, signal);
  const { uid, gid, groups, name } = user;
  Object.assign(process, {
    ...{ getuid: () => uid, geteuid: () => uid, getgid: () => gid, getegid: () => gid, getgroups: () => [...groups] },
  });
  const { userInfo } = os;
  os.userInfo = ((options?: { readonly encoding?: string }) => ({
    ...userInfo(options as { encoding: 'utf8' }),
    ...{ uid, gid, username: name, homedir: process.env['HOME'] ?? '/', shell: '/bin/sh' },
  })) as typeof os.userInfo;
}
