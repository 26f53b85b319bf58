import { readFileSync } from 'node:fs';
import type { OidcConfig } from '../config/normalise.ts';
import { message } from '../messages/message.ts';
import { isLoopback } from '../server/http/listen.ts';
import type { Oidc, OidcOptions } from '../server/http/oidc.ts';
import { UsageError } from './errors.ts';
import { reasonOf } from './outputs.ts';

/** The door of `class.oidc`, if the configuration has one; its library is loaded then. Throws UsageError. */
export async function openOidc(
  config: OidcConfig | undefined,
  served: Pick<OidcOptions, 'origin' | 'classroom' | 'onError'>,
): Promise<Oidc | undefined> {
  if (!config) return undefined;
  const { clientId, clientSecretFile: file, allow, instructors } = config;
  const issuer = new URL(config.issuer);
  if (issuer.protocol !== 'https:' && !isLoopback(issuer.hostname)) {
    throw new UsageError(message('cli/oidc-issuer', { issuer: config.issuer }));
  }
  const here = new URL(served.origin);
  if (here.protocol !== 'https:' && !isLoopback(here.hostname)) throw new UsageError(message('cli/oidc-needs-url'));
  const clientSecret = file === undefined ? undefined : secretIn(file);
  const { createOidc } = await import('../server/http/oidc.ts');
  return createOidc({ issuer, clientId, clientSecret, allow, instructors, ...served });
}

function secretIn(file: string): string {
  let secret: string;
  try {
    secret = readFileSync(file, 'utf8').split('\n')[0]?.trim() ?? '';
  } catch (error) {
    throw new UsageError(message('cli/oidc-secret', { file, reason: reasonOf(error) }));
  }
  if (secret === '') throw new UsageError(message('cli/oidc-secret', { file, reason: message('cli/empty-line') }));
  return secret;
}
