import type { Listening } from '../server/http/listen.ts';
import { openInBrowser } from './open-in-browser.ts';

export interface Announcement {
  readonly listening: Listening;
  /** Lets one browser in, once. */
  readonly token: string;
  /** What whoever uses the target must know. */
  readonly notice?: string;
  /** 0: any. */
  readonly wantedPort: number;
  readonly open: boolean;
  readonly lang: 'en' | 'fr';
}

const words = {
  en: {
    open: 'Open this address; it works once:',
    join: 'Others come in with the password at:',
    plain:
      'Between these machines nothing is encrypted: who can listen in on the network sees the password and the terminals. ' +
      'Only use it in a network that you trust.',
    otherPort: (wanted: number, port: number) => `Port ${wanted} is in use, so it is ${port}.`,
    end: '^C ends it.',
  },
  fr: {
    open: 'Ouvrez cette adresse ; elle ne sert qu’une fois :',
    join: 'Les autres entrent avec le mot de passe à l’adresse :',
    plain:
      'Entre ces machines, rien n’est chiffré : qui écoute le réseau voit le mot de passe et les terminaux. ' +
      'Ne l’utilisez que dans un réseau de confiance.',
    otherPort: (wanted: number, port: number) => `Le port ${wanted} est déjà pris, c’est donc ${port}.`,
    end: '^C termine.',
  },
} as const;

/** Says where the page is, and opens it when that is wanted. */
export async function announce({ listening, token, notice, wantedPort, open, lang }: Announcement): Promise<void> {
  const { origin, publicOrigins, port } = listening;
  const t = words[lang];
  const url = `${origin}/#token=${token}`;
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  if (publicOrigins.length > 0) process.stderr.write(`${t.plain}\n`);
  if (wantedPort !== 0 && wantedPort !== port) process.stderr.write(`${t.otherPort(wantedPort, port)}\n`);
  process.stdout.write(`${t.open}\n\n  ${url}\n\n`);
  if (publicOrigins.length > 0) {
    process.stdout.write(`${t.join}\n\n${publicOrigins.map((each) => `  ${each}/\n`).join('')}\n`);
  }
  if (process.stdout.isTTY) {
    const { renderUnicodeCompact } = await import('uqr');
    // The code is for those who have no terminal to copy from: the others, where there are any.
    const [first] = publicOrigins;
    process.stdout.write(`${renderUnicodeCompact(first === undefined ? url : `${first}/`, { border: 1 })}\n`);
  }
  process.stdout.write(`${t.end}\n`);
  if (open) openInBrowser(url);
}
