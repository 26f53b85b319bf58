import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, clusterAddressIn, isClusterAddress } from '../../src/gateway/cluster-address.ts';
import { type Node1, startNode1 } from '../../src/gateway/node1.ts';
import { run as runScript } from './scripts.ts';

describe('addresses in the words of a command', () => {
  test.each([
    ['http://10.96.1.2', '10.96.1.2'],
    ['http://user:pass@10.111.255.255:8080/path?x=1', '10.111.255.255'],
    ['10.244.0.9:80', '10.244.0.9'],
    ['postgres@10.244.0.9', '10.244.0.9'],
    ['-h10.96.0.1', undefined],
    ['--host=10.96.0.1', '10.96.0.1'],
    ['foo:80:172.17.0.3', '172.17.0.3'],
    ['TCP:10.96.0.1:80,reuseaddr', '10.96.0.1'],
    ['[::ffff:10.96.0.1]:80', '10.96.0.1'],
    ['http://174063618/', '10.96.0.2'],
    ['0x0a600002', '10.96.0.2'],
    ['012.0140.0.2', '10.96.0.2'],
    ['10.6291458', '10.96.0.2'],
    ['http://0xa.0x60.2/', '10.96.0.2'],
    ['10.96.0.2.', '10.96.0.2'],
    ['host 192.168.1.5', undefined],
    ['http://10.112.0.1/', undefined],
    ['http://10.95.255.255/', undefined],
    ['http://10.245.0.1/', undefined],
    ['172.18.0.2', undefined],
    ['1.10.96.0', undefined],
    ['http://example.com/10.96', undefined],
    ['v10.96.0.2', undefined],
    ['8080', undefined],
  ])('%s', (word, address) => {
    expect(clusterAddressIn([word])?.address).toBe(address);
  });

  test('names of the cluster, and addresses that docker has given', () => {
    for (const name of ['http://web.default.svc.cluster.local/', 'kubernetes.default.svc.CLUSTER.LOCAL.']) {
      expect(clusterAddressIn([name])).toMatchObject({ address: undefined });
    }
    expect(clusterAddressIn(['http://mycluster.local/', 'cluster.localhost'])).toBeUndefined();
    expect(clusterAddressIn(['172.18.0.2'], (address) => address === '172.18.0.2')?.address).toBe('172.18.0.2');
    expect(isClusterAddress('10.96.0.0')).toBe(true);
    expect(addressOf('1.2.3.4.5')).toBeUndefined();
    expect(addressOf('10.300.0.1')).toBeUndefined();
  });
});

