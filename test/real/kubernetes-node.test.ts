import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { word } from '../../src/messages/word.ts';
import { containerTarget } from '../../src/target/container/container-target.ts';
import { kubernetesEngine, type KubernetesOptions, probeKubernetesNetwork } from '../../src/target/kubernetes.ts';
import type { Target } from '../../src/target/target.ts';
import { makeImage, removeImage } from '../target/container-image.ts';
import { Ear } from '../target/contract.ts';
import { kubeconfigThrough, makeNamespace, removeNamespace, serverOf, wanted } from './cluster.ts';
import { CuttingProxy } from './cutting-proxy.ts';

const never = new AbortController().signal;
const image = `pupitre-node-${process.pid}`;
const timeout = 120_000;
const size = { cols: 80, rows: 24 };
vi.setConfig({ hookTimeout: timeout });

describe.skipIf(!wanted)(
  'nodes of a class that are pods (PUPITRE_REAL_CLUSTER=1, Docker and a cluster behind kubectl)',
  { timeout },
  () => {
    const targets: Target[] = [];
    let namespace = '';

    beforeAll(async () => {
      await makeImage(image, ['bash', 'dtach']);
      namespace = makeNamespace();
    });
    afterEach(async () => {
      await Promise.all(targets.splice(0).map((target) => target.close()));
    });
    afterAll(async () => {
      removeNamespace(namespace);
      await removeImage(image);
    });

    async function start(options: Partial<KubernetesOptions> = {}, node?: string): Promise<Target> {
      const engine = kubernetesEngine({ image, className: 'class', namespace, ...options });
      const target = containerTarget({ engine, isClass: true, ...(node !== undefined && { node }) });
      await target.prepare(never);
      targets.push(target);
      return target;
    }

    async function open(target: Target) {
      const tty = await target.open({ size, env: { PS1: 'ready> ' }, terminal: 'first' }, never);
      return { tty, ear: new Ear(tty) };
    }

    /** What a line prints in a shell of its own. */
    async function outputOf(target: Target, line: string): Promise<string> {
      const tty = await target.open({ size: { cols: 500, rows: 24 }, env: { PS1: 'ready> ' } }, never);
      const ear = new Ear(tty);
      await ear.until(/ready> /);
      tty.write(`stty -echo; echo; echo "<""<"; ${line}; echo ">"">"\r`);
      const [, said = ''] = await ear.until(/\n<<\r?\n([^]*?)\r?\n?>>/);
      await tty.close();
      return said.replaceAll('\r', '').trim();
    }

    test('a server that comes later finds the shells as they were', async () => {
      const first = await start();
      const { tty, ear } = await open(first);
      await ear.until(/ready> /);
      tty.write('X=42\r');
      await ear.until(/ready> .*ready> /s);
      await first.leave?.();
      targets.splice(0);
      const later = await start({}, first.node);
      const there = await open(later);
      expect(there.tty.attached).toBe('atPrompt');
      there.tty.write('echo "<$X>"\r');
      await there.ear.until(/<42>/);
    });

    test('a connection that is cut is told, and the shell is attached again', async () => {
      const proxy = await CuttingProxy.open(new URL(serverOf()));
      const { file, remove } = kubeconfigThrough(`https://127.0.0.1:${proxy.port}`);
      try {
        const target = await start({ kubeconfig: file });
        const { tty, ear } = await open(target);
        await ear.until(/ready> /);
        tty.write('X=43; sleep 0.1; echo go""ne\r');
        await ear.until(/gone/);
        proxy.cut();
        expect(await tty.closed).toMatchObject({ lost: true });
        const again = await open(target);
        expect(again.tty.attached).toBe('atPrompt');
        again.tty.write('echo "<$X>"\r');
        await again.ear.until(/<43>/);
      } finally {
        await Promise.all(targets.splice(0).map((target) => target.close()));
        await proxy.close();
        remove();
      }
    });

    test('a student gets at nothing of others, of the server, or of the machine', async () => {
      const [a, b] = await Promise.all([start({ memoryMb: 128 }), start({ memoryMb: 128, user: 1000 })]);
      expect(await outputOf(a, 'echo secret > /tmp/secret; cat /tmp/secret')).toBe('secret');
      const { tty, ear } = await open(a);
      await ear.until(/ready> /);
      tty.write('while :; do echo mine | nc -l -p 8080; done\r');
      // Files, processes.
      expect(await outputOf(b, 'cat /tmp/secret 2>&1; id -u')).toMatch(/No such file.*\n1000$/s);
      expect(
        await outputOf(b, 'for p in /proc/[0-9]*; do tr "\\0" " " < $p/cmdline; echo; done | grep -c "nc -[l]"'),
      ).toBe('0');
      // Rights.
      expect(await outputOf(b, 'grep -E "^(CapEff|NoNewPrivs|Seccomp):" /proc/self/status')).toBe(
        'CapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2',
      );
      expect(
        await outputOf(
          a,
          'mount -t tmpfs none /tmp && echo did; echo 1 > /proc/sys/kernel/panic && echo did; ls /dev/?da && echo did; ping -c1 127.0.0.1 && echo did',
        ),
      ).not.toContain('did');
      // The API server: there is no token, and nobody knows who asks.
      expect(await outputOf(b, 'ls /var/run/secrets /run/secrets 2>&1 | grep -c "No such"')).toBe('2');
      expect(await outputOf(b, 'env | grep -ciE "token|password|kubeconfig|postgres"')).toBe('0');
      expect(
        await outputOf(b, 'tr "\\0" "\\n" < /proc/1/environ | grep -ciE "token|password|kubeconfig|postgres"'),
      ).toBe('0');
      // Memory: their own.
      expect(await outputOf(b, '( x=$(head -c 300000000 /dev/zero | tr "\\0" x) ); echo "code $?"')).not.toContain(
        'code 0',
      );
      expect(await outputOf(a, 'cat /tmp/secret')).toBe('secret');
      // The network: exactly what the class is told at its start.
      const reached = await outputOf(
        b,
        `for i in 1 2 3; do timeout 3 nc ${a.address} 8080 </dev/null 2>/dev/null && break; sleep 0.5; done`,
      );
      const told = word(await probeKubernetesNetwork({ image, className: 'class', namespace }, never), 'en');
      expect([reached, told]).toEqual(
        reached === 'mine'
          ? ['mine', expect.stringMatching(/reach each other\..*(?:does nothing with it|has none)/)]
          : ['', expect.stringMatching(/do not reach each other/)],
      );
    });

    test('pods that do not reach each other are told as such', async () => {
      // Only on a machine whose pods go through its own firewall, as this one's do.
      const rule = ['FORWARD', '-p', 'tcp', '--dport', '7070', '-j', 'DROP'];
      execFileSync('iptables', ['-I', ...rule]);
      try {
        const told = word(await probeKubernetesNetwork({ image, className: 'class', namespace }, never), 'en');
        expect(told).toMatch(/do not reach each other/);
      } finally {
        execFileSync('iptables', ['-D', ...rule]);
      }
    });
  },
);
