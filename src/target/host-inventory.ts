import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { type Inventory, thingKinds, unknownNode } from '../changes/inventory.ts';

/** Milliseconds that an answer may take. */
const answerMs = 3_000;
/** Characters of an answer: a node may write what it likes. */
const mostAnswer = 4 * 1024 * 1024;

const kind = z.enum(thingKinds);
const schema: z.ZodType<Inventory> = z.object({
  things: z.array(
    z.object({
      kind,
      name: z.string(),
      fingerprint: z.string(),
      facts: z.record(z.string(), z.string()),
      told: z.array(z.string()).exactOptional(),
      isOwned: z.boolean().exactOptional(),
    }),
  ),
  unseen: z.array(z.object({ kind, below: z.string() })),
});

/** Asks a node that is a process of its own what it holds: a numbered question on its standard input, and the line with that number on its output. */
export function hostInventory({ stdin, stdout }: ChildProcess): (signal: AbortSignal) => Promise<Inventory> {
  let number = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const ask = async (signal: AbortSignal): Promise<Inventory> => {
    if (!stdin || !stdout || stdin.destroyed || stdout.destroyed) return unknownNode();
    const start = `${++number} `;
    stdin.write(`inventory ${number}\n`);
    const line = await lineWith(stdout, start, AbortSignal.any([signal, AbortSignal.timeout(answerMs)]));
    try {
      return schema.parse(JSON.parse(line?.slice(start.length) ?? ''));
    } catch {
      return unknownNode();
    }
  };
  return (signal) => {
    const answer = turn.then(() => ask(signal));
    turn = answer;
    return answer;
  };
}

/** The next line that begins so; undefined when none comes, or it is too long. */
function lineWith(stream: NodeJS.ReadableStream, start: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const end = (line: string | undefined): void => {
      stream.off('data', take).off('close', give);
      signal.removeEventListener('abort', give);
      stream.pause();
      resolve(line);
    };
    const give = (): void => {
      end(undefined);
    };
    const take = (bytes: Buffer): void => {
      said += bytes.toString('latin1');
      const lines = said.split('\n');
      said = lines.pop() ?? '';
      const found = lines.find((line) => line.startsWith(start));
      if (found !== undefined) end(Buffer.from(found, 'latin1').toString('utf8'));
      else if (said.length > mostAnswer) end(undefined);
    };
    if (signal.aborted) {
      resolve(undefined);
      return;
    }
    signal.addEventListener('abort', give);
    stream.on('data', take).on('close', give).resume();
  });
}
