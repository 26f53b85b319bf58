import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { parseSelector } from '../../kube/selector.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fileFlags } from '../command.ts';
import { asOne, commandError, errorText, fail, failAll, failUsage, whileDoing } from '../errors.ts';
import { type Manifest, readManifests } from '../manifest.ts';
import { toYaml } from '../print/serialise.ts';
import { mergedForDiff } from './apply.ts';
import { existing } from './create-file.ts';

/** Any error of its own ends the command with more than 1, which says that something differs. */
async function run(call: KubectlCall): Promise<number> {
  try {
    return await compare(call);
  } catch (error) {
    if (error instanceof ExitError) throw new ExitError(error.text, error.exitCode + 1);
    if (error instanceof ApiError) throw new ExitError(errorText(error), 2);
    throw error;
  }
}

async function compare(call: KubectlCall): Promise<number> {
  const { flags, invocation } = call;
  const paths = flags.list('filename');
  if (paths.length === 0 && flags.text('kustomize') === '') fail('must specify one of -f and -k');
  if (call.args.length > 0) failUsage('diff', `Unexpected args: [${call.args.join(' ')}]`);
  const { found, errors } = await readManifests(call, paths);
  failAll(asOne(errors));
  const fits = parseSelector(flags.text('selector'));
  const temporary = invocation.env['TMPDIR'] ?? '/tmp';
  const folders = ['LIVE-', 'MERGED-'].map((prefix) => mkdtempSync(join(temporary, prefix)));
  const [live = '', merged = ''] = folders;
  try {
    for (const manifest of found) {
      if (!fits(manifest.object.metadata?.['labels'] as Record<string, string> | undefined)) continue;
      const file = fileName(manifest);
      const old = existing(call, manifest);
      if (old !== undefined) writeFileSync(join(live, file), toYaml(old.object));
      try {
        writeFileSync(join(merged, file), toYaml(mergedForDiff(call, manifest, old)));
      } catch (error) {
        throw whileDoing(error, `error when creating ${JSON.stringify(manifest.source)}`);
      }
    }
    return await runDiff(call, live, merged);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

function fileName({ kind, namespace, name }: Manifest): string {
  const group = kind.group === '' ? '' : `${kind.group}.`;
  return `${group}${kind.version}.${kind.kind}.${namespace}.${name}`.replaceAll('/', '-');
}

/** Runs the machine's `diff`, or what $KUBECTL_EXTERNAL_DIFF names. */
async function runDiff(call: KubectlCall, live: string, merged: string): Promise<number> {
  const { env, cwd } = call.invocation;
  const external = env['KUBECTL_EXTERNAL_DIFF'] ?? '';
  const [program = 'diff', ...words] = external === '' ? ['diff', '-u', '-N'] : external.split(' ');
  const child = spawn(program, [...words, live, merged], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: call.invocation.signal,
  });
  let written = Promise.resolve();
  child.stdout.on('data', (data: Buffer) => {
    written = written.then(() => call.out(data.toString()));
  });
  child.stderr.on('data', (data: Buffer) => {
    written = written.then(() => call.err(data.toString()));
  });
  const code = await new Promise<number | undefined>((resolve) => {
    child.on('error', () => {
      resolve(undefined);
    });
    child.on('close', (exitCode) => {
      resolve(exitCode ?? 2);
    });
  });
  await written;
  if (code === undefined) throw commandError('executable file not found in $PATH');
  if (code > 1) throw new ExitError(`exit status ${code}`, code);
  return code;
}

/** `kubectl diff`. */
export const diff: KubectlCommand = {
  name: 'diff',
  flags: [...fileFlags, flag.text('selector', 'l'), flag.text('field-manager', undefined, 'kubectl-client-side-apply')],
  run,
};
