import { open, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { message } from '../messages/message.ts';
import { refuse } from './busybox/applet.ts';
import { Ended } from './busybox/getopt.ts';
import { reasonOf } from './busybox/inputs.ts';
import {
  type Applet,
  type AppletCall,
  atExit,
  type ContainerContext,
  notExecutable,
  notFound,
  type SpawnOptions,
} from './container-context.ts';
import { mayAccess } from './files.ts';
import { unlessAborted } from './io.ts';
import { Killed, type Process } from './processes.ts';
import { inside } from './rootfs.ts';
import { appletAt } from './which.ts';

/** A program cannot be executed: there is none, or it may not be. */
export class CannotExecute extends Error {
  readonly reason: 'missing' | 'denied';
  constructor(reason: CannotExecute['reason']) {
    super(reason === 'missing' ? 'No such file or directory' : 'Permission denied');
    this.reason = reason;
  }
}

/** A program that was found: what runs, and the arguments that come before those given. */
interface Program {
  readonly applet: Applet;
  readonly before: readonly string[];
}

/** What a program is started with. */
export type Start = SpawnOptions & Pick<AppletCall, 'io' | 'env' | 'cwd'> & { readonly parent?: Process | undefined };

/** Runs a program of a container as a process; its exit code. Throws CannotExecute, NoMoreProcesses. */
export async function spawn(place: ContainerContext, command: readonly string[], start: Start): Promise<number> {
  const [name = '', ...args] = command;
  const { io, env, cwd, parent, process: given, onStart } = start;
  const program = await findProgram(place, name, env, cwd);
  const process = given ?? birth(place, command, parent, io.stdin.terminal !== undefined);
  given?.rename(command);
  onStart?.(process);
  const call: AppletCall = {
    ...{ place, io: { ...io, stdin: io.stdin.for(process.signal) }, signal: process.signal, process, name },
    ...{ args: [...program.before, ...args], env, cwd },
    spawn: (words, how = {}) =>
      spawn(place, words, { io: how.io ?? call.io, env: how.env ?? env, cwd: how.cwd ?? cwd, parent: process, ...how }),
  };
  try {
    // What is started from outside begins at once: what is typed into it comes right after.
    if (given === undefined) await place.processes.breathe();
    return await unlessAborted(Promise.resolve(program.applet(call)), process.signal);
  } catch (error) {
    if (process.signal.aborted) return atExit(process.signal);
    if (error instanceof Killed) return atExit(AbortSignal.abort(error));
    if (error instanceof Ended) return error.code;
    // A file that went away under a program, and a full disk, are no faults of ours.
    const { code: reason = '', syscall } = error as NodeJS.ErrnoException;
    const isFull = ['EFBIG', 'ENOSPC', 'EDQUOT'].includes(reason);
    if (isFull || syscall !== undefined) {
      io.stderr(`${posix.basename(name)}: ${isFull ? 'write error: ' : ''}${reasonOf(error)}\n`);
      return 1;
    }
    throw error;
  } finally {
    if (given === undefined) process.end();
  }
}

function birth(
  { processes, user, userName }: ContainerContext,
  command: readonly string[],
  parent: Process | undefined,
  tty: boolean,
): Process {
  return processes.spawn({ parent: parent?.pid ?? 0, command, tty, uid: user.uid, user: userName });
}

/** Throws the runtime's Error where a container cannot execute the program of its command. */
export async function requireProgram(
  place: ContainerContext,
  name: string,
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<void> {
  try {
    await findProgram(place, name, env, cwd);
  } catch (error) {
    if (!(error instanceof CannotExecute)) throw error;
    throw error.reason === 'denied' ? notExecutable(name) : notFound(name);
  }
}

async function findProgram(
  place: ContainerContext,
  name: string,
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Program> {
  if (name === '') throw new CannotExecute('missing');
  const { applets } = place;
  if (!name.includes('/')) {
    const applet = applets.get(name);
    if (applet !== undefined) return { applet, before: [] };
    let denied = false;
    for (const folder of (env['PATH'] ?? '').split(':')) {
      const path = posix.resolve(cwd, folder, name);
      const found = await stat(inside(place.root, path)).catch(() => undefined);
      if (found?.isFile() !== true) continue;
      if (mayAccess(place, path, found.mode, 1)) return script(place, path, path);
      denied = true;
    }
    throw new CannotExecute(denied ? 'denied' : 'missing');
  }
  const path = posix.resolve(cwd, name);
  const found = await stat(inside(place.root, path)).catch(() => undefined);
  if (found === undefined) {
    const applet = appletAt(applets, path);
    if (applet === undefined) throw new CannotExecute('missing');
    return { applet, before: [] };
  }
  if (!found.isFile() || !mayAccess(place, path, found.mode, 1)) throw new CannotExecute('denied');
  return script(place, path, name);
}

/** A script, by the interpreter that its first line names, or sh. */
async function script(place: ContainerContext, path: string, shown: string, depth = 0): Promise<Program> {
  const file = await open(inside(place.root, path), 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256).finally(() => file.close());
  const start = buffer.subarray(0, bytesRead);
  if (start.subarray(0, 4).equals(Buffer.from('\x7fELF'))) {
    return { applet: (run) => refuse(run, message('subject/in-container', { program: shown })), before: [] };
  }
  const [, line] = /^#![ \t]*([^\n]*)/.exec(start.toString()) ?? [];
  const [interpreter = '/bin/sh', ...rest] = (line ?? '').split(/\s+/).filter((word) => word !== '');
  const isEnv = interpreter.endsWith('/env');
  const name = isEnv ? (rest[0] ?? '') : interpreter;
  const applet = isEnv ? place.applets.get(name) : (appletAt(place.applets, name) ?? undefined);
  if (applet === undefined) {
    const found = await stat(inside(place.root, name)).catch(() => undefined);
    if (found?.isFile() !== true || depth > 3) throw new CannotExecute('missing');
    const inner = await script(place, name, name, depth + 1);
    return { ...inner, before: [...inner.before, name, ...rest, shown] };
  }
  return { applet, before: [...(isEnv ? rest.slice(1) : rest), shown] };
}
