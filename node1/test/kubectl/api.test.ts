import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { curl } from '../../src/gateway/curl/curl.ts';
import { reachOf } from '../../src/gateway/reach.ts';
import { call } from '../gateway/call.ts';
import { isRunning, podThat, withCluster } from './cluster.ts';
import { kubectl, shown } from './typed.ts';

describe('the API server', () => {
  test('answers kubectl get --raw in the order of its structs, and with its own errors', () =>
    withCluster(async (cluster) => {
      await shown(cluster, 'create configmap settings --from-literal=b=2 --from-literal=a=1');
      const raw = (path: string): Promise<string> => shown(cluster, `get --raw ${path}`);
      expect(await raw('/api')).toBe(
        '{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0","serverAddress":"172.17.0.1:6443"}]}\n',
      );
      const map = await raw('/api/v1/namespaces/default/configmaps/settings');
      expect(map).toMatch(
        /^\{"kind":"ConfigMap","apiVersion":"v1","metadata":\{"name":"settings","namespace":"default","uid":.*"data":\{"a":"1","b":"2"\}\}\n$/,
      );
      expect(await raw('/apis/apps/v1/namespaces/default/deployments/x')).toBe(
        'Error from server (NotFound): deployments.apps "x" not found\nexit 1\n',
      );
      for (const path of ['/nosuch', '/api/v1/nosuch', '/apis/nosuch/v1', '/api/v1/deployments'])
        expect(await raw(path), path).toBe(
          'Error from server (NotFound): the server could not find the requested resource\nexit 1\n',
        );
      expect(await raw('/api/v1/pods?fieldSelector=foo=bar')).toContain('field label not supported: foo');
      expect(await raw('/api/v1/pods?watch=true')).toContain('rehearsal: GET /api/v1/pods?watch is not simulated');
      expect(await raw('/apis/coordination.k8s.io/v1/leases')).toContain('is not simulated');
    }));

  test('answers curl at its service by RBAC, and anonymous as nobody', () =>
    withCluster(async (cluster) => {
      const reach = reachOf(cluster);
      const get = async (...args: string[]) => (await call((each) => curl(each, reach), ['-s', ...args])).stdout;
      const type = (line: string): Promise<string> => shown(cluster, line);
      await type('create sa reader');
      await type('create role pods --verb=list --resource=pods');
      await type('create rolebinding pods --role=pods --serviceaccount=default:reader');
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (cluster.store.get('serviceaccounts', 'default', 'reader')?.secrets === undefined) return;
          stop();
          resolve();
        };
        const stop = cluster.store.watch('serviceaccounts', look);
        look();
      });
      const secret = await type("get sa reader -o jsonpath='{.secrets[0].name}'");
      const token = Buffer.from(await type(`get secret ${secret} -o jsonpath='{.data.token}'`), 'base64').toString();
      expect(await get('-k', 'https://10.96.0.1')).toBe(
        '{\n  "kind": "Status",\n  "apiVersion": "v1",\n  "metadata": {\n    \n  },\n  "status": "Failure",\n' +
          '  "message": "forbidden: User \\"system:anonymous\\" cannot get path \\"/\\"",\n  "reason": "Forbidden",\n' +
          '  "details": {\n    \n  },\n  "code": 403\n}',
      );
      const pods = 'https://10.96.0.1/api/v1/namespaces/default/pods';
      const authorized = ['-k', '-H', `Authorization: Bearer ${token}`];
      expect(JSON.parse(await get(...authorized, pods))).toMatchObject({ kind: 'PodList', items: [] });
      expect(JSON.parse(await get(...authorized, `${pods}/x`))).toMatchObject({
        message:
          'pods "x" is forbidden: User "system:serviceaccount:default:reader" cannot get resource "pods" in API group "" in the namespace "default"',
        details: { name: 'x', kind: 'pods' },
      });
      expect(JSON.parse(await get('-k', '-H', 'Authorization: Bearer no', pods))).toMatchObject({ code: 401 });
      expect(await get('-k', 'https://10.96.0.1/healthz')).toBe('ok');
      expect(await call((each) => curl(each, reach), ['-s', pods])).toMatchObject({ code: 60 });
      expect(await get('http://10.96.0.1:443')).toBe('Client sent an HTTP request to an HTTPS server.\n');
      expect(await get('-ki', 'https://172.17.0.1:6443/healthz')).toMatch(
        /^HTTP\/2 200 \r\ncache-control: no-cache, private\r\n/,
      );
    }));

  test('is behind kubectl proxy, with the services, until ^C', () =>
    withCluster(async (cluster) => {
      await shown(cluster, 'create deployment web --image=nginx');
      await shown(cluster, 'expose deployment web --port=80');
      await shown(cluster, 'rollout status deployment web');
      const ending = new AbortController();
      const heard = await new Promise<string>((resolve) => {
        void kubectl(cluster, 'proxy --port=0', { signal: ending.signal, onOut: resolve });
      });
      const base = `http://${/[\d.]+:\d+/.exec(heard)?.[0] ?? ''}`;
      expect(heard).toBe(`Starting to serve on ${base.slice(7)}\n`);
      expect(await (await fetch(`${base}/version`)).json()).toMatchObject({ gitVersion: 'v1.20.2' });
      const service = `${base}/api/v1/namespaces/default/services/web/proxy`;
      expect(await (await fetch(service)).text()).toContain('Welcome to nginx!');
      expect((await fetch(service, { redirect: 'manual' })).status).toBe(301);
      expect(await (await fetch(`${base}/api/v1/namespaces/default/services/x/proxy/`)).json()).toMatchObject({
        code: 404,
      });
      expect(await (await fetch(`${base}/api/v1/namespaces/default/pods/x/exec`)).text()).toBe('Forbidden\n');
      expect((await fetch(`${base}/api/v1/pods`, { method: 'DELETE' })).status).toBe(501);
      const taken = createServer();
      await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
      const { port } = taken.address() as { port: number };
      expect(await shown(cluster, `proxy --port=${port}`)).toBe(
        `error: listen tcp 127.0.0.1:${port}: bind: address already in use\nexit 1\n`,
      );
      taken.close();
      ending.abort();
      await expect(fetch(base)).rejects.toThrow();
    }));
});

describe('kubectl cp', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pupitre-cp-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('goes both ways by the tar of the container', () =>
    withCluster(async (cluster) => {
      const type = (line: string): Promise<string> => shown(cluster, line, { cwd: folder });
      await writeFile(join(folder, 'one'), 'one\n');
      await type('run box --image=busybox -- sleep 1000');
      await podThat(cluster, isRunning);
      expect(await type('cp one box:/tmp')).toBe('');
      expect(await type('cp one default/box:/tmp/two')).toBe('');
      expect(await type('exec box -- cat /tmp/one /tmp/two')).toBe('one\none\n');
      expect(await type('cp box:/tmp back')).toBe("tar: removing leading '/' from member names\n");
      expect(await readFile(join(folder, 'back/two'), 'utf8')).toBe('one\n');
      expect(await type('cp one box:/no/such')).toBe(
        "tar: can't change directory to '/no': No such file or directory\ncommand terminated with exit code 1\nexit 1\n",
      );
      expect(await type('cp one nosuch:/tmp')).toBe('Error from server (NotFound): pods "nosuch" not found\nexit 1\n');
      expect(await type('cp one :/tmp')).toContain('filespec must match the canonical format');
    }));
});
