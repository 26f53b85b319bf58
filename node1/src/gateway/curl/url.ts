import { ExitError } from '../../cli-kit/exit-error.ts';

const badUrl = 'URL using bad/illegal format or missing URL';

/** A URL, and its host as it was typed, for messages. */
export interface UrlParts {
  readonly url: URL;
  readonly host: string;
}

/** Reads a URL as curl 7.88 does: `http` where no scheme is given. Throws ExitError 1 and 3. */
export function parseUrl(typed: string): UrlParts {
  const [, scheme, rest = ''] = /^([\w.+-]*):\/\/(.*)$/s.exec(typed) ?? [undefined, undefined, typed];
  // A colon without a port before the path: curl takes what is before it for a scheme.
  const early = scheme === undefined ? /^([\w.+-]+):(?=\/)/.exec(typed)?.[1] : undefined;
  const name = (scheme ?? early ?? 'http').toLowerCase();
  if (name !== 'http' && name !== 'https') {
    throw new ExitError(`Protocol "${name}" not supported or disabled in libcurl`, 1);
  }
  const host = /^(?:[^/?#]*@)?(\[[\da-f:.]+\]|[^/?#:]*)(?::(\d*))?(?=[/?#]|$)/i.exec(rest);
  if (!host) throw new ExitError(badUrl, 3);
  // What no host name may hold; curl's own list, apart from brackets around IPv6.
  if (host[1] === '' || /[\s$%^*<>"'`{}|\\()!;,=+&]/.test(host[1] ?? '')) throw new ExitError(badUrl, 3);
  try {
    return { url: new URL(`${name}://${rest}`), host: (host[1] ?? '').replace(/^\[|\]$/g, '') };
  } catch {
    throw new ExitError(badUrl, 3);
  }
}
