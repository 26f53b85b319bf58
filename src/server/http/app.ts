import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Language } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import type { Invitation } from '../../protocol.ts';
import type { Classroom } from '../class/classroom.ts';
import type { PageAnswer, PageWish } from '../pages/node-pages.ts';
import { type Auth, type Identity, invitationLife } from './auth.ts';
import type { TrustedProxies } from './client-address.ts';
import { containedFile } from './contained-file.ts';
import { createSender, sendFile } from './encoding.ts';
import { keyHeader } from './headers.ts';
import { isLoopback } from './listen.ts';
import { lobbyPage, lobbyScript } from './lobby-page.ts';
import { loginHandlers } from './login.ts';
import { loginPage, loginScript, loginStyle } from './login-page.ts';
import { pageHandlers } from './node-page-link.ts';
import type { Oidc } from './oidc.ts';

export interface AppOptions {
  readonly auth: Auth;
  readonly classroom: Pick<Classroom, 'join' | 'person' | 'claim'>;
  /** The page as it is now: the same for all who have come in, without any secret. */
  readonly page: () => string;
  /** Whether somebody waits for the class to begin: they are shown nothing of the course but its title. */
  readonly waits?: (person: string) => boolean;
  /** Somebody who has come in is being sent the page. */
  readonly onVisit?: (identity: Identity) => void;
  /** Folder of the deck; its images, videos and fonts are served under `/deck/`. */
  readonly deckRoot: string;
  /** Folder of the built browser code, served under `/assets/`. */
  readonly browserRoot: string;
  /** Where other machines find the page; none when it is for this machine only. */
  readonly publicOrigins?: readonly string[];
  /** Title of the course. */
  readonly title: string;
  /** The language of the page; without it, what the browser prefers. */
  readonly lang?: Language;
  /** Proxies in front of the server. Default: none. */
  readonly trusts?: TrustedProxies;
  /** Leads a browser to a page of its person's node. Default: there are no such pages. */
  readonly openPage?: (wish: PageWish) => Promise<PageAnswer>;
  /** Another door: a provider that knows people. */
  readonly oidc?: { readonly provider: string } & ReturnType<Oidc['handlers']>;
  /** Hosts whose pages slides may show in frames. */
  readonly frameHosts?: readonly string[];
  /** `require-trusted-types-for 'script'`: on when the page's code has a policy. */
  readonly trustedTypes?: boolean;
}

/** Everything that the page asks by HTTP. Whatever is refused is answered in plain words that repeat nothing sent. */
export function createApp(options: AppOptions): express.Express {
  const { auth } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders(options));
  const langOf = (request: Request): Language =>
    options.lang ?? (request.acceptsLanguages('en', 'fr') === 'fr' ? 'fr' : 'en');
  app.use((request, response, next) => {
    const refusal = auth.doors.checkHost(request) ?? auth.doors.checkOrigin(request, !isRead(request));
    if (refusal)
      response
        .status(refusal.status)
        .type('text')
        .send(word(refusal.reason, langOf(request)));
    else if (!request.url.startsWith('/')) plain(response, 400);
    else next();
  });
  app.use((_, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });

  const sendPage = createSender(options.page);
  app
    .route('/')
    .get(async (request, response) => {
      response.type('html');
      const identity = auth.identify(request);
      if (identity && options.waits?.(identity.person)) response.send(lobbyPage(langOf(request), options.title));
      else if (identity) {
        await sendPage(request, response);
        options.onVisit?.(identity);
      } else
        response.send(
          loginPage(langOf(request), {
            course: options.title,
            usesPassword: auth.usesPassword,
            provider: options.oidc?.provider,
          }),
        );
    })
    .all(onlyBy('GET, HEAD'));
  app.get('/lobby.js', (_, response) => void response.type('js').send(lobbyScript));
  app.get('/login.js', (_, response) => void response.type('js').send(loginScript));
  app.get('/login.css', (_, response) => void response.type('css').send(loginStyle));
  app
    .route('/login')
    .post(...loginHandlers(options))
    .all(onlyBy('POST'));
  const { oidc } = options;
  if (oidc) {
    app.get('/login/oidc/begin', (request, response) => oidc.begin(request, response));
    app.get('/login/oidc', (request, response) => oidc.end(request, response));
  }
  app
    .route('/logout')
    .post((request, response) => void response.set('Set-Cookie', auth.logout(request)).status(204).end())
    .all(onlyBy('POST'));
  app
    .route('/invite')
    .post((request, response) => {
      const identity = auth.identify(request);
      const origin = request.headers.origin;
      if (!identity?.hasKey(request.get(keyHeader)) || origin === undefined) plain(response, 401);
      else {
        const token = auth.issueToken(identity.person, invitationLife);
        response.json(invitation(origin, options.publicOrigins ?? [], token));
      }
    })
    .all(onlyBy('POST'));

  app
    .route('/pages')
    .post(...pageHandlers(options, langOf))
    .all(onlyBy('POST'));

  app.use('/assets', async (request, response) => {
    if (!isRead(request)) onlyBy('GET, HEAD')(request, response);
    else await sendBuilt(options.browserRoot, request, response);
  });
  app.use('/deck', async (request, response) => {
    const identity = auth.identify(request);
    if (!identity) plain(response, 401);
    else if (options.waits?.(identity.person)) plain(response, 403);
    else if (!isRead(request)) onlyBy('GET, HEAD')(request, response);
    else await sendMedia(options.deckRoot, request, response);
  });
  app.use((_, response) => {
    plain(response, 404);
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) next(error);
    else plain(response, statusOf(error));
  });
  return app;
}

