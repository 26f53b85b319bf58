import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Opens an address in the user's browser. The address carries a secret, and every user of the machine may see the arguments of
 * a process, so the browser is given a file that leads there (as Jupyter does). Where nothing can be opened, nothing happens:
 * the address has been printed.
 */
export function openInBrowser(url: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-open-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'open.html');
  const target = url.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  writeFileSync(
    file,
    `<!doctype html><meta http-equiv="refresh" content="0;url=${target}"><a href="${target}">Pupitre</a>\n`,
    {
      mode: 0o600,
    },
  );
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(program, [file], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
