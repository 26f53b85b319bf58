import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import type { Language } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import type { PageAnswer, PageWish } from '../pages/node-pages.ts';
import type { Auth } from './auth.ts';
import { keyHeader } from './headers.ts';

/** What `POST /pages` is given: which page of the person's node. */
const pageBody = z.strictObject({
  port: z.int().min(1).max(65_535),
  path: z.string().max(2_000).startsWith('/').default('/'),
});

export interface PageLinkOptions {
  readonly auth: Auth;
  readonly openPage?: (wish: PageWish) => Promise<PageAnswer>;
}

/** The handlers of `POST /pages`, which answers with `{url}`, an address that lets this browser in once, or with `{reason}`. */
export function pageHandlers({ auth, openPage }: PageLinkOptions, langOf: (request: Request) => Language) {
  async function link(request: Request, response: Response): Promise<void> {
    const identity = auth.identify(request);
    if (!identity?.hasKey(request.get(keyHeader))) {
      response.sendStatus(401);
      return;
    }
    const body = pageBody.safeParse(request.body).data;
    if (!body || !openPage) {
      response.sendStatus(body ? 404 : 400);
      return;
    }
    const course = new URL(auth.doors.originOf(request));
    const answer = await openPage({ owner: identity.person, session: identity.id, course, ...body });
    if ('url' in answer) response.json(answer);
    else response.status(answer.status).json({ reason: word(answer.reason, langOf(request)) });
  }

  return [express.json({ limit: 4096 }), link] as const;
}
