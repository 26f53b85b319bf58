import { readFile, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { requireWritable } from '../files.ts';
import { inside } from '../rootfs.ts';
import { type AppletCall, refuse } from './applet.ts';
import { readOptions, usageOf } from './getopt.ts';
import { eachInput, linesOf, reasonOf, write } from './inputs.ts';
import { type Address, type Command, readScript, SedError } from './sed-script.ts';

function substitute(
  { pattern, replacement = '', flags = '' }: Command,
  text: string,
): { readonly text: string; readonly changed: boolean } {
  if (pattern === undefined) return { text, changed: false };
  const nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
  let count = 0;
  let changed = false;
  const made = text.replace(pattern, (...args: unknown[]) => {
    const at = args.findIndex((arg) => typeof arg === 'number');
    const groups = args.slice(0, at) as (string | undefined)[];
    count++;
    const [whole = ''] = groups;
    if (count < nth || (count > nth && !flags.includes('g'))) return whole;
    changed = true;
    return replacement.replace(
      /\\(\d)|\\n|\\t|\\(.)|\\\n|&/gs,
      (token, group: string | undefined, plain: string | undefined) => {
        if (group !== undefined) return groups[Number(group)] ?? '';
        if (token === '&') return whole;
        if (token === '\\n') return '\n';
        return token === '\\t' ? '\t' : (plain ?? '\n');
      },
    );
  });
  return { text: made, changed };
}

/** sed(1): its commands but for files to write to. */
export async function sed(run: AppletCall): Promise<number> {
  const inPlace = run.args.some((arg) => /^-[nrEs]*i/.test(arg) || arg.startsWith('--in-place'));
  // `-i.bak` keeps what was there.
  const kept = run.args
    .map((arg) => /^(?:-[nrEs]*i|--in-place=)(.+)$/.exec(arg)?.[1])
    .find((text) => text !== undefined);
  const suffix = kept === undefined || /^[nrEse]+$/.test(kept) ? '' : kept;
  const args = run.args
    .map((arg) => (/^-[nrEs]*i/.test(arg) ? arg.replace(/i.*$/, '').replace(/^-$/, '-s') : arg))
    .filter((arg) => !arg.startsWith('--in-place'));
  const options = readOptions(
    { ...run, args },
    { known: 'nrEse:f:', long: { quiet: 'n', silent: 'n', 'expression=': 'e', 'regexp-extended': 'E' } },
  );
  let { operands } = options;
  const scripts = [...options.values('e')];
  for (const file of options.values('f')) {
    const script = await readFile(inside(run.place.root, file, run.cwd), 'utf8').catch(() => undefined);
    if (script === undefined) {
      run.io.stderr(`sed: ${file}: No such file or directory\n`);
      return 1;
    }
    scripts.push(script);
  }
  if (scripts.length === 0) {
    const [first] = operands;
    if (first === undefined) {
      run.io.stderr(usageOf('sed'));
      return 1;
    }
    scripts.push(first);
    operands = operands.slice(1);
  }
  let commands: readonly Command[];
  try {
    commands = readScript(scripts.join('\n'), options.has('r') || options.has('E'));
  } catch (error) {
    if (!(error instanceof SedError)) throw error;
    run.io.stderr(`sed: ${error.message}\n`);
    return 1;
  }
  const unknown = commands.find(({ name }) => 'wl'.includes(name));
  if (unknown !== undefined) return refuse(run, `sed ${unknown.name}`);
  if (!inPlace) {
    async function* lines(): AsyncGenerator<string> {
      const all: string[] = [];
      code = await eachInput(
        run,
        operands,
        async (input) => {
          if (operands.length > 1) for await (const line of linesOf(input)) all.push(line);
          else for await (const line of linesOf(input)) all.push(line);
        },
        'plain',
      );
      yield* all;
    }
    let code = 0;
    const source = operands.length === 0 ? linesOf(run.io.stdin) : lines();
    const quit = await edit(commands, source, options.has('n'), (text) => write(run, text), run);
    return quit || code;
  }
  let code = 0;
  for (const name of operands) {
    const path = posix.resolve(run.cwd, name);
    try {
      const content = await readFile(inside(run.place.root, path), 'utf8');
      await requireWritable(run.place, path);
      let made = '';
      const source = (async function* () {
        yield* await Promise.resolve(content.match(/[^\n]*\n|[^\n]+$/g) ?? []);
      })();
      await edit(
        commands.map((each) => ({ ...each })),
        source,
        options.has('n'),
        (text) => {
          made += text;
          return Promise.resolve();
        },
        run,
      );
      if (suffix !== '') await writeFile(inside(run.place.root, `${path}${suffix}`), content);
      await writeFile(inside(run.place.root, path), made);
    } catch (error) {
      run.io.stderr(`sed: ${name}: ${reasonOf(error)}\n`);
      code = 1;
    }
  }
  return code;
}

async function edit(
  commands: readonly Command[],
  source: AsyncGenerator<string>,
  silent: boolean,
  out: (text: string) => Promise<void>,
  run: AppletCall,
): Promise<number> {
  let next = await source.next();
  let number = 0;
  let [pattern, hold] = ['', ''];
  let after: string[] = [];
  let ends = true;
  const take = async (): Promise<string | undefined> => {
    if (next.done === true) return undefined;
    const line = next.value;
    next = await source.next();
    number++;
    ends = line.endsWith('\n');
    return line.replace(/\n$/, '');
  };
  const holds = (address: Address): boolean => {
    if ('line' in address) return number === address.line;
    if ('last' in address) return next.done === true;
    if ('more' in address) return false;
    address.pattern.lastIndex = 0;
    return address.pattern.test(pattern);
  };
  const applies = (command: Command): boolean => {
    const { from, to } = command;
    if (from === undefined) return true;
    if (to === undefined) return holds(from);
    if (command.isOpen !== true) {
      if (!holds(from)) return false;
      command.until = 'more' in to ? number + to.more : 'line' in to ? to.line : undefined;
      command.isOpen = command.until === undefined || command.until > number;
      return true;
    }
    if (command.until === undefined ? holds(to) : number >= command.until) command.isOpen = false;
    return command.until === undefined || number <= command.until;
  };
  const finish = async (): Promise<void> => {
    if (!silent) await out(`${pattern}${ends || after.length > 0 ? '\n' : ''}`);
    for (const text of after.splice(0)) await out(`${text}\n`);
  };
  for (let line = await take(); line !== undefined; line = await take()) {
    pattern = line;
    let replaced = false;
    let restart = true;
    while (restart) {
      restart = false;
      let skip = false;
      let steps = 0;
      for (let at = 0; at < commands.length; at++) {
        const command = commands[at];
        if (command === undefined) break;
        if (++steps > 1000) {
          steps = 0;
          await run.place.processes.breathe();
          run.signal.throwIfAborted();
        }
        if (applies(command) === command.negated) {
          if (command.name === '{') at = (command.end ?? at + 1) - 1;
          continue;
        }
        const { name, text } = command;
        if (name === 's') {
          const made = substitute(command, pattern);
          pattern = made.text;
          replaced ||= made.changed;
          if (made.changed && command.flags?.includes('p') === true) await out(`${pattern}\n`);
        } else if (name === 'y')
          pattern = Array.from(pattern)
            .map((char) => {
              const place = text.indexOf(char);
              return place < 0 ? char : (command.replacement?.[place] ?? char);
            })
            .join('');
        else if (name === 'p') await out(`${pattern}\n`);
        else if (name === 'P') await out(`${pattern.split('\n')[0] ?? ''}\n`);
        else if (name === '=') await out(`${number}\n`);
        else if (name === 'a') after.push(text);
        else if (name === 'i') await out(`${text}\n`);
        else if (name === 'c') {
          if (command.to === undefined || command.isOpen !== true) await out(`${text}\n`);
          skip = true;
        } else if (name === 'd') skip = true;
        else if (name === 'D') {
          const rest = pattern.indexOf('\n');
          skip = rest < 0;
          if (rest >= 0) {
            pattern = pattern.slice(rest + 1);
            restart = true;
          }
        } else if (name === 'h') hold = pattern;
        else if (name === 'H') hold += `\n${pattern}`;
        else if (name === 'g') pattern = hold;
        else if (name === 'G') pattern += `\n${hold}`;
        else if (name === 'x') [pattern, hold] = [hold, pattern];
        else if (name === 'z') pattern = '';
        else if (name === 'n' || name === 'N') {
          if (name === 'n') await finish();
          const more = await take();
          if (more === undefined) {
            if (name === 'N') await finish();
            return 0;
          }
          pattern = name === 'n' ? more : `${pattern}\n${more}`;
        } else if (name === 'r') {
          const content = await readFile(inside(run.place.root, text, run.cwd), 'utf8').catch(() => '');
          if (content !== '') after.push(content.replace(/\n$/, ''));
        } else if (name === 'q' || name === 'Q') {
          if (name === 'q') await finish();
          return Number(text || 0);
        } else if (name === 'b' || ((name === 't') === replaced && /[tT]/.test(name))) {
          if (name === 't') replaced = false;
          at = text === '' ? commands.length : commands.findIndex((each) => each.name === ':' && each.text === text);
          if (at < 0) {
            run.io.stderr(`sed: can't find label for jump to '${text}'\n`);
            return 1;
          }
        }
        if (skip || restart) break;
      }
      if (skip) pattern = '\0';
    }
    if (pattern === '\0') for (const text of after.splice(0)) await out(`${text}\n`);
    else await finish();
    after = [];
  }
  return 0;
}
