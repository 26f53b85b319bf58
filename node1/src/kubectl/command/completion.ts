import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { flag } from '../../cli-kit/flags.ts';
import { readBytes } from '../../data.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { optionsHelp } from '../help.ts';

async function completionScript(call: KubectlCall): Promise<number> {
  const [shell, ...more] = call.args;
  if (shell === undefined) return failUsage('completion', 'Shell not specified.');
  if (more.length > 0) failUsage('completion', 'Too many arguments. Expected only the shell type.');
  if (shell !== 'bash' && shell !== 'zsh') failUsage('completion', `Unsupported shell type ${JSON.stringify(shell)}.`);
  await call.out(brotliDecompressSync(readBytes(`completion.${shell}.br`)).toString());
  return 0;
}

/** `kubectl completion`: the real script, which asks `kubectl get` and `kubectl config` for names. */
export const completion: KubectlCommand = { name: 'completion', flags: [], local: true, run: completionScript };

async function listPlugins(call: KubectlCall): Promise<number> {
  const folders = (call.invocation.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  const told: string[] = [];
  const found = folders.flatMap((folder) =>
    filesIn(folder, (text) => told.push(text))
      .filter((name) => name.startsWith('kubectl-'))
      .map((name) => join(folder, name)),
  );
  for (const text of told) await call.err(text);
  if (found.length === 0) fail('unable to find any kubectl plugins in your PATH');
  await call.out(`The following compatible plugins are available:\n\n`);
  let warnings = 0;
  for (const path of found) {
    await call.out(`${call.flags.on('name-only') ? (path.split('/').at(-1) ?? '') : path}\n`);
    if (isExecutable(path)) continue;
    warnings++;
    await call.err(`  - warning: ${path} identified as a kubectl plugin, but it is not executable\n`);
  }
  if (warnings > 0) fail(warnings === 1 ? 'one plugin warning was found' : `${warnings} plugin warnings were found`);
  return 0;
}

/** The files of a folder of PATH; one that cannot be read is told by `tell`. */
function filesIn(folder: string, tell: (text: string) => void): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'no such file or directory',
      EACCES: 'permission denied',
      ENOTDIR: 'not a directory',
    };
    tell(
      `Unable read directory ${JSON.stringify(folder)} from your PATH: open ${folder}: ${reasons[code] ?? code}. Skipping...\n`,
    );
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `kubectl plugin`. */
export const plugin: KubectlCommand = {
  name: 'plugin',
  flags: [],
  commands: [{ name: 'list', flags: [flag.bool('name-only')], local: true, run: listPlugins }],
};

/** `kubectl options`. */
export const options: KubectlCommand = {
  name: 'options',
  flags: [],
  local: true,
  run: async (call) => {
    await call.out(optionsHelp(call.invocation.env['HOME'] ?? ''));
    return 0;
  },
};

function metrics(name: string, aliases: readonly string[], flags: KubectlCommand['flags']): KubectlCommand {
  return {
    name,
    aliases,
    flags: [...flags, flag.text('selector', 'l'), flag.text('sort-by'), flag.bool('no-headers')],
    run: (call) => {
      const sort = call.flags.text('sort-by');
      if (sort !== '' && sort !== 'cpu' && sort !== 'memory') fail('--sort-by accepts only cpu or memory');
      if (call.args.length > 1 || (call.args.length > 0 && call.flags.text('selector') !== ''))
        failUsage(`top ${name}`, 'only one of NAME or --selector can be provided');
      return fail('Metrics API not available');
    },
  };
}

/** `kubectl top`: this cluster has no metrics server, as most have none. */
export const top: KubectlCommand = {
  name: 'top',
  flags: [],
  commands: [
    metrics('node', ['nodes', 'no'], []),
    metrics('pod', ['pods', 'po'], [flag.bool('all-namespaces', 'A'), flag.bool('containers')]),
  ],
};

/** `kubectl alpha`: 1.20 has no command below it. */
export const alpha: KubectlCommand = { name: 'alpha', flags: [], commands: [] };
