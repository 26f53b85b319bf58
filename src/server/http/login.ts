import { setTimeout as after } from 'node:timers/promises';
import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import type { Admission } from '../../protocol.ts';
import type { Classroom, Joined, JoinRefusal } from '../class/classroom.ts';
import { TokenBuckets } from '../token-bucket.ts';
import type { Auth } from './auth.ts';
import { clientOf, type TrustedProxies } from './client-address.ts';

/** What `POST /login` is given: a token, or the password with a name, and the code of who has that name already. */
const loginBody = z.union([
  z.object({ token: z.string() }),
  z.object({ password: z.string(), name: z.string().max(200).optional(), code: z.string().max(100).optional() }),
]);
type LoginBody = z.infer<typeof loginBody>;

/** Statuses of refusals; the login page says what they mean. */
const refusals = { wrong: 401, code: 403, taken: 409, name: 422, full: 503 } as const satisfies Record<
  JoinRefusal | 'wrong',
  number
>;

/** Wrong attempts from one address that are answered at once; a class may share one. */
const wrongRate = { perSecond: 1 / 3, burst: 20 } as const;
/** Later ones are answered after so many milliseconds, so many at a time; what comes meanwhile is not even looked at. */
const slow = { ms: 1000, most: 20 } as const;
const mostAddresses = 5_000;

export interface LoginOptions {
  readonly auth: Auth;
  readonly classroom: Pick<Classroom, 'join' | 'person' | 'claim'>;
  readonly trusts?: TrustedProxies;
}

/**
 * The handlers of `POST /login`. What is right is let in whatever was wrong before, from the same address, too: guessing is made slow by
 * answering wrong attempts late.
 */
export function loginHandlers({ auth, classroom, trusts }: LoginOptions) {
  const wrong = new TokenBuckets(wrongRate, mostAddresses);
  const slowed = new Map<string, number>();

  async function refuse(response: Response, address: string, reason: keyof typeof refusals): Promise<void> {
    const isGuess = reason === 'wrong' || reason === 'code';
    if (isGuess && !wrong.take(address)) {
      slowed.set(address, (slowed.get(address) ?? 0) + 1);
      await after(slow.ms);
      const others = (slowed.get(address) ?? 1) - 1;
      if (others > 0) slowed.set(address, others);
      else slowed.delete(address);
      response.status(429);
    } else response.status(refusals[reason]);
    response.type('text').send(String(response.statusCode));
  }

  async function login(request: Request, response: Response): Promise<void> {
    const address = clientOf(request, trusts);
    if ((slowed.get(address) ?? 0) >= slow.most) {
      // The page tries again by itself.
      response.status(503).set('Retry-After', '1').type('text').send('503');
      return;
    }
    const body = loginBody.safeParse(request.body).data;
    const joined = body ? await whoIs(auth, classroom, body) : 'wrong';
    if (typeof joined === 'string') {
      await refuse(response, address, joined);
      return;
    }
    const { person, code } = joined;
    const { cookie, key } = await auth.createSession(person.id, auth.doors.isSecure(request));
    // Their place is theirs from now on, or they wait for one from now on.
    classroom.claim(person.id);
    const admission: Admission = { key, name: person.name, ...(code !== undefined && { code }) };
    response.set('Set-Cookie', cookie).json(admission);
  }

  return [express.json({ limit: 4096 }), login] as const;
}

async function whoIs(
  auth: Auth,
  classroom: LoginOptions['classroom'],
  body: LoginBody,
): Promise<Joined | JoinRefusal | 'wrong'> {
  if ('token' in body) {
    const id = auth.exchange(body.token);
    const person = id === undefined ? undefined : classroom.person(id);
    return person ? { person } : 'wrong';
  }
  return auth.isPassword(body.password) ? await classroom.join(body.name, body.code) : 'wrong';
}
