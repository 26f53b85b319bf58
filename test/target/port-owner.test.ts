import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { probeIsolation } from '../../src/target/isolation.ts';
import { localTarget } from '../../src/target/local.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import type { Target } from '../../src/target/target.ts';
import { openShell, type } from './shell.ts';

const limits = { processes: 200, memoryMb: 512, files: 300, fileMb: 16 };
const server = `const s = require("net").createServer().listen(0, "127.0.0.1", () => require("fs").writeFileSync("ports", String(s.address().port)))`;
const environment = process.env;
const kinds: Readonly<Record<string, () => Target>> = {
  local: () => localTarget({ environment, cwd: '/tmp' }),
  rehearsal: () => rehearsalTarget({ environment }),
  ...Object.fromEntries(
    (['user', 'namespace'] as const)
      .filter((isolation) => probeIsolation(isolation).lacks === undefined)
      .map((isolation) => [
        `rehearsal, ${isolation}`,
        () => rehearsalTarget({ environment, apart: { isolation, limits } }),
      ]),
  ),
};

const open: Target[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((target) => target.close()));
});

describe.skipIf(process.platform !== 'linux')('whose a port is', () => {
  test.each(Object.keys(kinds))('%s', { timeout: 90_000 }, async (kind) => {
    const [own, other] = [kinds[kind]?.(), kinds[kind]?.()] as [Target, Target];
    open.push(own, other);
    const [session] = await Promise.all([openShell(own), openShell(other)]);
    const line = `cd $(mktemp -d) && mkfifo ports && { node -e '${server}' & cat ports; }`;
    const port = Number(/\d{4,5}\s*$/.exec(await type(session, line))?.[0]);
    expect(own.portOwner?.(port)).toBe('node');
    expect(other.portOwner?.(port)).toBe('other');

    // What this process listens on is the server's.
    const ours = createServer().listen(0, '127.0.0.1');
    await once(ours, 'listening');
    const { port: ourPort } = ours.address() as AddressInfo;
    expect(own.portOwner?.(ourPort)).toBe('other');
    ours.close();
    await once(ours, 'close');
    expect(own.portOwner?.(ourPort)).toBe('nobody');

    await type(session, 'kill %1; wait; rm -r "$PWD"; cd');
    expect(own.portOwner?.(port)).toBe('nobody');
  });

  test('a NodePort is its cluster’s', { timeout: 90_000 }, async () => {
    const [own, other] = [rehearsalTarget({ environment }), rehearsalTarget({ environment })];
    open.push(own, other);
    const [session] = await Promise.all([openShell(own), openShell(other)]);
    await type(session, 'kubectl create deployment web --image=nginx');
    await type(session, 'kubectl rollout status deploy/web');
    await type(session, 'kubectl expose deploy/web --type=NodePort --port=80');
    const shown = await type(session, "kubectl get svc web -o jsonpath='{.spec.ports[0].nodePort}'");
    const port = Number(/\d{5}/.exec(shown)?.[0]);
    await type(session, `curl -s --retry 20 --retry-connrefused --retry-delay 1 127.0.0.1:${port} >/dev/null`);
    expect(own.portOwner?.(port)).toBe('node');
    expect(other.portOwner?.(port)).toBe('other');
  });
});
