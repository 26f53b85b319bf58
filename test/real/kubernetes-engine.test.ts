import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Container, ContainerTerminal } from '../../src/target/container/engine.ts';
import { kubernetesEngine, type KubernetesOptions } from '../../src/target/kubernetes.ts';
import { TargetError } from '../../src/target/target.ts';
import { makeImage, removeImage } from '../target/container-image.ts';
import {
  kubeconfigOf,
  kubeconfigThrough,
  kubectl,
  makeNamespace,
  namesOf,
  removeNamespace,
  serverOf,
  wanted,
} from './cluster.ts';
import { CuttingProxy } from './cutting-proxy.ts';

const never = new AbortController().signal;
const image = `pupitre-engine-${process.pid}`;
const size = { cols: 80, rows: 24 };

/** What a terminal says. */
class Ear {
  text = '';
  #wake: () => void = () => undefined;

  constructor(terminal: ContainerTerminal) {
    terminal.onData((chunk) => {
      this.text += Buffer.from(chunk).toString();
      this.#wake();
    });
  }

  async until(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.text)) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

describe.skipIf(!wanted)('pods as nodes (PUPITRE_REAL_CLUSTER=1, Docker and a cluster behind kubectl)', () => {
  let namespace = '';
  let folder = '';
  const pods: Container[] = [];

  const engineOf = (options: Partial<KubernetesOptions> = {}) =>
    kubernetesEngine({ image, className: 'tests', namespace, ...options });
  async function create(options: Partial<KubernetesOptions> = {}): Promise<Container> {
    const pod = await engineOf(options).create(never);
    pods.push(pod);
    return pod;
  }
  /** What went wrong with a pod that could not be made, in words. */
  async function complaint(options: Partial<KubernetesOptions>): Promise<string> {
    const failed = await create(options).then(String, (error: unknown) => error);
    expect(failed).toBeInstanceOf(TargetError);
    return String(failed);
  }
  beforeAll(async () => {
    await makeImage(image, ['bash', 'dtach']);
    namespace = makeNamespace();
    folder = mkdtempSync(join(tmpdir(), 'pupitre-kube-'));
  }, 60_000);
  afterEach(async () => {
    await Promise.all(pods.splice(0).map((pod) => pod.remove()));
  }, 60_000);
  afterAll(async () => {
    removeNamespace(namespace);
    rmSync(folder, { recursive: true });
    await removeImage(image);
  });

  test('programs get what they read, and say how they ended', async () => {
    const pod = await create();
    const input = 'déjà\n'.repeat(100_000);
    expect(await pod.run(['sh', '-c', 'wc -c; exit 3'], input, never)).toEqual({
      exitCode: 3,
      output: `${Buffer.byteLength(input)}\n`,
    });
    expect(await pod.run(['cat'], '', never)).toEqual({ exitCode: 0, output: '' });
    expect(await pod.run(['no-such-program'], '', never)).toMatchObject({ exitCode: 126 });
    const terminal = await pod.openTerminal(['sh', '-c', 'stty size; exit 255'], size, never);
    const ear = new Ear(terminal);
    expect(await terminal.ended).toEqual({ exitCode: 255 });
    expect(ear.text).toBe('24 80\r\n');
    await expect(pod.run(['sleep', '60'], '', AbortSignal.timeout(500))).rejects.toThrow();
  }, 60_000);

  test('what a node is not given: a token, more rights, time without end; it is called node1', async () => {
    const pod = await create({ expiresMs: 72 * 3600 * 1000 });
    const look = 'hostname; grep -E "^(NoNewPrivs|Seccomp):" /proc/self/status; ls /var/run/secrets 2>&1';
    const { output } = await pod.run(['sh', '-c', look], '', never);
    expect(output).toMatch(/^node1\nNoNewPrivs:\t1\nSeccomp:\t2\n.*No such file/);
    const path =
      '{.spec.activeDeadlineSeconds} {.spec.automountServiceAccountToken} {.metadata.labels.pupitre\\.class}';
    const said = kubectl(['get', 'pod', pod.name, '-n', namespace, '-o', `jsonpath=${path}`]);
    expect(said).toBe(`${2 * 72 * 3600} false tests`);
  }, 60_000);

  test('a program gets the bytes that were typed, the keys that Docker takes for itself too', async () => {
    const pod = await create();
    const typed = `${String.fromCharCode(...Array(32).keys())}\x10\x10\x11\x7fdéjà 🤔\x10`;
    const length = Buffer.byteLength(typed);
    const raw = `stty raw -echo; echo ready; head -c ${length} | od -An -v -tx1; exit 9`;
    const terminal = await pod.openTerminal(['sh', '-c', raw], size, never);
    const ear = new Ear(terminal);
    await ear.until(/ready/);
    terminal.write(typed.slice(0, 20));
    terminal.write(typed.slice(20));
    expect(await terminal.ended).toEqual({ exitCode: 9 });
    const said = ear.text
      .replace('ready', '')
      .match(/[0-9a-f]{2}/g)
      ?.join('');
    expect(said).toBe(Buffer.from(typed).toString('hex'));
  }, 60_000);

  test('a shell that is killed has ended; one whose pod is deleted is told apart', async () => {
    const pod = await create();
    const killed = await pod.openTerminal(['sh', '-c', 'kill -9 $$'], size, never);
    expect(await killed.ended).toEqual({ exitCode: 137 });
    const left = await pod.openTerminal(['bash', '--norc'], size, never);
    const told = expect(left.ended).rejects.toThrow(/was deleted/);
    kubectl(['delete', 'pod', pod.name, '-n', namespace, '--wait=false']);
    await told;
    await expect(pod.run(['true'], '', never)).rejects.toThrow(TargetError);
  }, 60_000);

  test('who does not read makes the program wait', async () => {
    const pod = await create();
    const terminal = await pod.openTerminal(['sh', '-c', 'echo go; yes'], size, never);
    const ear = new Ear(terminal);
    await ear.until(/go\r\ny\r\n/);
    terminal.pause();
    const ticks = 'read -r u t s rest < /proc/$(pgrep -o yes 2>/dev/null || busybox pidof yes)/schedstat; echo $u';
    const used = async () => Number((await pod.run(['bash', '-c', ticks], '', never)).output);
    let before = await used();
    // All that is on the way fills up first.
    for (let now = await used(); now > before; now = await used()) before = now;
    terminal.resume();
    // What was on the way comes first: some megabytes on a machine with much to do.
    for (let now = await used(); now <= before; now = await used()) await ear.until(/\ny\r\n/);
    terminal.detach();
  }, 60_000);

  test('a connection that is cut is told as that, and the pod goes on', async () => {
    const proxy = await CuttingProxy.open(new URL(serverOf()));
    const { file, remove } = kubeconfigThrough(`https://127.0.0.1:${proxy.port}`);
    try {
      const engine = engineOf({ kubeconfig: file });
      const pod = await engine.create(never);
      pods.push(pod);
      const terminal = await pod.openTerminal(['bash', '--norc'], size, never);
      const lost = expect(terminal.ended).rejects.toThrow(/lost \(WebSocket 1006\)/);
      proxy.cut();
      await lost;
      expect(await pod.run(['echo', 'here'], '', never)).toEqual({ exitCode: 0, output: 'here\n' });
      // Silence is not said by anybody.
      const other = await pod.openTerminal(['bash', '--norc'], size, never);
      const silent = expect(other.ended).rejects.toThrow(/lost \(WebSocket 1006\)/);
      proxy.hold();
      await silent;
      proxy.cut();
      expect((await engine.find(pod.name, never))?.name).toBe(pod.name);
    } finally {
      await Promise.all(pods.splice(0).map((pod) => pod.remove()));
      await proxy.close();
      remove();
    }
  }, 120_000);

  test('what belongs to a class goes with it, and nothing is left', async () => {
    const [one, other] = await Promise.all([create({ className: 'first' }), create({ className: 'second' })]);
    expect(await engineOf({ className: 'first' }).list(never)).toEqual([one.name]);
    expect(await engineOf({ className: 'first' }).find(other.name, never)).toBeUndefined();
    // Another server of the class, later.
    const found = await engineOf({ className: 'first' }).find(one.name, never);
    expect(await found?.run(['echo', 'again'], '', never)).toMatchObject({ output: 'again\n' });
    kubectl(['delete', 'configmap', 'pupitre-second', '-n', namespace]);
    kubectl(['wait', '--for=delete', `pod/${other.name}`, '-n', namespace, '--timeout=60s']);
    await Promise.all([...pods.splice(0).map((pod) => pod.remove()), found?.remove()]);
    expect(namesOf(namespace, 'pods')).toEqual([]);
    expect(namesOf(namespace, 'leases')).toEqual([]);
    expect(namesOf(namespace, 'configmaps').filter((name) => !name.endsWith('kube-root-ca.crt'))).toEqual([]);
  }, 120_000);

  test('pods of servers that are gone are removed by the next server, those of others are not', async () => {
    const left = await create({ className: 'left' });
    const careful = await create({ className: 'careful' });
    expect(await engineOf({ className: 'careful' }).list(never)).toEqual([careful.name]);
    // To this one a server is gone that has not said anything in this very moment.
    const hasty = await create({ className: 'hasty', abandonedMs: 0 });
    kubectl(['wait', '--for=delete', `pod/${left.name}`, '-n', namespace, '--timeout=60s']);
    expect(namesOf(namespace, 'pods')).toContain(`pod/${hasty.name}`);
  }, 120_000);

  test('what is wrong is said in a sentence, and leaves no pod', async () => {
    const started = performance.now();
    expect(await complaint({ image: 'no-such-image:1' })).toMatch(
      /the image no-such-image:1 .*not to be had: ErrImagePull: /,
    );
    expect(await complaint({ image: 'NOT AN IMAGE' })).toMatch(/image NOT AN IMAGE .*InvalidImageName/);
    const greedy = { resources: { requests: { cpu: '1000' } }, startMs: 3_000 };
    expect(await complaint(greedy)).toMatch(/not started within 3 s: Unschedulable: .*Insufficient cpu/);
    expect(await complaint({ runtimeClass: 'no-such-class' })).toMatch(/Kubernetes refuses .*no-such-class/);
    expect(await complaint({ namespace: `${namespace}-absent` })).toMatch(/Kubernetes refuses .*not found/);
    expect(await complaint({ context: 'nowhere' })).toMatch(/no context nowhere/);
    expect(await complaint({ kubeconfig: join(folder, 'absent') })).toMatch(/kubeconfig cannot be used: ENOENT/);
    const away = kubeconfigThrough('https://127.0.0.1:1');
    expect(await complaint({ kubeconfig: away.file })).toMatch(/cannot be reached: .*ECONNREFUSED/);
    away.remove();
    kubectl(['create', 'serviceaccount', 'nobody', '-n', namespace]);
    const kubeconfig = kubeconfigOf(namespace, 'nobody', folder);
    expect(await complaint({ kubeconfig })).toMatch(/may not do .*leases.* is forbidden.*Role of deploy/);
    kubectl(['create', 'quota', 'none', '-n', namespace, '--hard=pods=0']);
    expect(await complaint({})).toMatch(/quota of the namespace .* is used up: .*exceeded quota/);
    kubectl(['delete', 'quota', 'none', '-n', namespace]);
    expect(performance.now() - started).toBeLessThan(60_000);
    kubectl(['wait', '--for=delete', 'pods', '--all', '-n', namespace, '--timeout=60s']);
  }, 180_000);
});
