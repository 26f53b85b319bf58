import { describe, expect, test } from 'vitest';
import { isWorkshopUrl, resolveUrl } from '../../src/plan/url.ts';
import { worded } from '../messages/worded.ts';

type History = Parameters<typeof resolveUrl>[1];

const describeRegistry = {
  command: 'kubectl describe svc/registry',
  output: `Name:                     registry
Type:                     NodePort
Port:                     <unset>  5000/TCP
NodePort:                 <unset>  31396/TCP
Endpoints:                10.244.0.2:5000`,
};
const exposeRegistry = {
  command: 'kubectl expose deploy/registry --port=5000 --type=NodePort',
  output: 'service/registry exposed',
};
const exposeRedis = { command: 'kubectl expose deployment redis --port 6379', output: 'service/redis exposed' };
const exposeWebui = {
  command: 'kubectl expose deploy/webui --type=NodePort --port=80',
  output: 'service/webui exposed',
};
function rows(webui: string): History[number] {
  return {
    command: 'kubectl get svc',
    output: `NAME         TYPE        CLUSTER-IP       EXTERNAL-IP   PORT(S)          AGE
kubernetes   ClusterIP   10.96.0.1        <none>        443/TCP          74s
redis        ClusterIP   10.98.6.73       <none>        6379/TCP         22s
registry     NodePort    10.108.244.243   <none>        5000:31396/TCP   59s
${webui}`,
  };
}
const webuiRow = 'webui        NodePort    10.104.195.27    <none>        80:30303/TCP   1s';
const course: History = [exposeRegistry, describeRegistry, exposeRedis, exposeWebui];

function resolve(history: History, url = 'http://node1:3xxxx/'): unknown {
  return worded(resolveUrl(url, history, '192.0.2.7'));
}
function port(history: History, url?: string): string {
  const resolved = resolve(history, url) as { readonly url?: string; readonly unresolved?: string };
  return resolved.url ?? resolved.unresolved ?? '';
}

describe('the host', () => {
  test.each([
    ['http://node1/', 'http://192.0.2.7/'],
    ['http://node-ip-address:8080/a?b#c', 'http://192.0.2.7:8080/a?b#c'],
    ['http://<node-ip>/', 'http://192.0.2.7/'],
    ['http://NODE_IP/', 'http://192.0.2.7/'],
    ['http://X.X.X.X:8000', 'http://192.0.2.7:8000'],
    ['http://A.B.C.D', 'http://192.0.2.7'],
    ['http://$NODE/', 'http://192.0.2.7/'],
    ['localhost:5000/v2/_catalog', 'http://192.0.2.7:5000/v2/_catalog'],
    ['HTTPS://127.0.0.1/', 'https://192.0.2.7/'],
    ['http://[::1]:80/', 'http://192.0.2.7:80/'],
    ['https://hub.docker.com/_/busybox', 'https://hub.docker.com/_/busybox'],
    ['http://10.0.0.1:80/', 'http://10.0.0.1:80/'],
  ])('%s: %s', (url, expected) => {
    expect(resolve([], url)).toMatchObject({ url: expected });
  });

  test.each([
    ['ftp://node1/', /only pages at http/],
    ['javascript://alert(1)', /only pages at http/],
    ['http:///x', /names no host/],
    ['', /names no host/],
    ['http://node1/<name>', /what to put into/],
  ])('%s is not opened', (url, why) => {
    expect(resolve([], url)).toMatchObject({ unresolved: expect.stringMatching(why) as string });
  });
});

