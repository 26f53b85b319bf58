import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '../messages/message.ts';
import { listFiles, type PlacedFile } from './files.ts';
import { TargetError } from './target.ts';

/** As one word of sh. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A text as lines for `base64 -d`. */
export function encoded(content: Uint8Array | string): string {
  return Buffer.from(content)
    .toString('base64')
    .replace(/.{1,76}/g, '$&\n')
    .trimEnd();
}

/** A path on the host as one word of sh, `~/` being the home of its user. */
function pathWord(path: string): string {
  if (path === '~') return '"$HOME"';
  return path.startsWith('~/') ? `"$HOME"/${quoted(path.slice(2))}` : quoted(path);
}

/** Puts files in place that are not there yet, and says which it has made. What is there with another content is somebody's work. */
export async function place(
  files: readonly PlacedFile[],
  command: (script: string) => Promise<string>,
): Promise<readonly string[]> {
  const all: {
    readonly from: string;
    readonly to: string;
    readonly word: string;
    readonly content: string;
    readonly chmod: string;
  }[] = [];
  for (const { from, to, chmod } of files) {
    for (const each of await listFiles(from, from)) {
      const path = each.from === from ? to : join(to, each.from.slice(from.length));
      all.push({
        from: each.from,
        to: path,
        word: pathWord(path),
        content: encoded(await readFile(each.from)),
        chmod: chmod ?? ((await lstat(each.from)).mode & 0o100 ? '+x' : ''),
      });
    }
  }
  if (all.length === 0) return [];
  const decode = (content: string, into: string): string => `base64 -d > ${into} <<'END'\n${content}\nEND`;
  const looks = all.map(
    ({ word, content }, at) =>
      `if [ -e ${word} ]; then\n${decode(content, '"$t"')}\nif cmp -s "$t" ${word}; then echo same ${at}; else echo other ${at}; fi\nfi`,
  );
  const found = await command(`t=$(mktemp) || exit 1\n${looks.join('\n')}\nrm -f "$t"\n`);
  const states = new Map(
    [...found.matchAll(/^(same|other) (\d+)$/gm)].map(([, state = '', at]) => [Number(at), state]),
  );
  for (const [at, { from, to }] of all.entries()) {
    if (states.get(at) === 'other') throw new TargetError(message('target/file-differs', { from, to }));
  }
  const missing = all.filter((_, at) => !states.has(at));
  const writes = missing.map(
    ({ word, content, chmod }) =>
      `mkdir -p "$(dirname ${word})"\n${decode(content, word)}${chmod === '' ? '' : `\nchmod ${quoted(chmod)} ${word}`}`,
  );
  await command(`set -e\n${writes.join('\n')}\n`);
  return missing.map(({ word }) => word);
}

/** Ends every process with the run's mark in its environment, and removes what was put in place, and folders that are empty then. */
export function cleanUp(run: string, placed: readonly string[]): string {
  return `find_all() { grep -lsF -e ${quoted(run)} /proc/[0-9]*/environ 2>/dev/null | sed 's,/proc/,,; s,/environ,,'; }
for signal in HUP KILL KILL; do
  pids=$(find_all) || true
  [ -n "$pids" ] || break
  kill -$signal $pids 2>/dev/null
  for tenth in 1 2 3 4 5; do [ -n "$(find_all)" ] || break; sleep 0.1; done
done
${placed.map((word) => `rm -f ${word}; d=$(dirname ${word}); while rmdir "$d" 2>/dev/null; do d=$(dirname "$d"); done`).join('\n')}
exit 0
`;
}
