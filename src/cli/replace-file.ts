import { randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { message } from '../messages/message.ts';
import { UsageError } from './errors.ts';
import { reasonOf } from './outputs.ts';

/**
 * Puts `text` in the place of what the file holds, at once: whoever reads it sees the old text or the new one. Its mode
 * stays, a symbolic link stays one, another hard link keeps the old text. Throws UsageError, with the file as it was, when it no longer holds `before` or
 * cannot be written.
 */
export function replaceFile(path: string, name: string, before: string, text: string): void {
  let made: string | undefined;
  try {
    const file = realpathSync(path);
    if (readFileSync(file, 'utf8') !== before) {
      throw new UsageError(message('cli/changed-meanwhile', { file: name }));
    }
    // Who may not write a file may still replace it.
    accessSync(file, constants.W_OK);
    const beside = join(dirname(file), `.pupitre-${randomUUID()}`);
    const descriptor = openSync(beside, 'wx', 0o600);
    made = beside;
    try {
      // Unlike writeSync it goes on until all is written.
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    const { mode, uid, gid } = statSync(file);
    // Root, in a container for instance, does not take the file away from its owner.
    if (process.getuid?.() === 0) chownSync(beside, uid, gid);
    chmodSync(beside, mode & 0o7777);
    renameSync(beside, file);
    made = undefined;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(message('cli/cannot-write', { file: name, reason: reasonOf(error) }));
  } finally {
    if (made !== undefined) rmSync(made, { force: true });
  }
}
