import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childrenOf } from '../processes.ts';

/** True where a test can start an sshd that lets it in. */
export const canServeSsh =
  process.getuid?.() === 0 && existsSync('/usr/sbin/sshd') && spawnSync('which', ['ssh']).status === 0;

/** A real sshd on the loopback, with keys of its own: by the names `node-a` and `node-b` of the configuration of ssh that it gives. */
export async function startSshd() {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-sshd-'));
  const file = (name: string): string => join(folder, name);
  for (const name of ['host', 'user']) spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  copyFileSync(file('user.pub'), file('authorized_keys'));
  mkdirSync('/run/sshd', { recursive: true });
  const port = await freePort();
  const server = {
    ...{ Port: port, ListenAddress: '127.0.0.1', HostKey: file('host'), AuthorizedKeysFile: file('authorized_keys') },
    ...{ PermitRootLogin: 'prohibit-password', PasswordAuthentication: 'no', StrictModes: 'no', UsePAM: 'no' },
    PidFile: file('pid'),
  };
  const client = {
    ...{ HostName: '127.0.0.1', Port: port, User: 'root', IdentityFile: file('user'), IdentitiesOnly: 'yes' },
    ...{ StrictHostKeyChecking: 'accept-new', UserKnownHostsFile: file('known_hosts') },
  };
  const lines = (options: object): string =>
    Object.entries(options)
      .map(([key, value]) => `${key} ${String(value)}\n`)
      .join('');
  writeFileSync(file('server'), lines(server));
  writeFileSync(file('config'), `Host node-a node-b\n${lines(client)}`);
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', file('server')], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    sshd.once('exit', () => {
      reject(new Error('sshd ended'));
    });
    sshd.stderr.on('data', (text) => {
      if (String(text).includes('listening')) resolve();
    });
  });
  return {
    config: file('config'),
    folder,
    port,
    /** Ends every process that serves a connection. */
    cut: () => {
      for (const pid of childrenOf(sshd.pid ?? 0)) process.kill(pid, 'SIGKILL');
    },
    close: async () => {
      const ended = once(sshd, 'exit');
      sshd.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}