async function sendMedia(root: string, request: Request, response: Response): Promise<void> {
  const file = await containedFile(root, request.path, 'media');
  if (!file) {
    plain(response, 404);
    return;
  }
  // A picture that is opened by itself must not become a page of this origin.
  response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  response.set('Content-Type', file.type).set('Content-Disposition', 'inline').set('Cache-Control', 'no-cache');
  await new Promise<void>((done, fail) => {
    response.sendFile(file.path, { dotfiles: 'allow', cacheControl: false }, (error?: Error) => {
      if (error && !response.headersSent) fail(error);
      else done();
    });
  });
}

/** The addresses by which another device gets in; where none reaches this machine, the one that works here. */
function invitation(origin: string, publicOrigins: readonly string[], token: string): Invitation {
  const isHere = isLoopback(new URL(origin).hostname);
  const origins = isHere ? publicOrigins : [origin];
  const [url = `${origin}/#token=${token}`, ...more] = origins.slice(0, 4).map((each) => `${each}/#token=${token}`);
  return { url, ...(more.length > 0 && { more }), ...(origins.length === 0 && { onlyHere: true }) };
}

function securityHeaders({ auth, trustedTypes, frameHosts = [] }: AppOptions) {
  const helmeted = helmet({
    // Browsers ignore it where they have come by http.
    strictTransportSecurity: auth.doors.hasHttps && { includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // xterm makes <style> elements for its colours and cell sizes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        ...(frameHosts.length > 0 ? { frameSrc: frameHosts.map((host) => `https://${host}`) } : {}),
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        ...(trustedTypes ? { requireTrustedTypesFor: ["'script'"] } : {}),
      },
    },
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    response.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), usb=(), payment=()');
    helmeted(request, response, next);
  };
}

function isRead(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

function onlyBy(methods: string) {
  return (_: Request, response: Response): void => {
    response.set('Allow', methods);
    plain(response, 405);
  };
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function plain(response: Response, status: number): void {
  response.type('text');
  response.sendStatus(status);
}

/** Serves the built browser code. */
async function sendBuilt(root: string, request: Request, response: Response): Promise<void> {
  const file = await containedFile(root, request.path, 'code');
  if (!file) {
    plain(response, 404);
    return;
  }
  const hashed = /[-.][\w-]{8,}\.\w+$/.test(file.path);
  response.set('Content-Type', file.type);
  response.set('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  await sendFile(file.path, request, response);
}
