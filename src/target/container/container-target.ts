import { createHash, randomUUID } from 'node:crypto';
import { unknownNode } from '../../changes/inventory.ts';
import { message, verbatim } from '../../messages/message.ts';
import { farInventory, farMs, lookScript } from '../far-files.ts';
import type { PlacedFile } from '../files.ts';
import { launch } from '../script.ts';
import { place } from '../ssh-scripts.ts';
import { type ShellOptions, type Size, type Target, TargetError, type Tty } from '../target.ts';
import { ContainerTty, type End, hungUp } from './container-tty.ts';
import type { Container, ContainerEngine } from './engine.ts';
import { folder, scripts } from './scripts.ts';

export interface ContainerTargetOptions {
  readonly engine: ContainerEngine;
  /** Name of a node that goes on (`Target.node`). Default: a new one. */
  readonly node?: string;
  /** bash to run there. Default `bash`. */
  readonly shell?: string;
  /** Variables for the shell. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files to put in place before the first step. */
  readonly files?: readonly PlacedFile[];
  /** It is one node of a class, whose people must know what that means. */
  readonly isClass?: boolean;
}

/** Milliseconds that a script may take. */
const scriptMs = 30_000;
/** Of a shell whose container is gone: SIGKILL. */
const killed = 137;
const never = new AbortController().signal;

