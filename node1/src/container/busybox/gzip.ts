import { lstat, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openInput, openOutput, requireFolder } from '../files.ts';
import { inside } from '../rootfs.ts';
import { type AppletCall } from './applet.ts';
import { programName, readOptions } from './getopt.ts';
import { contentOf, reasonOf, write } from './inputs.ts';

function isGzip(content: Buffer): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}

/** gzip(1), gunzip(1) and zcat(1). */
export async function gzip(run: AppletCall): Promise<number> {
  const program = programName(run);
  const options = readOptions(run, {
    known: 'cdfktqvn123456789',
    long: { stdout: 'c', decompress: 'd', keep: 'k', force: 'f' },
  });
  const unpacks = program !== 'gzip' || options.has('d') || options.has('t');
  const toOutput = program === 'zcat' || options.has('c');
  const convert = (content: Buffer): Buffer => {
    if (!unpacks) return gzipSync(content, { level: Number(/[1-9]/.exec(run.args.join(''))?.[0] ?? 6) });
    if (!isGzip(content)) throw new Error('invalid magic');
    return gunzipSync(content);
  };
  let code = 0;
  for (const name of options.operands.length === 0 ? ['-'] : options.operands) {
    try {
      if (name === '-') {
        if (!unpacks && run.io.stdout.terminal !== undefined && !options.has('f')) {
          run.io.stderr('gzip: compressed data not written to terminal, use -f to force it\n');
          return 1;
        }
        await write(run, convert(await contentOf(run.io.stdin)));
        continue;
      }
      const path = posix.resolve(run.cwd, name);
      const { input, close } = await openInput(run, path);
      const content = await contentOf(input).finally(close);
      const target = unpacks ? name.replace(/\.(?:gz|tgz)$/, (end) => (end === '.tgz' ? '.tar' : '')) : `${name}.gz`;
      if (!toOutput && !options.has('t') && target === name) {
        run.io.stderr(`${program}: ${name}: unknown suffix - ignored\n`);
        code = 1;
        continue;
      }
      const made = convert(content);
      if (options.has('t')) continue;
      if (toOutput) {
        await write(run, made);
        continue;
      }
      const to = posix.resolve(run.cwd, target);
      if (!options.has('f') && (await lstat(inside(run.place.root, to)).catch(() => undefined)) !== undefined) {
        run.io.stderr(`${program}: can't open '${target}': File exists\n`);
        code = 1;
        continue;
      }
      await requireFolder(run.place, posix.dirname(to));
      const { sink, close: closeOutput } = await openOutput(run, to, false);
      sink(made);
      await closeOutput();
      if (!options.has('k')) await rm(inside(run.place.root, path));
    } catch (error) {
      const { code: reason } = error as NodeJS.ErrnoException;
      if (run.signal.aborted) throw error;
      const isFile = reason !== undefined && /^E[A-Z]+$/.test(reason);
      run.io.stderr(
        `${program}: ${isFile ? `${name}: ${reasonOf(error)}` : program === 'zcat' ? 'no gzip/bzip2/xz magic' : 'invalid magic'}\n`,
      );
      code = 1;
    }
  }
  return code;
}
