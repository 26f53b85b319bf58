import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Milliseconds that somebody may take at the provider. */
export const flowLife = 600_000;

const flow = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), until: z.number() });
/** What a login that was begun needs to be ended: only the browser that has begun it has it. */
export type Flow = z.infer<typeof flow>;

const algorithm = 'aes-256-gcm';
const lengths = { nonce: 12, tag: 16 } as const;

/** Seals what a browser keeps of a login: it can neither be read nor made by anybody else. Nothing is kept here. */
export function createFlows() {
  const key = randomBytes(32);
  return {
    seal(text: Flow): string {
      const nonce = randomBytes(lengths.nonce);
      const cipher = createCipheriv(algorithm, key, nonce);
      const sealed = Buffer.concat([cipher.update(JSON.stringify(text)), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    /** Undefined for what this server has not sealed, or what is too old. */
    open(text: string, now: number): Flow | undefined {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length <= lengths.nonce + lengths.tag) return undefined;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, lengths.nonce));
      decipher.setAuthTag(bytes.subarray(lengths.nonce, lengths.nonce + lengths.tag));
      try {
        const plain = Buffer.concat([decipher.update(bytes.subarray(lengths.nonce + lengths.tag)), decipher.final()]);
        const found = flow.parse(JSON.parse(plain.toString()));
        return found.until > now ? found : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
