/**
 * A process of its own for a command that needs nothing of the cluster: `node command.js LANGUAGE NAME ARGUMENT...`. Signals end it
 * as they end any process.
 */
import type { Program, Stream } from '../program.ts';
import { curl } from './curl/curl.ts';
import { jq } from './jq.ts';

const programs: Readonly<Record<string, Program>> = { curl, jq };
const [lang = 'en', name = '', ...args] = process.argv.slice(2);

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

process.exitCode = await programs[name]?.({
  args,
  cwd: process.cwd(),
  env: process.env as Record<string, string>,
  stdin: Object.assign(process.stdin as AsyncIterable<Uint8Array>, { isTTY: process.stdin.isTTY }),
  stdout: streamOf(process.stdout),
  stderr: streamOf(process.stderr),
  lang: lang === 'fr' ? 'fr' : 'en',
  signal: new AbortController().signal,
});
