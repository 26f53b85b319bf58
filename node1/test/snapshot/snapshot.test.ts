import { readlinkSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { again, Blobs, newNode, restored, type TestNode } from './nodes.ts';

let node: TestNode | undefined;

afterEach(async () => {
  await node?.close();
  node = undefined;
});

/** What people see of a node that must not change, ages aside. */
const everything = `
  kubectl get all -A -o json
  kubectl get endpoints,events -A -o json
  docker images -a --no-trunc --format '{{.Repository}} {{.Tag}} {{.ID}} {{.Size}}'
  docker ps -a --no-trunc --format '{{.ID}} {{.Names}} {{.Image}} {{.Command}} {{.Ports}}'
`;

test('the cluster of the course is what it was', { timeout: 60_000 }, async () => {
  const first = (node = await newNode());
  await first.bash(`
    kubectl create deployment registry --image=registry:2
    kubectl expose deploy/registry --port=5000 --type=NodePort
    kubectl wait --for=condition=available deploy/registry
    export REGISTRY=127.0.0.1:$(kubectl get svc/registry -o jsonpath={.spec.ports[0].nodePort}) TAG=v0.1
    echo "$REGISTRY" > registry
    until curl -sf $REGISTRY/v2/; do sleep 0.1; done
    cd stacks
    docker-compose -f dockercoins.yml build
    docker-compose -f dockercoins.yml push
    kubectl create deployment redis --image=redis
    for each in hasher rng webui worker; do kubectl create deployment $each --image=$REGISTRY/$each:$TAG; done
    kubectl expose deployment redis --port 6379
    kubectl expose deployment rng --port 80
    kubectl expose deployment hasher --port 80
    kubectl expose deploy/webui --type=NodePort --port=80
    kubectl wait --for=condition=available deploy --all
    kubectl exec deploy/redis -- redis-cli set greeting hello
    until curl -sf http://127.0.0.1:$(kubectl get svc/webui -o jsonpath={.spec.ports[0].nodePort})/; do sleep 0.1; done
    kubectl logs deploy/worker --follow | grep -qm1 'Coin found:'
  `);
  const before = await first.bash(everything);
  const log = await first.bash('kubectl logs deploy/rng');
  const count = (text: string): string => `kubectl logs deploy/worker | grep -c '${text}' || true`;
  const [waits, coins] = [await first.bash(count('Waiting 10s')), Number(await first.bash(count('Coin found')))];
  const second = (node = await again(first));
  expect(await second.bash(everything)).toBe(before);
  // Who asks others begins when they answer.
  await second.bash(`kubectl logs deploy/worker --follow | grep -qm${coins + 1} 'Coin found:'`);
  expect(await second.bash(count('Waiting 10s'))).toBe(waits);
  expect(await second.bash('kubectl logs deploy/rng')).toContain(log);
  expect(await second.bash('kubectl exec deploy/redis -- redis-cli get greeting')).toMatch(/hello/);
  expect(await second.bash('curl -s $(cat registry)/v2/_catalog')).toBe(
    '{"repositories":["hasher","rng","webui","worker"]}\n',
  );
  expect(
    await second.bash('curl -sL http://127.0.0.1:$(kubectl get svc/webui -o jsonpath={.spec.ports[0].nodePort})/'),
  ).toMatch(/DockerCoin Miner WebUI/);
  expect(second.node.restored).toEqual({
    begunAnew: expect.arrayContaining([expect.stringMatching(/^rng-.*\/rng$/)]) as unknown,
    leftOut: [],
    silent: [],
  });
  // It is a node like any other: pods come and go, and images are pulled from its registry.
  await second.bash(`
    kubectl scale deploy/rng --replicas=2
    kubectl rollout status deploy/rng
    kubectl delete deploy/worker --wait
    
    REGISTRY=$(cat registry) TAG=v0.1 docker-compose -f stacks/dockercoins.yml build rng | grep -c "Using cache"
  `);
});

test('containers of docker go on, or stay what they were', { timeout: 60_000 }, async () => {
  const first = (node = await newNode());
  await first.bash(`
    docker run -d --name web -p 0:80 nginx
    docker exec web sh -c 'echo changed > /usr/share/nginx/html/index.html; mkdir /x; echo 1 > /x/y'
    docker run --name said busybox sh -c 'echo said; exit 3' || true
    docker run -d --name left busybox sh -c 'echo one; sleep 1000'
    mkdir project; cd project
    printf 'services:\n  a:\n    image: redis\n  b:\n    image: nginx\n' > docker-compose.yml
    docker-compose up -d
    docker exec project_a_1 redis-cli rpush list 1 2 3
    docker exec project_a_1 redis-cli expire list 1000
    docker exec project_b_1 sh -c 'wget -qO- http://web || true'
    printf 'FROM busybox\nRUN echo made > /made\n' > Dockerfile
    docker build -q -t built .
    echo 1000 > ../file; chmod 751 ../file; touch -d '2020-01-02 03:04:05' ../file
    ln -s file ../link; ln -s "$HOME/file" ../absolute; mkfifo ../fifo
    echo "$HOME" > ../names
  `);
  const seen = `${everything}
    docker inspect web said left project_a_1 project_b_1 --format '{{.Id}} {{.Name}} {{.State.Status}} {{.State.ExitCode}} {{.NetworkSettings.IPAddress}}'
    docker logs said; docker port web
    docker exec project_a_1 redis-cli lrange list 0 -1
    curl -s $(docker port web 80 | head -1)
    docker exec web sh -c 'ls -l / /x; cat /x/y'
    cd project; docker-compose ps
    ls -ln --time-style=+%s ~ ~/stacks | grep -v fifo
    cat ~/absolute`;
  const home = first.node.home;
  const before = (await first.bash(seen)).replaceAll(home, 'HOME');
  const second = (node = await again(first));
  expect((await second.bash(seen)).replaceAll(second.node.home, 'HOME')).toBe(before);
  expect(second.node.restored).toEqual({ begunAnew: ['left'], leftOut: ['~/fifo'], silent: [] });
  expect(await second.bash('cat names')).toBe(`${second.node.home}\n`);
  expect(readlinkSync(join(second.node.home, 'absolute'))).toBe(join(second.node.home, 'file'));
  expect(statSync(join(second.node.home, 'file')).mtime).toEqual(new Date('2020-01-02T03:04:05'));
  // A program of an image begins anew, after what the one before had said.
  expect(await second.bash('docker logs left')).toBe('one\none\n');
  expect(await second.bash('docker exec project_a_1 redis-cli ttl list')).toMatch(/^(?:1000|9\d\d)\n/);
  expect(await second.bash('docker build project')).toContain('Using cache');
  await second.bash('docker stop -t 0 web left; docker rm web left said; cd project; docker-compose down');
  expect(await second.bash('docker ps -aq --filter name=web')).toBe('');
});

test('pods that were on their way arrive, and crash on', { timeout: 60_000 }, async () => {
  const first = (node = await newNode());
  await first.bash(`
    kubectl run crashes --image=busybox -- sh -c 'echo down; exit 1'
    kubectl run done --image=busybox --restart=Never -- sh -c 'echo up'
    kubectl run lost --image=nowhere
    until kubectl get pod crashes | grep -q CrashLoopBackOff; do kubectl wait --for=condition=x --timeout=0.2s pod/crashes || true; done
    until kubectl get pod done | grep -q Completed; do kubectl wait --for=condition=x --timeout=0.2s pod/done || true; done
    kubectl run leaves --image=busybox -- sleep 1000
    kubectl wait --for=condition=Ready pod/leaves
    kubectl create deployment late --image=nginx
    kubectl delete pod leaves --grace-period=3 --wait=false
  `);
  const pods = `kubectl get pods crashes done -o json`;
  const before = await first.bash(pods);
  const second = (node = await again(first));
  expect(await second.bash(pods)).toBe(before);
  expect(await second.bash('kubectl logs done; kubectl logs crashes --previous; kubectl logs crashes')).toBe(
    'up\ndown\ndown\n',
  );
  await second.bash(`
    kubectl rollout status deploy/late
    kubectl wait --for=delete pod/leaves --timeout=10s
    until kubectl get pod crashes -o jsonpath='{.status.containerStatuses[0].restartCount}' | grep -q 2; do
      kubectl wait --for=condition=x --timeout=0.2s pod/crashes || true
    done
    kubectl get pod lost | grep -E 'ErrImagePull|ImagePullBackOff'
  `);
  // What happens again is counted on.
  expect(
    await second.bash(
      `kubectl get events -o json | jq '[.items[] | select(.reason == "BackOff" and .involvedObject.name == "crashes")] | length'`,
    ),
  ).toBe('1\n');
});

test('only what has changed is described again', { timeout: 60_000 }, async () => {
  const first = (node = await newNode());
  const blobs = new Blobs();
  await first.bash('docker run -d --name web nginx; echo 1 > one');
  const count = (): number => {
    const before = blobs.given;
    first.node.snapshot(blobs);
    return blobs.given - before;
  };
  expect(count()).toBeGreaterThan(10_000);
  expect(count()).toBe(0);
  await first.bash('echo 2 > two');
  expect(count()).toBe(2);
});

test.each([
  [
    'NodePort',
    `kubectl create service nodeport web --tcp=80 >&2; kubectl get svc web -o jsonpath='{.spec.ports[0].nodePort}'`,
    'another program of this machine has 127.0.0.1:',
  ],
  [
    'published port',
    `docker run -d --name client busybox sleep 1000 >&2; docker run -d --name web -p 0:80 nginx >&2; docker port web 80 | cut -d: -f2`,
    'address already in use',
  ],
])('a %s that another program has meanwhile is told, and nothing is left', async (_, command, told) => {
  const first = (node = await newNode());
  const port = Number(await first.bash(command));
  const blobs = new Blobs();
  const snapshot = first.node.snapshot(blobs);
  await first.close();
  node = undefined;
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  await expect(restored(snapshot, blobs)).rejects.toThrow(told);
  server.close();
  node = await restored(snapshot, blobs);
});

test('what pods keep in volumes goes with them', { timeout: 60_000 }, async () => {
  const first = (node = await newNode());
  await first.bash(`
    kubectl create configmap settings --from-literal=color=blue
    kubectl apply -f - <<END
apiVersion: v1
kind: PersistentVolume
metadata: {name: volume}
spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /srv/volume}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: claim}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, storageClassName: ""}
---
apiVersion: v1
kind: Pod
metadata: {name: keeper}
spec:
  containers:
  - name: c
    image: busybox
    command: [sleep, "1000"]
    volumeMounts: [{name: data, mountPath: /data}, {name: conf, mountPath: /conf}, {name: kept, mountPath: /kept}]
  volumes: [{name: data, emptyDir: {}}, {name: kept, persistentVolumeClaim: {claimName: claim}}, {name: conf, configMap: {name: settings}}]
END
    kubectl wait --for=condition=Ready pod/keeper
    kubectl exec keeper -- sh -c 'echo kept > /data/x; echo claimed > /kept/x'
  `);
  const second = (node = await again(first));
  expect(
    await second.bash('kubectl exec keeper -- cat /data/x /kept/x /conf/color; kubectl get clusterroles | wc -l'),
  ).toBe('kept\nclaimed\nblue61\n');
});

test('volumes and networks of docker are there again, with the containers that use them', async () => {
  const first = (node = await newNode());
  await first.bash(`
    docker volume create --label team=blue data
    docker network create --subnet 10.77.0.0/24 front
    docker run -d --name db --net front --net-alias store --ip 10.77.0.9 -v data:/data -v /own --tmpfs /t:size=1m \\
      --ulimit nofile=100 --health-cmd 'test -e /data/kept' --health-interval 1h redis
    docker exec db sh -c 'echo kept > /data/kept; echo own > /own/file; redis-cli set key value'
    docker create --name made --net front -v data:/data:ro redis redis-cli -h store get key
  `);
  const seen = `
    docker volume inspect data
    docker network inspect front
    docker inspect -f '{{json .Mounts}} {{json .NetworkSettings.Networks}} {{json .Config.Healthcheck}}' db
    docker exec db sh -c 'cat /data/kept /own/file; ulimit -n; df /t'`;
  const before = await first.bash(seen);
  const second = (node = await again(first));
  expect(await second.bash(seen)).toBe(before);
  expect(before).toContain('kept\nown\n100\n');
  expect(await second.bash('docker start -a made')).toBe('value\n');
  expect(await second.bash('docker run --rm -v data:/data:ro redis touch /data/x 2>&1 || echo $?')).toBe(
    'touch: /data/x: Read-only file system\n1\n',
  );
  expect(second.node.restored?.leftOut).toEqual([]);
}, 30_000);
