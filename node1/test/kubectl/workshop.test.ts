import { expect, test } from 'vitest';
import { isRunning, podThat, withCluster } from './cluster.ts';
import { kubectl, shown } from './typed.ts';

/** Ages and names with random parts replaced. */
function plain(text: string): string {
  return text
    .replace(/\b(?:\d+m)?\d+s\b/g, 'AGE')
    .replace(/-[a-z0-9]{8,10}-[a-z0-9]{5}\b/g, '-HASH-POD')
    .replace(/-[a-z0-9]{8,10}\b(?= )/g, '-HASH')
    .replace(/\b10\.(?:9[6-9]|1[01]\d)\.\d+\.\d+/g, 'CLUSTER-IP')
    .replace(/\b3\d{4}\b/g, 'PORT')
    .replace(/ +/g, ' ');
}

test('from a deployment to a page and back', async () => {
  await withCluster(async (cluster) => {
    const type = (line: string): Promise<string> => shown(cluster, line);
    expect(await type('create deployment web --image=nginx')).toBe('deployment.apps/web created\n');
    expect(await type('expose deploy/web')).toBe(
      "error: couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help and examples\nexit 1\n",
    );
    expect(await type('expose deploy/web --port=80 --type=NodePort')).toBe('service/web exposed\n');
    expect(await type('rollout status deploy/web')).toMatch(/deployment "web" successfully rolled out\n$/);
    expect(plain(await type('get all'))).toBe(
      'NAME READY STATUS RESTARTS AGE\npod/web-HASH-POD 1/1 Running 0 AGE\n\n' +
        'NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE\nservice/kubernetes ClusterIP CLUSTER-IP <none> 443/TCP AGE\n' +
        'service/web NodePort CLUSTER-IP <none> 80:PORT/TCP AGE\n\n' +
        'NAME READY UP-TO-DATE AVAILABLE AGE\ndeployment.apps/web 1/1 1 1 AGE\n\n' +
        'NAME DESIRED CURRENT READY AGE\nreplicaset.apps/web-HASH 1 1 1 AGE\n',
    );
    const port = (await kubectl(cluster, "get svc/web -o jsonpath='{.spec.ports[0].nodePort}'")).out;
    await expect
      .poll(() =>
        fetch(`http://127.0.0.1:${port}/`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    expect(await type('scale deploy/web --replicas=2')).toBe('deployment.apps/web scaled\n');
    expect(await type('set image deploy/web nginx=nginx:nosuch')).toBe('deployment.apps/web image updated\n');
    await podThat(cluster, ({ status }) =>
      (status?.containerStatuses?.[0]?.state?.waiting?.reason ?? '').includes('Pull'),
    );
    expect(await type('rollout status deploy/web --timeout=50ms')).toMatch(
      /^Waiting for .*\n[^]*error: timed out waiting for the condition\nexit 1\n$/,
    );
    expect(await type('rollout undo deploy/web')).toBe('deployment.apps/web rolled back\n');
    await type('rollout status deploy/web');
    expect(await type('rollout history deploy/web')).toMatch(
      /^deployment.apps\/web \nREVISION {2}CHANGE-CAUSE\n2 {9}<none>\n3 {9}<none>\n\n$/,
    );
    expect(await type('delete deploy,svc -l app')).toBe('deployment.apps "web" deleted\nservice "web" deleted\n');
  });
});

test('the description of a service is as kubectl prints it', async () => {
  await withCluster(async (cluster) => {
    await kubectl(cluster, 'create deployment registry --image=registry:2');
    await kubectl(cluster, 'expose deploy/registry --port=5000 --type=NodePort');
    const { spec } = cluster.store.get('services', 'default', 'registry') ?? {};
    const address = spec?.clusterIP ?? '';
    expect(await shown(cluster, 'describe svc/registry')).toBe(
      `Name:                     registry
Namespace:                default
Labels:                   app=registry
Annotations:              <none>
Selector:                 app=registry
Type:                     NodePort
IP Families:              <none>
IP:                       ${address}
IPs:                      ${address}
Port:                     <unset>  5000/TCP
TargetPort:               5000/TCP
NodePort:                 <unset>  ${spec?.ports?.[0]?.nodePort ?? 0}/TCP
Endpoints:                <none>
Session Affinity:         None
External Traffic Policy:  Cluster
Events:                   <none>
`,
    );
  });
});

test('watching shows every change and ends with 1', async () => {
  await withCluster(async (cluster) => {
    const stop = new AbortController();
    const watching = kubectl(cluster, 'get pods -w', {
      signal: stop.signal,
      onOut: (out) => {
        if (out.includes('Running')) stop.abort();
      },
    });
    await kubectl(cluster, 'run web --image=nginx');
    const { code, out } = await watching;
    expect(code).toBe(1);
    const rows = plain(out).split('\n');
    expect(rows[0]).toBe('NAME READY STATUS RESTARTS AGE');
    expect(rows).toContain('web 0/1 ContainerCreating 0 AGE');
    expect(rows.at(-2)).toBe('web 1/1 Running 0 AGE');
  });
});

test('logs: before the start, at once, followed until ^C', async () => {
  await withCluster(async (cluster) => {
    await kubectl(cluster, 'create deployment cache --image=redis');
    await podThat(
      cluster,
      ({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === 'ContainerCreating',
    );
    expect(await shown(cluster, 'logs deploy/cache')).toMatch(
      /^Error from server \(BadRequest\): container "redis" in pod "cache-\w+-\w+" is waiting to start: ContainerCreating\nexit 1\n$/,
    );
    await podThat(cluster, isRunning);
    const stop = new AbortController();
    const { code, out } = await kubectl(cluster, 'logs deploy/cache -f', {
      signal: stop.signal,
      onOut: (text) => {
        if (text.includes('Ready to accept connections')) stop.abort();
      },
    });
    expect(code).toBe(130);
    expect(await shown(cluster, 'logs -l app=cache --tail=1')).toBe(`${out.trimEnd().split('\n').at(-1) ?? ''}\n`);
    expect(await shown(cluster, 'logs deploy/cache --tail=1 --timestamps')).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{9}Z /,
    );
  });
});

test('a pod that runs a command, attached and removed, hands on its exit code', async () => {
  await withCluster(async (cluster) => {
    const run = 'run once --rm -it --image=busybox --restart=Never --';
    expect(await shown(cluster, `${run} echo hello`, { tty: true })).toBe('hello\r\npod "once" deleted\n');
    expect(await shown(cluster, `${run} sh -c 'exit 3'`, { tty: true })).toBe(
      'pod "once" deleted\npod default/once terminated (Error)\nexit 3\n',
    );
    expect(cluster.store.list('pods')).toEqual([]);
  });
});

test('exec says what the command says', async () => {
  await withCluster(async (cluster) => {
    await kubectl(cluster, 'run cache --image=redis');
    await podThat(cluster, isRunning);
    // Redis says when it listens, which is a moment after its process runs.
    const listening = new AbortController();
    await kubectl(cluster, 'logs cache -f', {
      signal: listening.signal,
      onOut: (text) => {
        if (text.includes('Ready to accept connections')) listening.abort();
      },
    });
    expect(await shown(cluster, 'exec cache -- redis-cli set a 1')).toBe('OK\n');
    expect(await shown(cluster, 'exec cache -- nosuch')).toMatch(/command terminated with exit code 126\nexit 126\n$/);
  });
});

test('a forwarded port reaches the pod, and ^C ends it well', async () => {
  await withCluster(async (cluster) => {
    await kubectl(cluster, 'run web --image=nginx --port=80');
    await podThat(cluster, isRunning);
    const stop = new AbortController();
    let answer: Promise<number> | undefined;
    const { code, out } = await kubectl(cluster, 'port-forward pod/web :80', {
      signal: stop.signal,
      onOut: (text) => {
        const port = /Forwarding from 127\.0\.0\.1:(\d+) -> 80\n/.exec(text)?.[1];
        if (port === undefined || answer !== undefined) return;
        answer = fetch(`http://127.0.0.1:${port}/`).then(({ status }) => status);
        void answer.finally(() => {
          stop.abort();
        });
      },
    });
    expect(await answer).toBe(200);
    expect(out).toContain('Handling connection for ');
    expect(code).toBe(0);
  });
});

test('^C ends what waits: 130, or 1 where kubectl catches the signal', async () => {
  await withCluster(async (cluster) => {
    await kubectl(cluster, 'create deployment web --image=nosuch');
    const interrupted = async (line: string): Promise<number> => {
      const stop = new AbortController();
      const running = kubectl(cluster, line, { signal: stop.signal });
      stop.abort();
      return (await running).code;
    };
    expect(await interrupted('rollout status deploy/web')).toBe(1);
    expect(await interrupted('wait --for=condition=Available deploy/web')).toBe(1);
    expect(await interrupted('get deploy -w')).toBe(1);
    expect(await interrupted('run x --rm -it --image=nosuch --restart=Never')).toBe(130);
  });
});
