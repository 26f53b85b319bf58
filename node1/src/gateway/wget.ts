import { existsSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Program } from '../program.ts';
import type { Reach } from './reach.ts';

/** What a quiet call of wget asks for, as the node's curl is asked for it. */
interface WgetCall {
  readonly url: string;
  /** Of curl, but for the URL and where the answer goes. */
  readonly options: readonly string[];
  /** `-`: standard output; undefined: a file that is called as the URL. */
  readonly output: string | undefined;
}

const agent = ['-A', 'Wget/1.21.3', '-H', 'Accept-Encoding: identity'];

/** Reads the words of a call of GNU wget; undefined where it is not quiet, or asks for what the node does not do. */
function parseWget(args: readonly string[]): WgetCall | undefined {
  const words = [...args];
  const options: string[] = [];
  const urls: string[] = [];
  let output: string | undefined;
  let isQuiet = false;
  let [timeout, tries]: [string | undefined, string | undefined] = [undefined, undefined];
  while (words.length > 0) {
    const word = words.shift() ?? '';
    const [, long, given] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const value = (): string => given ?? words.shift() ?? '';
    if (word === '-q' || long === 'quiet') isQuiet = true;
    else if (/^-q?O/.test(word)) {
      isQuiet ||= word.startsWith('-q');
      output = word.slice(word.indexOf('O') + 1) || (words.shift() ?? '');
    } else if (long === 'output-document') output = value();
    else if (/^-[tT]/.test(word)) {
      const number = word.slice(2) || (words.shift() ?? '');
      if (word.startsWith('-T')) timeout = number;
      else tries = number;
    } else if (long === 'timeout') timeout = value();
    else if (long === 'tries') tries = value();
    else if (long === 'header') options.push('-H', value());
    else if (long === 'post-data') options.push('-d', value());
    else if (long === 'user-agent') options.push('-A', value());
    else if (long === 'no-check-certificate') options.push('-k');
    else if (word.startsWith('-')) return undefined;
    else urls.push(word);
  }
  const [url, ...others] = urls;
  // After a timeout wget tries twenty times, waiting longer each time.
  if (!isQuiet || url === undefined || others.length > 0 || (timeout !== undefined && tries !== '1')) return undefined;
  return { url, output, options: [...(timeout === undefined ? [] : ['-m', timeout]), ...options] };
}

/** GNU wget's exit codes for those of curl: no connection 4, an error of the server 8. */
function codeOf(code: number): number {
  if (code === 0) return 0;
  if (code === 22) return 8;
  return code === 3 || code === 2 ? 1 : 4;
}

/** A quiet wget for addresses of the cluster, whose words `refuse` has where it is more than that. */
export function wget(reach: () => Promise<Reach>, refuse: Program): Program {
  return async (invocation) => {
    const asked = parseWget(invocation.args);
    if (asked === undefined) return refuse(invocation);
    const { curl } = await import('./curl/curl.ts');
    const args = ['-s', '-f', '-L', ...agent, ...asked.options, '-o', outputOf(asked, invocation.cwd), asked.url];
    return codeOf(await curl({ ...invocation, args }, await reach()));
  };
}

/** The file that wget writes: one that is there already stays. */
function outputOf({ url, output }: WgetCall, cwd: string): string {
  if (output !== undefined) return output;
  const path = url.replace(/^\w+:\/\//, '').replace(/[?#].*$/, '');
  const name = path.includes('/') ? posix.basename(path) : '';
  const wanted = name === '' || path.endsWith('/') ? 'index.html' : name;
  let free = wanted;
  for (let count = 1; existsSync(resolve(cwd, free)); count++) free = `${wanted}.${count}`;
  return free;
}