describe('a node’s shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-contained-'));
  let node: Node1;
  /** What came to the proxy of the user. */
  const proxied: string[] = [];
  let proxy: Server;

  beforeAll(async () => {
    proxy = createServer((request, response) => {
      proxied.push(request.url ?? '');
      if (request.url === '/to-the-cluster') response.writeHead(302, { location: 'http://10.96.0.77/' }).end();
      else response.end('of the proxy\n');
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    // Machines differ: these are there on all.
    for (const name of ['wget', 'redis-cli', 'ssh', 'ping', 'host', 'nc', 'telnet']) {
      writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} of the machine: $*"\n`, { mode: 0o755 });
    }
    node = await startNode1({ path: `${bin}:${process.env['PATH'] ?? ''}` });
    const ready =
      await run(`kubectl create deployment web --image=nginx && kubectl expose deployment web --port=8080 --target-port=80 &&
      kubectl expose deployment web --name=none --port=80 --selector=app=none &&
      docker run -d --name xx -p 18321:80 nginx && kubectl wait --for=condition=available deployment/web`);
    expect(ready.code, ready.err).toBe(0);
  }, 60_000);
  afterAll(async () => {
    proxy.close();
    await node.close();
    rmSync(folder, { recursive: true });
  });

  function run(script: string) {
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const path = `${node.bin}:${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
    const env = {
      ...process.env,
      PATH: path,
      HOME: node.home,
      http_proxy: address,
      PROXY: address,
      no_proxy: '127.0.0.1',
    };
    return runScript(
      `ip() { kubectl get "$1" -o jsonpath="$2"; }
      web=$(ip service/web {.spec.clusterIP}); none=$(ip service/none {.spec.clusterIP}); pod=$(ip pods {.items[0].status.podIP})
      container=$(docker inspect -f '{{.NetworkSettings.IPAddress}}' xx); ${script}`,
      node.home,
      env,
    );
  }

  test('services, pods and containers answer curl, whatever proxy the user has', async () => {
    const status = `-s -o /dev/null -w '%{http_code} '`;
    const { out, err } = await run(
      `for host in $web:8080 $pod $container 172.17.0.1:18321; do curl ${status} $host; done`,
    );
    expect({ out, err }).toEqual({ out: '200 200 200 200 ', err: '' });
    // In one number, as some attackers of proxies write it.
    expect(
      await run(`IFS=.; set -- $web; curl ${status} http://$((($1<<24)|($2<<16)|($3<<8)|$4)):8080/`),
    ).toMatchObject({ out: '200 ' });
    expect(proxied).toEqual([]);
  });

  test('where nobody listens, connections are refused; names of the cluster are unknown; nothing is asked of the machine’s network', async () => {
    for (const host of ['$web', '$none', '$pod:81', '10.99.99.99', '10.244.77.77', '172.17.0.250']) {
      const { code, err } = await run(`curl -sS ${host}`);
      expect({ host, code }).toEqual({ host, code: 7 });
      expect(err).toMatch(
        /^curl: \(7\) Failed to connect to [\d.]+ port \d+ after \d+ ms: Couldn't connect to server\n$/,
      );
    }
    expect(await run('curl -sS web.default.svc.cluster.local')).toMatchObject({
      code: 6,
      err: 'curl: (6) Could not resolve host: web.default.svc.cluster.local\n',
    });
    expect(proxied).toEqual([]);
  });

  test('host asks the name server of the cluster, and the machine’s own program does the rest', async () => {
    const { out, code } = await run('echo $web; host web.default.svc.cluster.local 10.96.0.10');
    const [web = ''] = out.split('\n');
    const server = 'Using domain server:\nName: 10.96.0.10\nAddress: 10.96.0.10#53\nAliases: \n\n';
    expect({ out, code }).toEqual({
      out: `${web}\n${server}web.default.svc.cluster.local has address ${web}\n`,
      code: 0,
    });
    expect(await run('host web 10.96.0.10')).toMatchObject({
      out: `${server}Host web not found: 3(NXDOMAIN)\n`,
      code: 1,
    });
    expect(await run('host example.com')).toMatchObject({ out: 'host of the machine: example.com\n' });
  });

  test('a port of the node that this machine does not let us have answers curl there, and refuses other programs', async () => {
    const { port } = proxy.address() as AddressInfo;
    const spec = `{"spec":{"containers":[{"name":"c","image":"nginx","ports":[{"containerPort":80,"hostPort":${port}}]}]}}`;
    const { code, err } = await run(
      `kubectl run own --image=nginx --overrides='${spec}' && kubectl wait --for=condition=ready pod/own`,
    );
    expect(code, err).toBe(0);
    expect((await run(`until curl -s localhost:${port} | grep Welcome; do :; done`)).out).toContain(
      'Welcome to nginx!',
    );
    expect((await run(`wget localhost:${port}`)).err).toContain('rehearsal: wget');
    expect((await run('kubectl delete pod own --now')).code).toBe(0);
  });

  test('a server of this machine that leads to the cluster leads into it', async () => {
    expect(await run('curl -sSL $PROXY/to-the-cluster')).toMatchObject({
      code: 7,
      err: expect.stringContaining('10.96.0.77 port 80') as string,
    });
    proxied.length = 0;
  });

  test('a quiet wget answers there as the machine’s would', async () => {
    expect((await run('wget -qO- http://$web:8080')).out).toContain('Welcome to nginx!');
    expect(await run('wget -q -O- http://$web:8080/nosuch')).toEqual({ code: 8, out: '', err: '' });
    expect(await run('wget -q -T 2 -t 1 -O /dev/null http://$web:81')).toEqual({ code: 4, out: '', err: '' });
  });

  test('ping, nc and telnet answer there as the machine’s would', async () => {
    const pinged = await run('ping -c 2 -i 0.1 $pod');
    expect(pinged).toMatchObject({ code: 0, err: '' });
    expect(pinged.out).toMatch(
      /^PING (10\.244\.\d+\.\d+) \(\1\) 56\(84\) bytes of data\.\n(?:64 bytes from \1: icmp_seq=\d ttl=64 time=[\d.]+ ms\n){2}\n--- \1 ping statistics ---\n2 packets transmitted, 2 received, 0% packet loss, time \d+ms\nrtt min\/avg\/max\/mdev = (?:[\d.]+\/){3}[\d.]+ ms\n$/,
    );
    expect((await run('ping -c 1 -W 0.1 $web')).out).toMatch(
      /\n1 packets transmitted, 0 received, 100% packet loss, time \d+ms\n\n$/,
    );
    expect(await run('ping web.default.svc.cluster.local')).toEqual({
      code: 2,
      out: '',
      err: 'ping: web.default.svc.cluster.local: Name or service not known\n',
    });
    expect(await run('nc -z $web 8080 && nc -zv $container 79-80; nc -z $web 1')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^nc: connect to (172\.17\.0\.\d+) port 79 \(tcp\) failed: Connection refused\nConnection to \1 80 port \[tcp\/(?:http|\*)\] succeeded!\n$/,
      ) as string,
    });
    expect((await run(`printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc $pod 80`)).out).toMatch(
      /^HTTP\/1\.[01] 200 OK\r\n[^]*Welcome/,
    );
    expect(await run('nc -zv web.default.svc.cluster.local 80')).toMatchObject({
      code: 1,
      err: 'nc: getaddrinfo for host "web.default.svc.cluster.local" port 80: Name or service not known\n',
    });
    const telnet = await run('telnet $pod 80');
    expect(telnet.out).toMatch(/^Trying ([\d.]+)\.\.\.\nConnected to \1\.\nEscape character is '\^\]'\.\n$/);
    expect(telnet).toMatchObject({ code: 0, err: 'Connection closed by foreign host.\n' });
    expect(await run('telnet $pod 81')).toMatchObject({
      code: 1,
      err: 'telnet: Unable to connect to remote host: Connection refused\n',
    });
    expect(await run('nc -z 192.0.2.1 80; telnet 192.0.2.1')).toMatchObject({
      out: 'nc of the machine: -z 192.0.2.1 80\ntelnet of the machine: 192.0.2.1\n',
    });
  });

  test('other programs of the machine are refused there by name, out of band, and do everything else', async () => {
    const before = node.refused().length;
    for (const [line, code] of [
      ['wget http://$web:8080', 1],
      ['redis-cli -h $web ping', 1],
      ['ssh root@$pod', 255],
      ['ping -R -c 1 $pod', 2],
      ['ping -c 1 10.244.77.77', 2],
      ['nc -u $pod 80', 1],
      ['telnet -l me $pod', 1],
      ['host -t txt web.default.svc.cluster.local 10.96.0.10', 1],
      ['curl --resolve web:80:$web http://web/', 2],
    ] as const) {
      expect(await run(line), line).toMatchObject({
        code,
        out: '',
        err: expect.stringContaining('rehearsal: ') as string,
      });
    }
    expect(node.refused().slice(before)).toHaveLength(9);
    expect(await run(`wget 'a  b'; ssh node2; ping -c 1 192.0.2.1`)).toEqual({
      code: 0,
      out: 'wget of the machine: a  b\nssh of the machine: node2\nping of the machine: -c 1 192.0.2.1\n',
      err: '',
    });
    expect(node.refused()).toHaveLength(before + 9);
  });
});
