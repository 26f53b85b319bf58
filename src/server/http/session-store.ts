import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** One cookie is one identity; a workspace is one node1 with its shell, and may have several identities. */
export interface Identity {
  readonly id: string;
  readonly workspaceId: string;
}

/** An identity by the hash of its cookie, and when it came in, in milliseconds of the epoch. */
export interface StoredSession extends Identity {
  readonly cookieHash: string;
  readonly since: number;
}

/** Milliseconds that a session is kept. */
const longest = 12 * 3_600_000;

const content = z.array(
  z.object({
    cookieHash: z.string().regex(/^[0-9a-f]{64}$/),
    id: z.string(),
    workspaceId: z.string(),
    since: z.number(),
  }),
);

/**
 * Who had come in before a server was restarted, in a file that only its user can read, so that their pages reconnect. It holds
 * hashes of cookies, which open nothing. Where it cannot be read or written, all have to log in again, as without it.
 */
export class SessionStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  load(now = Date.now()): readonly StoredSession[] {
    try {
      const found = content.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
      return found.filter(({ since }) => since <= now && now - since < longest);
    } catch {
      return [];
    }
  }

  save(identities: readonly StoredSession[]): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      const draft = `${this.#path}.${process.pid}`;
      writeFileSync(draft, JSON.stringify(identities), { mode: 0o600 });
      renameSync(draft, this.#path);
    } catch {
      // A read-only home: nothing is remembered.
    }
  }
}
