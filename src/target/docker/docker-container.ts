import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { message, verbatim } from '../../messages/message.ts';
import type { Container, Ran } from '../container/engine.ts';
import { TargetError } from '../target.ts';
import { answered, type DockerConnection, isUnknown, refusalOf, told } from './api.ts';
import { openTerminal } from './docker-terminal.ts';

/** Bytes of the output of a script that are kept. */
const mostOutput = 1024 * 1024;
/** Of a frame of output: stream, three zeros, length. */
const headLength = 8;

/** A container of an engine as a node. */
export function dockerContainer(
  { docker, engine }: DockerConnection,
  name: string,
  address: string,
  whenRemoved: () => Promise<void>,
): Container {
  const container = docker.getContainer(name);
  const refused = (reason: string) =>
    /No such container|is not running/i.test(reason)
      ? message('target/container-gone', { container: name })
      : message('target/docker-refused', { reason: verbatim(reason) });
  return {
    name,
    address,
    run: (words, input, signal) =>
      runIn(container, words, input, signal).catch((error: unknown) => {
        throw told(error, engine, refused);
      }),
    openTerminal: (words, _size, signal) =>
      openTerminal(container, words, signal).catch((error: unknown) => {
        throw told(error, engine, refused);
      }),
    remove: async () => {
      await removeContainer(container).catch((error: unknown) => {
        throw told(error, engine);
      });
      await whenRemoved();
    },
  };
}

/** Ends a container with everything in it; fulfilled when the engine does not know it any more. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  try {
    await answered(container.remove({ force: true, v: true }));
  } catch (error) {
    if (isUnknown(error)) return;
    // Somebody else is at it.
    if (refusalOf(error)?.status !== 409) throw error;
    await answered(container.wait({ condition: 'removed' })).catch((reason: unknown) => {
      if (!isUnknown(reason)) throw reason;
    });
  }
}

async function runIn(
  container: Docker.Container,
  words: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<Ran> {
  const exec = await answered(
    container.exec({ Cmd: [...words], AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false }),
    signal,
  );
  const stream = await answered(exec.start({ hijack: true, stdin: true }), signal);
  try {
    const output = await answered(outputOf(stream, input), signal);
    const { ExitCode } = await answered(exec.inspect(), signal);
    if (ExitCode === null) throw new TargetError(message('target/no-answer'));
    return { exitCode: ExitCode, output };
  } finally {
    stream.destroy();
  }
}

/** What a program without a terminal prints, given what it reads. */
function outputOf(stream: Duplex, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const kept: Buffer[] = [];
    let length = 0;
    let rest: Buffer = Buffer.alloc(0);
    stream.on('data', (bytes: Buffer) => {
      rest = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
      for (;;) {
        const end = rest.length < headLength ? Infinity : headLength + rest.readUInt32BE(4);
        if (rest.length < end) return;
        if (length < mostOutput) kept.push(rest.subarray(headLength, end));
        length += end - headLength;
        rest = rest.subarray(end);
      }
    });
    stream.once('error', reject);
    stream.once('end', () => {
      resolve(Buffer.concat(kept).toString());
    });
    stream.once('close', () => {
      reject(new TargetError(message('target/no-answer')));
    });
    stream.end(input);
  });
}
