import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

/** Content codings in the order in which we like them, with the ends of the names of files that are in them. */
const codings = { br: '.br', gzip: '.gz' } as const;

type Coding = keyof typeof codings;

/** Of Brotli's 11 levels: the last two take ten times as long for some percent. */
const level = 9;

const brotli = promisify(brotliCompress);

const compressors: Readonly<Record<Coding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: level } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level }),
};

/** Bytes in one content coding, or as they are. */
interface Encoded {
  readonly coding?: Coding;
  readonly body: Buffer;
}

/** Sends one of several forms of a body, all of it: a `Range` in one of them would be of no use in another. */
async function sendEncoded(
  request: Request,
  response: Response,
  form: (coding: Coding | undefined) => Promise<Encoded>,
): Promise<void> {
  const accepted = (Object.keys(codings) as Coding[]).find((coding) => request.acceptsEncodings(coding));
  const { coding, body } = await form(accepted);
  response.set('Vary', 'Accept-Encoding').set('Content-Length', String(body.length));
  if (coding) response.set('Content-Encoding', coding);
  // Node leaves the body of an answer to HEAD out.
  response.end(body);
}

/**
 * Makes what sends a text that is the same for everybody, compressed once in each coding until it is another one. Not for what repeats anything of a request or
 * holds a secret: its length would tell of it (BREACH).
 */
export function createSender(text: () => string): (request: Request, response: Response) => Promise<void> {
  let made = formsOf(text());
  return (request, response) => {
    if (text() !== made.text) made = formsOf(text());
    const { plain, compressed } = made;
    return sendEncoded(request, response, async (coding) =>
      coding ? { coding, body: await compressed(coding) } : { body: plain },
    );
  };
}

function formsOf(text: string) {
  const plain = Buffer.from(text);
  const kept = new Map<Coding, Promise<Buffer>>();
  const compressed = (coding: Coding): Promise<Buffer> => {
    const body = kept.get(coding) ?? compressors[coding](plain);
    kept.set(coding, body);
    return body;
  };
  // Most browsers take it: it is there when the first one asks.
  void compressed('br');
  return { text, plain, compressed };
}

/** Sends a file, in a coding in which the build has put it beside (`precompress` in `vite.config.ts`), or as it is. */
export function sendFile(path: string, request: Request, response: Response): Promise<void> {
  return sendEncoded(request, response, async (coding) => {
    const body = coding && (await readFile(path + codings[coding]).catch(() => undefined));
    return body ? { coding, body } : { body: await readFile(path) };
  });
}
