import { createHash } from 'node:crypto';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { readOptions } from './getopt.ts';
import { contentOf, eachInput, write } from './inputs.ts';

function sums(algorithm: string): Applet {
  return async (run) => {
    const options = readOptions(run, { known: 'c', absent: 'sw' });
    if (options.has('c')) return refuse(run, `${run.name} -c`);
    return eachInput(run, options.operands, async (input, name) => {
      const hash = createHash(algorithm);
      for await (const chunk of input) hash.update(chunk);
      run.io.stdout(`${hash.digest('hex')}  ${name}\n`);
    });
  };
}

async function base64(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'dw:', long: { decode: 'd', 'wrap=': 'w' } });
  const width = Number(options.value('w') ?? 76);
  return eachInput(
    run,
    options.operands,
    async (input) => {
      const content = await contentOf(input);
      if (options.has('d')) await write(run, Buffer.from(content.toString('latin1'), 'base64'));
      else {
        const text = content.toString('base64');
        const lines = width === 0 ? [text] : (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
        await write(run, `${lines.join('\n')}${width === 0 ? '' : '\n'}`);
      }
    },
    'plain',
  );
}

async function hexdump(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'C', absent: 'bcdoxvnefs' });
  if (!options.has('C')) return refuse(run, 'hexdump without -C');
  return eachInput(run, options.operands, async (input) => {
    const content = await contentOf(input);
    for (let at = 0; at < content.length; at += 16) {
      const piece = content.subarray(at, at + 16);
      const hex = [...piece].map((byte) => byte.toString(16).padStart(2, '0'));
      const text = [...piece].map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
      await write(
        run,
        `${at.toString(16).padStart(8, '0')}  ${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}  |${text}|\n`,
      );
    }
    await write(run, `${content.length.toString(16).padStart(8, '0')}\n`);
  });
}

/** Programs that write bytes in other letters. */
export const encodingApplets: readonly (readonly [string, Applet])[] = [
  ['hexdump', hexdump],
  ['base64', base64],
  ...['md5', 'sha1', 'sha256', 'sha512'].map((name): readonly [string, Applet] => [`${name}sum`, sums(name)]),
];
