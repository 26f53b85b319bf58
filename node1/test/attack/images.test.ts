import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Attacked, attackNode1 } from './attacked.ts';

/** Enough not to fit into any buffer; `npm run bench` has it at 200 MB, with the memory that it takes. */
const bytes = 30_000_000;
/** In the shell: `$hub` is the registry. */
const hub = `hub=127.0.0.1:$(kubectl get service registry -o jsonpath='{.spec.ports[0].nodePort}')`;

let attacked: Attacked;
beforeAll(async () => {
  attacked = await attackNode1();
  mkdirSync(join(attacked.folder, 'big'));
  writeFileSync(join(attacked.folder, 'big/blob'), randomBytes(bytes));
  writeFileSync(join(attacked.folder, 'big/Dockerfile'), 'FROM alpine\nCOPY blob /blob\n');
  const { code } = await attacked.typed(`kubectl create deployment registry --image=registry:2
kubectl expose deployment registry --port=5000 --type=NodePort; kubectl wait --for=condition=available deployment/registry`);
  expect(code).toBe(0);
}, 60_000);
afterAll(() => attacked.close(), 60_000);

test('^C in the middle of docker build leaves no image', { timeout: 70_000 }, async () => {
  const build = attacked.start(`printf 'FROM alpine\\nRUN sleep 1000\\n' > slow.dockerfile
exec docker build -t slow -f slow.dockerfile .`);
  await build.said(/RUN sleep 1000\n/);
  process.kill(build.pid, 'SIGINT');
  expect((await build.ended).code ?? 130).toBe(130);
  expect(await attacked.typed('docker images -q slow; docker ps --format "{{.Names}}" | grep -v ^k8s_')).toMatchObject({
    output: '',
  });
});

test(
  '^C in the middle of docker push leaves nothing in the registry; then it is pushed',
  { timeout: 120_000 },
  async () => {
    expect(await attacked.typed(`${hub}; docker build -q -t $hub/big big`)).toMatchObject({ code: 0 });
    const push = attacked.start(`${hub}; exec docker push $hub/big`);
    await push.said(/: Preparing|refers to repository/);
    process.kill(push.pid, 'SIGINT');
    expect((await push.ended).code ?? 130).toBe(130);
    const tags = `curl -s $hub/v2/big/tags/list`;
    expect(await attacked.typed(`${hub}; ${tags}`)).toMatchObject({ output: /NAME_UNKNOWN/ });
    const again = await attacked.typed(`${hub}; docker push -q $hub/big; ${tags}
docker rmi $hub/big && docker pull -q $hub/big && docker run --rm $hub/big ls -l /blob`);
    expect(again.output).toContain('"tags":["latest"]');
    expect(again.output).toMatch(/ 30000000 .*\/blob\n$/);
    expect(again.code).toBe(0);
  },
);

test('a push with a wrong digest', { timeout: 60_000 }, async () => {
  const { output } = await attacked.typed(`${hub}
place=$(curl -s -i -X POST $hub/v2/x/blobs/uploads/ | tr -d '\\r' | sed -n 's/^[Ll]ocation: //p')
curl -s -X PUT "$place?digest=sha256:${'0'.repeat(64)}" -d wrong -w ' %{http_code}'`);
  expect(output).toMatch(/"code":"DIGEST_INVALID".* 400$/s);
});
