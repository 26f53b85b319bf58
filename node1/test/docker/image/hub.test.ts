import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Node, startNode, until } from '../harness.ts';

let node: Node;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.close());

/** What `wget -qO- ADDRESS/PATH` says in a busybox, as soon as it says anything. */
async function get(container: string, path = ':80/', extra: readonly string[] = []): Promise<string> {
  const found = await node.docker(['inspect', '-f', '{{.NetworkSettings.IPAddress}}', container]);
  return until(async () => {
    const url = `http://${found.stdout.trim()}${path}`;
    const { code, stdout } = await node.docker(['run', '--rm', 'busybox', 'wget', '-qO-', url, ...extra]);
    return code === 0 ? stdout : undefined;
  });
}

describe('images that courses run', () => {
  test('hello-world says its text and ends', async () => {
    const { code, stdout } = await node.docker(['run', 'hello-world']);
    expect([code, stdout.length, stdout.slice(0, 19)]).toEqual([0, 807, '\nHello from Docker!']);
  });

  test('jpetazzo/clock tells the time until it is killed', async () => {
    await node.docker(['run', '-d', '--name', 'clock', 'jpetazzo/clock']);
    const lines = await until(async () => {
      const { stdout } = await node.docker(['logs', 'clock']);
      return stdout.split('\n').length > 2 ? stdout : undefined;
    });
    expect(lines).toMatch(/^(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d UTC \d{4}\n){2,}$/);
    expect((await node.docker(['rm', '-f', 'clock'])).stdout).toBe('clock\n');
  });

  test('jpetazzo/httpenv answers with its environment', async () => {
    await node.docker(['run', '-d', '--name', 'env', '-e', 'COLOR=blue', '-h', 'me', 'jpetazzo/httpenv']);
    expect(JSON.parse(await get('env', ':8888/'))).toMatchObject({ COLOR: 'blue', HOSTNAME: 'me' });
    expect((await node.docker(['logs', 'env'])).stdout).toBe('Starting httpenv listening on port 8888.\n');
  });

  test('httpd works', async () => {
    await node.docker(['run', '-d', '--name', 'apache', 'httpd']);
    expect(await get('apache')).toBe('<html><body><h1>It works!</h1></body></html>\n');
    expect((await node.docker(['logs', 'apache'])).stdout).toContain('"GET / HTTP/1.1" 200 45\n');
  });

  test.each([
    ['1.14.2', 612],
    ['1.19', 612],
    ['alpine', 615],
  ])('nginx:%s has its page', async (tag, length) => {
    await node.docker(['run', '-d', '--name', `nginx-${tag}`, `nginx:${tag}`]);
    expect(await get(`nginx-${tag}`)).toHaveLength(length);
  });

  test('dockercoins mines', { timeout: 30_000 }, async () => {
    await node.docker(['network', 'create', 'coins']);
    for (const [name, image] of [
      ['redis', 'redis'],
      ['rng', 'dockercoins/rng:v0.1'],
      ['hasher', 'dockercoins/hasher:v0.1'],
      ['webui', 'dockercoins/webui:v0.1'],
      ['worker', 'dockercoins/worker:v0.1'],
    ] as const) {
      expect((await node.docker(['run', '-d', '--net', 'coins', '--name', name, image])).code).toBe(0);
    }
    const ask = (url: string, ...words: readonly string[]) =>
      node.docker(['run', '--rm', '--net', 'coins', 'busybox', 'wget', '-qO-', ...words, url]);
    const answer = (url: string) =>
      until(async () => {
        const { code, stdout } = await ask(url);
        return code === 0 ? stdout : undefined;
      });
    expect(await answer('rng')).toMatch(/^RNG running on [0-9a-f]{12}\n$/);
    expect(await answer('hasher')).toMatch(/^HASHER running on [0-9a-f]{12}\n$/);
    expect(await answer('webui/index.html')).toContain('<h1>DockerCoin Miner WebUI</h1>');
    await until(async () => {
      const { hashes } = JSON.parse(await answer('webui/json')) as { hashes: string | null };
      return Number(hashes) > 0 ? true : undefined;
    }, 25_000);
    const log = (await node.docker(['logs', 'worker'])).stderr;
    expect(log).toMatch(/INFO:__main__:[1-4] units of work done, updating hash counter\n/);
    expect((await node.docker(['logs', 'rng'])).stderr).toContain('"GET /32 HTTP/1.1" 200 -\n');
  });

  test('debian and ubuntu have bash, a release, and refuse what is not here', async () => {
    const run = (...words: readonly string[]) => node.docker(['run', '--rm', ...words]);
    expect(await run('ubuntu', 'bash', '-c', 'echo $0; . /etc/os-release; echo $PRETTY_NAME')).toMatchObject({
      stdout: 'bash\nUbuntu 22.04.5 LTS\n',
    });
    expect((await run('debian:buster', 'cat', '/etc/debian_version')).stdout).toBe('10.13\n');
    expect(await run('ubuntu', 'apt-get', 'update')).toMatchObject({ code: 1, stdout: '' });
    expect((await run('ubuntu', 'apt-get', 'update')).stderr).toMatch(/^rehearsal: apt-get .*is not simulated/);
    expect((await run('ubuntu', 'sh', '-c', 'nosuch')).stderr).toMatch(/^rehearsal: sh: nosuch.* is not simulated/);
    expect((await run('ubuntu', 'bash', '-c', 'nosuch')).stderr).toBe('bash: line 1: nosuch: command not found\n');
    expect((await run('ubuntu', 'ls', '/nosuch')).stderr).toMatch(/^rehearsal: ls .*is not simulated/);
    expect((await run('alpine:3.18', 'cat', '/etc/alpine-release')).stdout).toMatch(/^3\.18\.\d+\n$/);
  });

  test('busybox has a web server, in front and behind', async () => {
    const script = 'mkdir /www; echo hello > /www/index.html; ';
    await node.docker(['run', '-d', '--name', 'web', 'busybox', 'sh', '-c', `${script}exec httpd -f -p 8080 -h /www`]);
    expect(await get('web', ':8080/')).toBe('hello\n');
    const behind = await node.docker([
      ...['run', '--rm', 'busybox', 'sh', '-c'],
      `${script}httpd -p 80 -h /www; until wget -qO- localhost; do sleep 0.1; done`,
    ]);
    expect([behind.code, behind.stdout]).toEqual([0, 'hello\n']);
  });

  test.each([
    ['python', 'rehearsal: python:latest is not simulated'],
    ['nginx:1.25', 'rehearsal: nginx:1.25 is not simulated'],
    ['nginx:1.161', 'manifest for nginx:1.161 not found: manifest unknown: manifest unknown'],
    ['dockercoins/worker:v0.3', 'manifest for dockercoins/worker:v0.3 not found: manifest unknown: manifest unknown'],
    ['nosuch', 'pull access denied for nosuch'],
  ])('pull %s', async (image, words) => {
    const { code, stderr } = await node.docker(['pull', image]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(words)]);
  });
});
