import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language, Message } from '../messages/message.ts';
import { sayIn, word } from '../messages/word.ts';
import type { Addresses } from './doors-options.ts';

export interface Announcement {
  readonly addresses: Addresses;
  readonly port: number;
  /** Browsers come through a proxy that is not trusted to say who they are. */
  readonly proxyUntrusted?: boolean;
  /** Lets one browser in, once. */
  readonly token: string;
  /** For a class: what follows the address by which students join; empty where they need the password. */
  readonly joining?: string;
  /** So many students have a node at a time. */
  readonly places?: number;
  /** What those who use the target must know. */
  readonly notice?: Message;
  /** 0: any. */
  readonly wantedPort: number;
  readonly open: boolean;
  readonly lang: Language;
}

/** By which addresses students come in; `joining`: what follows the origin, nothing where they need the password. */
export function joinAddresses({ origin, publicOrigins }: Addresses, joining: string): string[] {
  return (publicOrigins.length > 0 ? publicOrigins : [origin]).map((each) => `${each}/${joining}`);
}

/** Says where the page is, and opens it when that is wanted. */
export async function announce(announcement: Announcement): Promise<void> {
  const { port, token, notice, wantedPort, open, lang, joining, places } = announcement;
  const { origin, publicOrigins } = announcement.addresses;
  const say = sayIn(lang);
  const url = `${origin}/#token=${token}`;
  if (notice !== undefined) process.stderr.write(`${word(notice, lang)}\n`);
  if (publicOrigins.some((each) => each.startsWith('http://')))
    process.stderr.write(`${say('cli/nothing-encrypted')}\n`);
  if (announcement.proxyUntrusted === true) process.stderr.write(`${say('cli/proxy-untrusted')}\n`);
  if (wantedPort !== 0 && wantedPort !== port)
    process.stderr.write(`${say('cli/other-port', { wanted: wantedPort, port })}\n`);
  process.stdout.write(`${say('cli/open-address')}\n\n  ${url}\n\n`);
  const addresses = joining === undefined ? [] : joinAddresses(announcement.addresses, joining);
  if (addresses.length > 0) {
    const how = say(joining === '' ? 'cli/join-address' : 'cli/join-link', { places: places ?? 0 });
    process.stdout.write(`${how}\n\n${addresses.map((each) => `  ${each}\n`).join('')}\n`);
  }
  if (process.stdout.isTTY) {
    const { renderUnicodeCompact } = await import('uqr');
    // The code is for those who have no terminal to copy from: the others, where there are any.
    process.stdout.write(`${renderUnicodeCompact(addresses[0] ?? url, { border: 1 })}\n`);
  }
  process.stdout.write(`${say('cli/how-to-end')}\n`);
  if (open) openInBrowser(url);
}

/**
 * Opens an address in the user's browser. The address carries a secret, and every user of the machine may see the arguments of
 * a process, so the browser is given a file that leads there (as Jupyter does). Where nothing can be opened, nothing happens:
 * the address has been printed.
 */
function openInBrowser(url: string): void {
  try {
    openFile(url);
  } catch {
    // No folder for the file.
  }
}

function openFile(url: string): void {
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
