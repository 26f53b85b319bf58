import type { MessagePart, NoData } from '../wording.ts';

/** What the server tells people, and the data of each message. */
export interface ServerCodes {
  readonly 'server/variable-missing': { readonly name: string; readonly slide: number };
  readonly 'server/slide-says': { readonly missing: readonly string[]; readonly extra: readonly string[] };
  readonly 'server/terminal-full': NoData;
  readonly 'server/step-changed': NoData;
  readonly 'server/not-watched': { readonly names: readonly string[] };
  readonly 'server/accepted': { readonly reason: string | undefined };

  readonly 'server/watching': NoData;
  readonly 'server/reloaded': { readonly slides: number };
  /** `more`: how many mistakes there are besides. */
  readonly 'server/not-shown': { readonly reason: MessagePart; readonly more: number };
  readonly 'server/cannot-watch': { readonly reason: MessagePart };
  readonly 'server/demo-taken': { readonly program: string | undefined };
  readonly 'server/new-shell': NoData;
  readonly 'server/shell-keeps-ending': NoData;

  readonly 'server/host-without-password': { readonly host: string };
  readonly 'server/port-in-use': { readonly port: number };
  readonly 'server/cannot-listen': { readonly host: string; readonly port: number; readonly code: string };
  readonly 'server/page-not-built': NoData;
  readonly 'server/page-incomplete': NoData;
  readonly 'server/no-slide': { readonly file: string };

  readonly 'server/not-one-host': NoData;
  readonly 'server/unknown-host': NoData;
  readonly 'server/not-one-origin': NoData;
  readonly 'server/no-origin': NoData;
  readonly 'server/other-origin': NoData;
  readonly 'server/not-logged-in': NoData;
  readonly 'server/upgrade-not-get': NoData;

  readonly 'server/node-page-strangers': NoData;
  readonly 'server/node-page-link-used': NoData;
  readonly 'server/node-page-silent': { readonly port: number };
  readonly 'server/node-page-not-yours': { readonly port: number };
  readonly 'server/node-page-busy': NoData;
  readonly 'server/node-page-no-node': NoData;
  readonly 'server/node-page-no-origin': NoData;
  readonly 'server/node-page-too-many': NoData;

  readonly 'server/login-title': NoData;
  readonly 'server/login-password': NoData;
  readonly 'server/login-enter': NoData;
  readonly 'server/login-token': NoData;
  readonly 'server/login-wrong': NoData;
  readonly 'server/login-wrong-password': NoData;
  readonly 'server/login-too-many': NoData;
  readonly 'server/login-name': NoData;
  readonly 'server/login-code': NoData;
  readonly 'server/login-code-hint': NoData;
  readonly 'server/login-wrong-code': NoData;
  readonly 'server/login-taken': NoData;
  readonly 'server/login-name-form': NoData;
  readonly 'server/login-full': NoData;
  readonly 'server/login-oidc': { readonly provider: string };
  readonly 'server/oidc-away': NoData;
  readonly 'server/oidc-refused': NoData;
  readonly 'server/oidc-state': NoData;
  readonly 'server/oidc-clock': NoData;
  readonly 'server/oidc-not-allowed': NoData;
  readonly 'server/oidc-failed': NoData;
  readonly 'server/oidc-error': { readonly provider: string; readonly reason: string };

  /** In the language of the slide. */
  readonly 'server/page-slide': { readonly number: number | string; readonly total: number | string };
  readonly 'server/page-slides': NoData;
  readonly 'server/page-footnotes': NoData;
  readonly 'server/page-back-to-text': NoData;
  readonly 'server/page-no-script': NoData;

  readonly 'server/too-many-windows': NoData;
  readonly 'server/too-many-workspaces': NoData;
  readonly 'server/come-in-again': NoData;
  readonly 'server/given-back': NoData;
  readonly 'server/logged-out': NoData;
  readonly 'server/server-ends': NoData;
  readonly 'server/no-hello': NoData;
  readonly 'server/too-many-messages': NoData;
  readonly 'server/not-a-message': NoData;
  readonly 'server/second-hello': NoData;
  readonly 'server/hello-first': NoData;
}
