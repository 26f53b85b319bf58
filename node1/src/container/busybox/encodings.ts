import { createHash } from 'node:crypto';
import { type Applet, type AppletCall } from './applet.ts';
import { Ended, type Options, programName, readOptions } from './getopt.ts';
import { contentOf, eachInput, linesOf, write } from './inputs.ts';

function sums(algorithm: string): Applet {
  return async (run) => {
    const options = readOptions(run, { known: 'csw' });
    if (options.has('c')) return checkSums(run, options, algorithm);
    return eachInput(run, options.operands, async (input, name) => {
      const hash = createHash(algorithm);
      for await (const chunk of input) hash.update(chunk);
      run.io.stdout(`${hash.digest('hex')}  ${name}\n`);
    });
  };
}

/** Whether files are what a list of sums says. */
async function checkSums(run: AppletCall, options: Options, algorithm: string): Promise<number> {
  const [failed, all] = [{ count: 0 }, { count: 0 }];
  const code = await eachInput(
    run,
    options.operands,
    async (list) => {
      for await (const line of linesOf(list)) {
        const [, sum = '', name = ''] = /^([0-9a-fA-F]+)[ \t]+\*?(.*?)\n?$/.exec(line) ?? [];
        if (name === '') continue;
        all.count++;
        const hash = createHash(algorithm);
        const isRead = await eachInput(run, [name], async (input) => {
          for await (const chunk of input) hash.update(chunk);
        });
        const isSame = isRead === 0 && hash.digest('hex') === sum.toLowerCase();
        if (!isSame) failed.count++;
        if (!options.has('s')) await write(run, `${name}: ${isSame ? 'OK' : 'FAILED'}\n`);
      }
    },
    'plain',
  );
  if (failed.count > 0 && !options.has('s'))
    run.io.stderr(`${programName(run)}: WARNING: ${failed.count} of ${all.count} computed checksums did NOT match\n`);
  return failed.count > 0 ? 1 : code;
}

async function base64(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'dw:', long: { decode: 'd', 'wrap=': 'w' } });
  const width = Number(options.value('w') ?? 76);
  return eachInput(
    run,
    options.operands,
    async (input) => {
      const content = await contentOf(input);
      if (options.has('d')) {
        const [, letters = '', rest = ''] =
          /^([A-Za-z0-9+/\s]*={0,2}\s*)([^]*)$/.exec(content.toString('latin1')) ?? [];
        const digits = letters.replace(/\s/g, '');
        const whole = digits.length - (digits.length % 4);
        await write(run, Buffer.from(digits.slice(0, whole), 'base64'));
        if (rest !== '' || whole < digits.length) {
          run.io.stderr('base64: truncated input\n');
          throw new Ended(1);
        }
      } else {
        const text = content.toString('base64');
        const lines = width === 0 ? [text] : (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
        await write(run, `${lines.join('\n')}${width === 0 ? '' : '\n'}`);
      }
    },
    'plain',
  );
}

/** Programs that write bytes in other letters. */
export const encodingApplets: readonly (readonly [string, Applet])[] = [
  ['base64', base64],
  ...['md5', 'sha1', 'sha256', 'sha512'].map((name): readonly [string, Applet] => [`${name}sum`, sums(name)]),
];
