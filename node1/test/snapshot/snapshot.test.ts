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
  const begun = Date.now();
  const second = (node = await again(first));
  const took = Date.now() - begun;
  console.log(took);
  expect(await second.bash(everything)).toBe(before);
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