describe('the port', () => {
  test('is that of the service that was exposed last, as shown since', () => {
    expect(resolve([...course, rows(webuiRow)])).toEqual({
      url: 'http://192.0.2.7:30303/',
    });
  });

  test.each([
    'http://node1:30xxx/',
    'http://node1:XXXXX/',
    'http://node1:<port>/',
    'http://node1:$NODEPORT/',
    'http://node1:port/',
  ])('may be written %s', (url) => {
    expect(port([...course, rows(webuiRow)], url)).toBe('http://192.0.2.7:30303/');
  });

  test('is never that of another service', () => {
    // The translated command that shows nothing: the registry would answer as well.
    const broken = { command: 'kubectl obtenir svc', output: 'Error: unknown command "obtenir" for "kubectl"' };
    expect(resolve([...course, broken])).toEqual({
      unresolved:
        'no NodePort like 3xxxx has been shown of webui since it was exposed (registry has 31396); show the right one with kubectl get svc before',
    });
    expect(resolve([rows(webuiRow), ...course])).toHaveProperty('unresolved');
  });

  test('is not taken from another service when exposing failed', () => {
    const failed = { ...exposeWebui, output: 'Error from server (NotFound): deployments.apps "webui" not found' };
    expect(resolve([exposeRegistry, describeRegistry, failed, rows('')])).toHaveProperty('unresolved');
  });

  test('must look as the URL says', () => {
    expect(port([...course, rows(webuiRow)], 'http://node1:31xxx/')).toMatch(/^no NodePort like 31xxx/);
  });

  test('is the latest when a service is made again', () => {
    const again = [
      { command: 'kubectl delete svc webui', output: 'service "webui" deleted' },
      exposeWebui,
      rows('webui  NodePort  10.1.1.1  <none>  80:30650/TCP  0s'),
    ];
    expect(port([...course, rows(webuiRow), ...again])).toBe('http://192.0.2.7:30650/');
  });

  test('is that of a service that was there before', () => {
    const exists = { ...exposeWebui, output: 'Error from server (AlreadyExists): services "webui" already exists' };
    expect(port([exposeRegistry, exists, rows(webuiRow)])).toBe('http://192.0.2.7:30303/');
  });

  test('is that of the service before when the last one was deleted', () => {
    const gone = { command: 'kubectl delete svc/webui', output: 'service "webui" deleted' };
    expect(port([...course, rows(webuiRow), gone])).toBe('http://192.0.2.7:31396/');
  });

  test('is found in a description and in kubectl get all', () => {
    expect(port([exposeRegistry, describeRegistry])).toBe('http://192.0.2.7:31396/');
    const all = {
      command: 'kubectl get all',
      output: 'service/webui   NodePort   10.1.1.1   <none>   80:30303/TCP   7s',
    };
    expect(port([exposeWebui, all])).toBe('http://192.0.2.7:30303/');
  });

  test('is found with a namespace, and beside other columns', () => {
    const output = 'default   webui   LoadBalancer   10.1.1.1   <pending>   80:30303/TCP   7s   app=webui';
    expect(port([exposeWebui, { command: 'kubectl get svc -A -o wide', output }])).toBe('http://192.0.2.7:30303/');
  });

  test.each([
    ['kubectl expose deployment webui --name=web --type NodePort --port 80', 'service/web exposed', 'web'],
    ['kubectl create service nodeport web --tcp=80', 'service/web created', 'web'],
    ['for S in web; do kubectl expose deploy/$S --type=NodePort; done', 'service/web exposed', 'web'],
    ['kubectl apply -f web.yaml', 'deployment.apps/web created\nservice/web created', 'web'],
    ['helm install x chart', 'NAME: x', 'web'],
  ])('%s', (command, output, name) => {
    const shown = {
      command: 'kubectl get svc',
      output: `${rows('').output}\n${name}  NodePort  10.1.1.1  <none>  80:30303/TCP  7s`,
    };
    expect(port([exposeRegistry, describeRegistry, { command, output }, shown])).toBe('http://192.0.2.7:30303/');
  });

  test('is not guessed when two services were exposed at once', () => {
    const both = {
      command: 'for S in a b; do kubectl expose deploy/$S --type=NodePort; done',
      output: 'service/a exposed\nservice/b exposed',
    };
    const shown = {
      command: 'kubectl get svc',
      output: 'a NodePort 1 <none> 80:30001/TCP 7s\nb NodePort 1 <none> 80:30002/TCP 7s',
    };
    expect(port([both, shown])).toBe('a, b can be reached at 30001 and 30002; which one is meant?');
  });

  test('is that of the service before when the last one has none', () => {
    const apply = { command: 'kubectl apply -f redis.yaml', output: 'service/redis created' };
    expect(port([exposeWebui, rows(webuiRow), apply, rows(webuiRow)])).toBe('http://192.0.2.7:30303/');
    expect(port([exposeWebui, rows(webuiRow), apply])).toMatch(/^no NodePort like 3xxxx has been shown of redis/);
  });

  test('is that of the service before when the last one was exposed inside only', () => {
    expect(port([exposeWebui, rows(webuiRow), exposeRedis])).toBe('http://192.0.2.7:30303/');
  });

  test('is not that of a service that is gone', () => {
    const gone = { command: 'kubectl delete svc/registry', output: 'service "registry" deleted' };
    expect(port([rows(webuiRow), gone])).toBe('http://192.0.2.7:30303/');
  });

  test('is the only one when nothing was exposed here', () => {
    expect(resolve([rows('')])).toEqual({
      url: 'http://192.0.2.7:31396/',
    });
    expect(port([rows(webuiRow)])).toBe(
      'which NodePort 3xxxx stands for cannot be told (registry has 31396, webui has 30303); show the right one with kubectl get svc before',
    );
    expect(port([])).toMatch(/no NodePort has been shown/);
  });
});

test('odd outputs do no harm', () => {
  const history = [
    {
      command: 'for',
      output: `${'x'.repeat(1_000_000)}\n${'NodePort '.repeat(100_000)}\n${'NodePort: \n'.repeat(10_000)}`,
    },
    { command: 'a'.repeat(100_000), output: '__proto__  NodePort  1  <none>  80:30001/TCP  1s' },
  ];
  expect(port(history)).toBe('http://192.0.2.7:30001/');
});

test.each([
  ['http://node-ip-address:3xxxx/', true],
  ['http://localhost:8001/api', true],
  ['http://A.B.C.D/', true],
  ['http://example.com:<port>/', true],
  ['https://hub.docker.com', false],
  ['https://kubernetes.io/docs/', false],
  ['https://chip.example.com/', false],
  ['http://10.0.0.1/', false],
  ['ftp://node1/', false],
])('%s is of the workshop: %j', (url, expected) => {
  expect(isWorkshopUrl(url)).toBe(expected);
});
