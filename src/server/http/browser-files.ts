import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { containedFile } from './contained-file.ts';

const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** Serves the built browser code; each file is compressed once per encoding and kept. */
export function createBrowserFiles(root: string) {
  const kept = new Map<string, Promise<Buffer>>();
  /** False when there is no such file. */
  return async (request: Request, response: Response): Promise<boolean> => {
    const file = await containedFile(root, request.path, 'code');
    if (!file) return false;
    const hashed = /[-.][\w-]{8,}\.\w+$/.test(file.path);
    response.set('Content-Type', file.type).set('Vary', 'Accept-Encoding');
    response.set('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    const encoding = /^(?:text|image\/svg)/.test(file.type) ? request.acceptsEncodings('br', 'gzip') : false;
    if (encoding !== 'br' && encoding !== 'gzip') {
      response.send(await readFile(file.path));
      return true;
    }
    const key = `${encoding} ${file.path}`;
    let body = hashed ? kept.get(key) : undefined;
    if (!body) {
      body = readFile(file.path).then((bytes) => compressors[encoding](bytes));
      if (hashed) kept.set(key, body);
    }
    response.set('Content-Encoding', encoding).send(await body);
    return true;
  };
}
