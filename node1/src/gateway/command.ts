/**
 * A process of its own for a command that needs nothing of the cluster: `node command.js LANGUAGE REFUSED NAME ARGUMENT...`.
 * What it refuses, it adds to the file REFUSED, a line each. Signals end it as they end any process.
 */
import { appendFileSync } from 'node:fs';
import type { Message } from '../messages/codes.ts';
import { word } from '../messages/message.ts';
import { refusals } from '../messages/refusals.ts';
import type { Program, Stream } from '../program.ts';
import { jq } from './jq.ts';

const programs: Readonly<Record<string, Program>> = { jq };
const [language, refused = '', name = '', ...args] = process.argv.slice(2);
const lang = language === 'fr' ? 'fr' : 'en';

function streamOf(stream: NodeJS.WriteStream): Stream {
  stream.on('error', () => process.exit(141));
  return {
    write: (data) =>
      new Promise((resolve) =>
        stream.write(data, () => {
          resolve();
        }),
      ),
    isTTY: stream.isTTY,
    columns: stream.isTTY ? stream.columns : 80,
  };
}

function onRefusal(refusal: Message): void {
  try {
    appendFileSync(refused, `${word(refusal, lang)}\n`);
  } catch {
    // The node has ended: nobody asks any more.
  }
}

process.exitCode = await refusals.run(onRefusal, () =>
  programs[name]?.({
    args,
    cwd: process.cwd(),
    env: process.env as Record<string, string>,
    stdin: Object.assign(process.stdin as AsyncIterable<Uint8Array>, { isTTY: process.stdin.isTTY }),
    stdout: streamOf(process.stdout),
    stderr: streamOf(process.stderr),
    lang,
    signal: new AbortController().signal,
  }),
);
