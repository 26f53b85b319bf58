import { chmod, readdir, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { findUser } from '../user.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { complain, each, modeText, owner, real } from './file-call.ts';
import { programName, usageOf } from './getopt.ts';

async function changeMode(run: AppletCall): Promise<number> {
  const args = run.args.filter((arg) => !/^-[Rvcf]+$/.test(arg));
  const recursive = run.args.some((arg) => /^-[vcf]*R/.test(arg));
  const [text = '', ...names] = args;
  if (args.length < 2) {
    run.io.stderr(usageOf('chmod'));
    return 1;
  }
  const isOctal = /^[0-7]{1,4}$/.test(text);
  if (!isOctal && !/^(?:[ugoa]*[-+=][rwxXst]*)(?:,[ugoa]*[-+=][rwxXst]*)*$/.test(text)) {
    complain(run, `invalid mode '${text}'`);
    return 1;
  }
  const set = async (path: string, name: string): Promise<void> => {
    const found = await stat(real(run, path));
    const { user } = run.place;
    if (user.uid !== 0 && owner(run, path).uid !== user.uid) throw Object.assign(new Error(), { code: 'EPERM' });
    const mode = isOctal ? Number.parseInt(text, 8) : symbolic(text, found.mode & 0o7777, found.isDirectory());
    // What this process cannot read any more could not be removed.
    await chmod(real(run, path), mode | (found.isDirectory() ? 0o700 : 0o400));
    if (run.args.some((arg) => /^-[Rcf]*v/.test(arg)))
      run.io.stdout(
        `mode of '${name}' changed to ${mode.toString(8).padStart(4, '0')} (${modeText({ mode, isDirectory: () => false, isSymbolicLink: () => false }).slice(1)})\n`,
      );
    if (recursive && found.isDirectory())
      for (const entry of await readdir(real(run, path))) await set(posix.join(path, entry), posix.join(name, entry));
  };
  return each(run, names, set, (name, reason) => `${name}: ${reason}`);
}

function symbolic(text: string, mode: number, isFolder: boolean): number {
  let result = mode;
  for (const clause of text.split(',')) {
    const [, who = '', operator = '', letters = ''] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? [];
    const all = who === '' || who.includes('a');
    const mask =
      (all || who.includes('u') ? 0o700 : 0) |
      (all || who.includes('g') ? 0o070 : 0) |
      (all || who.includes('o') ? 0o007 : 0);
    let bits = 0;
    for (const letter of letters)
      bits |=
        letter === 'r'
          ? 0o444
          : letter === 'w'
            ? 0o222
            : letter === 'x' || (letter === 'X' && (isFolder || (mode & 0o111) !== 0))
              ? 0o111
              : 0;
    bits &= who === '' && letters.includes('w') ? mask & ~0o022 : mask;
    result = operator === '+' ? result | bits : operator === '-' ? result & ~bits : (result & ~mask) | bits;
  }
  return result;
}

async function changeOwner(run: AppletCall): Promise<number> {
  const isGroup = programName(run) === 'chgrp';
  const args = run.args.filter((arg) => !/^-[RhvcfLHP]+$/.test(arg));
  const recursive = run.args.some((arg) => /^-[hvcfLHP]*R/.test(arg));
  const [text = '', ...names] = args;
  if (args.length < 2) {
    run.io.stderr(usageOf(isGroup ? 'chgrp' : 'chown'));
    return 1;
  }
  let uid: number | undefined;
  let gid: number | undefined;
  try {
    const [user = '', group] = isGroup ? ['', text] : text.split(/[:.]/);
    const found = findUser(run.place.root, `${user}${group === undefined || group === '' ? '' : `:${group}`}`);
    uid = user === '' ? undefined : found.uid;
    gid = group === undefined ? undefined : found.gid;
  } catch {
    complain(run, isGroup ? `unknown group ${text}` : `unknown user ${text.split(':')[0] ?? ''}`);
    return 1;
  }
  const set = async (path: string): Promise<void> => {
    const found = await stat(real(run, path));
    if (run.place.user.uid !== 0) throw Object.assign(new Error(), { code: 'EPERM' });
    const before = owner(run, path);
    run.place.owners.set(path, { uid: uid ?? before.uid, gid: gid ?? before.gid });
    if (recursive && found.isDirectory())
      for (const entry of await readdir(real(run, path))) await set(posix.join(path, entry));
  };
  return each(run, names, set, (name, reason) => `${name}: ${reason}`);
}

/** Programs that say who may do what with files. */
export const modeApplets: readonly (readonly [string, Applet])[] = [
  ['chmod', changeMode],
  ['chown', changeOwner],
  ['chgrp', changeOwner],
];
