import type { EventEmitter } from 'node:events';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import vm, { type Context, type Module } from 'node:vm';
import type { ContainerContext } from '../container-context.ts';
import type { Io } from '../task.ts';
import { guestFetch } from './fetch.ts';
import type { FoundProgram } from './known.ts';
import { createLife, type Life, within } from './life.ts';
import { type Exports, guestModules } from './modules.ts';
import { guestNetwork } from './network.ts';

/** How a guest runs. */
export interface GuestOptions {
  readonly program: FoundProgram;
  readonly place: ContainerContext;
  readonly io: Io;
  /** Emits the names of signals. */
  readonly signals: EventEmitter;
  /** Aborted when its container ends. */
  readonly signal: AbortSignal;
  /** Told when it is ended because it was sent more than it may keep. */
  readonly onFlood: () => void;
}

/** Runs a known program in a context of its own; its exit code. */
export function runGuest(options: GuestOptions): Promise<number> {
  const { program, place, io, signal, onFlood } = options;
  return new Promise((resolve) => {
    const life = createLife(io, resolve);
    signal.addEventListener('abort', life.kill);
    const network = guestNetwork(place, life, () => {
      onFlood();
      life.kill();
    });
    within(life, () => {
      const log = (...words: unknown[]) => {
        if (!life.isOver) io.stdout(`${format(...words)}\n`);
      };
      const context = vm.createContext({
        ...{ AbortSignal, Buffer, URL, console: { log } },
        fetch: guestFetch(network, life),
        process: guestProcess(options, life),
      });
      evaluate(program, context, guestModules(place, life, network)).catch(life.fail);
    });
  });
}

/** What guests use of `process`. */
function guestProcess({ place, signals }: GuestOptions, life: Life): object {
  return {
    env: { ...place.env },
    exit: (code = 0) => {
      life.end(code);
    },
    on: (name: string, listener: () => void) => {
      signals.on(name, () => {
        within(life, listener);
      });
    },
  };
}

/** Evaluates a program, at the addresses that its files have as those of a process, so that its stacks are the same. */
async function evaluate(
  { main, sources }: FoundProgram,
  context: Context,
  modules: Readonly<Record<string, Exports>>,
): Promise<void> {
  const made = new Map<string, Module>();
  const load = (path: string): Module => {
    const text = sources.get(path);
    if (text === undefined) throw new Error(`Cannot find module '${path}'`);
    const identifier = pathToFileURL(path).href;
    const initializeImportMeta = (meta: ImportMeta) => {
      meta.url = identifier;
    };
    return new vm.SourceTextModule(text, { context, identifier, initializeImportMeta });
  };
  const provide = (name: string): Module => {
    const exports = modules[name];
    if (exports === undefined) throw new Error(`Cannot find module '${name}'`);
    return new vm.SyntheticModule(
      Object.keys(exports),
      function () {
        for (const [each, value] of Object.entries(exports)) this.setExport(each, value);
      },
      { context, identifier: name },
    );
  };
  const module = load(main);
  await module.link((name) => {
    const found = made.get(name) ?? (name.startsWith('./') ? load(join(dirname(main), name)) : provide(name));
    made.set(name, found);
    return found;
  });
  await module.evaluate();
}
