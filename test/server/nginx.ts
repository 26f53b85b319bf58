import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const path = `${process.env['PATH'] ?? ''}:/usr/sbin`;

/** Why there is no nginx with TLS on this machine; undefined when there is. */
export const lacksNginx = ['nginx', 'openssl'].find(
  (program) => spawnSync(program, ['-v'], { env: { PATH: path }, stdio: 'ignore' }).error !== undefined,
);

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

/** The configuration for nginx that the documentation gives, for other ports and for the certificate of a test. */
function documented(port: number, upstream: number): string {
  const text = readFileSync(resolve(import.meta.dirname, '../../docs/class.md'), 'utf8');
  const [[, config = ''] = [], [, serverName = ''] = []] = text.matchAll(/```nginx\n([\s\S]*?)\n```/g);
  return config
    .replace(/ {2}server_name .*/, `  ${serverName}`)
    .replaceAll('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replaceAll('127.0.0.1:8765', `127.0.0.1:${upstream}`)
    .replace(/\/etc\/ssl\/[\w.*]+\.pem/, 'certificate.pem')
    .replace(/\/etc\/ssl\/[\w.*]+\.key/, 'certificate.key');
}

/** A real nginx as the documentation configures it, in a folder of its own, with a certificate that it has signed itself. */
export async function startNginx(port: number, upstream: number, names: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-nginx-'));
  const env = { PATH: path };
  const subject = [
    '-subj',
    `/CN=${names[0] ?? ''}`,
    '-addext',
    `subjectAltName=${names.map((name) => `DNS:${name}`).join()}`,
  ];
  const files = ['-keyout', 'certificate.key', '-out', 'certificate.pem'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
      ...subject,
      ...files,
    ],
    {
      ...{ cwd: folder, env, stdio: 'ignore' },
    },
  );
  mkdirSync(join(folder, 'tmp'));
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid nginx.pid; error_log stderr notice;
    events {}
    http {
      access_log off;
      ${kinds.map((kind) => `${kind}_temp_path tmp;`).join(' ')}
      ${documented(port, upstream)}
    }`,
  );
  const child = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', 'nginx.conf'], {
    ...{ env, stdio: ['ignore', 'ignore', 'pipe'] },
  });
  const ended = once(child, 'close');
  let said = '';
  await new Promise<void>((listening, fail) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      // It has bound its ports before it says how it will wait for them.
      if (said.includes('event method')) listening();
    });
    void ended.then(() => {
      fail(new Error(`nginx ended: ${said}`));
    });
  });
  return {
    certificate: readFileSync(join(folder, 'certificate.pem'), 'utf8'),
    async close(): Promise<void> {
      child.kill('SIGQUIT');
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(late);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