/** A bash in a container, whoever runs that. */
export function containerTarget(options: ContainerTargetOptions): Target {
  const { engine, shell: bash = 'bash', isClass = false } = options;
  const open = new Map<string, ContainerTty>();
  let container: Container | undefined;
  let name = options.node;
  let hasDtach: boolean | undefined;
  /** Terminals whose shells may go on although nobody here has them. */
  const goingOn = new Set<string>();

  function inUse(): Container {
    if (!container) throw new TargetError(message('target/not-prepared'));
    return container;
  }

  /** Runs a script in the container; what it prints. Throws TargetError when it fails. */
  async function run(words: readonly string[], signal: AbortSignal, input = '', ms = scriptMs): Promise<string> {
    const used = inUse();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
    const { exitCode, output } = await used.run(words, input, limit);
    if (exitCode === 0) return output;
    const reason = verbatim(output.trim() || String(exitCode));
    throw new TargetError(message('target/container-script', { container: used.name, reason }));
  }

  async function prepare(signal: AbortSignal): Promise<void> {
    container = await (options.node === undefined ? engine.create(signal) : findNode(engine, options.node, signal));
    try {
      name = container.name;
      // No sh: whatever the engine says of that.
      const said = await run(scripts.prepare(bash), signal);
      if (said.includes('lacking'))
        throw new TargetError(message('target/container-lacks', { container: name, program: bash }));
      hasDtach = /^dtach$/m.test(said);
      for (const [, id = ''] of said.matchAll(/^alive (\w+)$/gm)) goingOn.add(id);
      if (options.node === undefined) await place(options.files ?? [], (script) => run(['sh', '-s'], signal, script));
    } catch (error) {
      // A node that somebody works on stays.
      if (options.node === undefined) await container.remove().catch(() => undefined);
      container = undefined;
      name = options.node;
      throw error;
    }
  }

  function follow(id: string, terminal: Awaited<ReturnType<Container['openTerminal']>>): ContainerTty {
    const file = `${folder}/${id}`;
    const tty = new ContainerTty(terminal, {
      byDtach: hasDtach === true,
      ended: async (exitCode) => {
        open.delete(id);
        return endOf(id, file, exitCode);
      },
      close: async () => {
        if (container) await run(scripts.close(file), never).catch(ignoreGone);
      },
    });
    open.set(id, tty);
    return tty;
  }

  /** A client of dtach ends with its shell, when it is killed, and when the connection is cut; a plain shell may outlive the connection. */
  async function endOf(id: string, file: string, exitCode: number | undefined): Promise<End> {
    if (hasDtach !== true && exitCode !== undefined && exitCode !== killed) return { exitCode };
    try {
      if (hasDtach !== true) {
        await run(scripts.close(file), never);
        return { exitCode: exitCode ?? hungUp };
      }
      const said = await run(scripts.look(file), never);
      const code = /^ended (\d+)/m.exec(said)?.[1];
      if (code !== undefined) return { exitCode: Number(code) };
      if (said.trim() === '') return { exitCode: hungUp };
      goingOn.add(id);
      return { exitCode: hungUp, lost: true };
    } catch {
      return { exitCode: killed, gone: message('target/container-gone', { container: name ?? engine.name }) };
    }
  }

  /** The shell that goes on in a terminal; undefined when it has ended. */
  async function attach(id: string, size: Size, signal: AbortSignal): Promise<Tty | undefined> {
    const file = `${folder}/${id}`;
    const tty = follow(id, await inUse().openTerminal(scripts.attach(file, size), size, signal));
    if (!(await tty.ready())) return undefined;
    const said = (await run(scripts.look(file, size), signal)).trim();
    if (said !== 'atPrompt' && said !== 'inProgram') return undefined;
    return Object.defineProperty(tty, 'attached', { value: said });
  }

  /** The words in front of a program that give it what every shell gets, and more. Not by export: bash's functions have names there that sh does not take. */
  function withEnvironment(env: Readonly<Record<string, string>> = {}): readonly string[] {
    const values = { ...options.env, TERM: 'xterm-256color', HISTFILE: '/dev/null', ...env };
    return ['env', ...Object.entries(values).map(([name, value]) => `${name}=${value}`)];
  }

  async function start(id: string, shell: ShellOptions, signal: AbortSignal): Promise<Tty> {
    const how = hasDtach === true ? 'dtach' : 'plain';
    const words = scripts.launch(how, `${folder}/${id}`, shell.size, [
      ...withEnvironment(shell.env),
      ...[bash, '--noprofile', '--norc', '-i'],
    ]);
    return follow(id, await inUse().openTerminal(words, shell.size, signal));
  }

  return {
    name: engine.name,
    get address() {
      return container?.address ?? '';
    },
    ephemeral: true,
    get node() {
      return name;
    },
    get notice() {
      const shells = hasDtach === undefined ? 'unknown' : hasDtach ? 'stay' : 'end';
      return isClass ? message('target/container', { shells }) : undefined;
    },
    prepare,
    isFar: true,
    inventory: (signal) =>
      run(['sh', '-c', lookScript], AbortSignal.any([signal, AbortSignal.timeout(farMs)])).then(
        (said) => farInventory(said, true),
        () => unknownNode(),
      ),
    open: async (shell, signal) => {
      const { terminal = randomUUID() } = shell;
      const named = createHash('sha256').update(terminal).digest('hex').slice(0, 16);
      const id = open.has(named) ? randomUUID().replaceAll('-', '') : named;
      const found = goingOn.delete(id) ? await attach(id, shell.size, signal) : undefined;
      return found ?? start(id, shell, signal);
    },
    runScript: async (script, { ms, signal }) => {
      const { args, end, ms: most } = launch({ ms });
      const words = scripts.beside([...withEnvironment(), bash, ...args]);
      return end(await run(words, signal, script, most));
    },
    leave: async () => {
      const left = [...open];
      if (!container) return;
      for (const [, tty] of left) tty.letGo();
      const script = hasDtach === true ? scripts.letGo : scripts.close;
      await Promise.all(left.map(([id]) => run(script(`${folder}/${id}`), never).catch(ignoreGone)));
      container = undefined;
    },
    close: async () => {
      const used = container;
      container = name = undefined;
      await used?.remove();
      for (const tty of open.values()) tty.letGo();
    },
  };
}

async function findNode(engine: ContainerEngine, node: string, signal: AbortSignal): Promise<Container> {
  const found = await engine.find(node, signal);
  if (found) return found;
  throw new TargetError(message('target/container-gone', { container: node }));
}

/** The container is gone, and with it what was to be ended. */
function ignoreGone(): undefined {
  return undefined;
}
