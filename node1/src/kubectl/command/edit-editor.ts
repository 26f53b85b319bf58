import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubectlCall } from '../command.ts';
import { commandError } from '../errors.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A variable that is not empty. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** The words of an editor as kubectl takes $KUBE_EDITOR and $EDITOR apart, the last one being the file. */
function editorWords(env: Readonly<Record<string, string>>, path: string): readonly string[] {
  const editor = given(env['KUBE_EDITOR']) ?? given(env['EDITOR']) ?? 'vi';
  if (!editor.includes(' ')) return [editor, path];
  if (!/["'\\]/.test(editor)) return [...editor.split(' '), path];
  return [given(env['SHELL']) ?? '/bin/bash', '-c', `${editor} ${JSON.stringify(path)}`];
}

/** A file that an editor was opened with. */
export interface EditedFile {
  readonly path: string;
  readonly text: string;
}

/** Opens an editor on a new file with this text, and reads what it left there. Throws ExitError where it cannot or fails. */
export async function editText({ invocation }: KubectlCall, text: string): Promise<EditedFile> {
  const name = Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  const path = join(given(invocation.env['TMPDIR']) ?? '/tmp', `kubectl-edit-${name}.yaml`);
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  const words = editorWords(invocation.env, path);
  const shown = (words[1] === '-c' ? words : words.slice(0, -1)).join(' ').replace(` ${JSON.stringify(path)}`, '');
  const code = await (invocation.run?.(words) ?? runHere(words, invocation.env, invocation.cwd));
  if (code === undefined || code !== 0) {
    rmSync(path, { force: true });
    throw commandError(
      code === undefined
        ? `unable to launch the editor ${JSON.stringify(shown)}`
        : `there was a problem with the editor ${JSON.stringify(shown)}`,
    );
  }
  return { path, text: readFileSync(path, 'utf8') };
}

/** Runs a program without a terminal. */
function runHere(
  [program = '', ...words]: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: 'ignore', env: { PATH: process.env['PATH'], ...env }, cwd });
    child.on('error', () => {
      resolve(undefined);
    });
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
