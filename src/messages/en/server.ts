import type { ServerCodes } from '../codes/server.ts';
import type { Wordings } from '../wording.ts';

export const server = {
  'server/variable-missing': ({ name, slide }) => `${name} is empty in this shell: slide ${slide} sets it.`,
  'server/slide-says': ({ missing, extra }) =>
    missing.length > 0
      ? `The slide says ${missing.join(' ')}${extra.length > 0 ? `, and not ${extra.join(' ')}` : ''}.`
      : `The slide does not say ${extra.join(' ')}.`,
  'server/terminal-full': () =>
    'The program in the terminal does not read: what you type is thrown away. Stop (^C) ends it.',
  'server/not-watched': ({ names }) =>
    `Whether ${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} left empty was not looked at: this shell is older than the command. A new shell (exit) looks.`,
  'server/accepted': ({ reason }) => `Accepted by a person${reason ? `, although: ${reason}` : '.'}`,
  'server/step-changed': () => 'This command was changed after you had done it.',
  'server/watching': () => 'The slides are shown anew in every window when they are saved.',
  'server/reloaded': ({ slides }) => `Shown anew: ${slides === 1 ? '1 slide' : `${slides} slides`}.`,
  'server/not-shown': ({ reason, more }, say) =>
    `What was saved is not shown yet, the slides stay as they were: ${say(reason)}${more === 0 ? '' : ` (and ${more} more)`}`,
  'server/cannot-watch': ({ reason }, say) =>
    `The slides are not shown anew any more when they are saved: ${say(reason)} Start the server again.`,
  'server/demo-taken': ({ program }) =>
    `${program ?? 'A program'} was started by hand and has the terminal: leave it first, then the demo goes on.`,
  'server/new-shell': () => 'The shell has ended; here is a new one on the same node.',
  'server/shell-keeps-ending': () => 'The shell ends as soon as it starts.',

  'server/host-without-password': ({ host }) =>
    `--host ${host} would give a shell to the whole network: set a password, or leave --host away.`,
  'server/port-in-use': ({ port }) => `Port ${port} is in use: give another with --port, or --port 0 for any free one.`,
  'server/cannot-listen': ({ host, port, code }) =>
    `Cannot listen on ${host}, port ${port} (${code}): check --host and --port.`,
  'server/page-not-built': () => 'the code of the page has not been built: npm run build',
  'server/page-incomplete': () => 'the code of the page is incomplete: npm run build',
  'server/no-slide': ({ file }) => `${file} has no slide to show`,

  'server/not-one-host': () => 'one Host header is needed',
  'server/unknown-host': () => 'this name is not served here',
  'server/not-one-origin': () => 'one Origin header is needed',
  'server/no-origin': () => 'an Origin is needed',
  'server/other-origin': () => 'requests from other sites are refused',
  'server/not-logged-in': () => 'open the address that pupitre serve printed',
  'server/upgrade-not-get': () => 'an upgrade is a GET',

  'server/node-page-strangers': () =>
    'This is a page of somebody’s node. If it is yours, open it from the course, in this browser.',
  'server/node-page-link-used': () => 'This link has been used, or is too old: open the page from the course again.',
  'server/node-page-silent': ({ port }) =>
    `Nothing answers on port ${port} of your node yet. Wait until what serves it has started, then try again.`,
  'server/node-page-not-yours': ({ port }) => `Port ${port} is not one of your node.`,
  'server/node-page-busy': () => 'This page has too many connections open: close some of its windows, then try again.',
  'server/node-page-no-node': () => 'You have no node at the moment, so there is no page of it.',
  'server/node-page-no-origin': () =>
    'Pages of nodes are not served at this address: your instructor starts the server with --page-hosts or --page-ports.',
  'server/node-page-too-many': () =>
    'Too many pages of nodes are open: close those that you do not need, then try again.',

  'server/login-title': () => 'Come in',
  'server/login-password': () => 'Password',
  'server/login-enter': () => 'Enter',
  'server/login-token': () =>
    'Open the address that pupitre serve printed; it works once. Ask an open page for an invitation.',
  'server/login-wrong': () => 'This did not work: it is wrong, used or too old.',
  'server/login-wrong-password': () => 'This is not the password.',
  'server/login-too-many': () => 'Too many attempts. Wait a minute.',

  'server/login-name': () => 'Your name',
  'server/login-code': () => 'Your code',
  'server/login-code-hint': () =>
    'It is shown under your name in the browser that you used before. Your instructor can give you a new one.',
  'server/login-wrong-code': () => 'This is not the code of that name.',
  'server/login-taken': () => 'Somebody has that name. Is it you? Enter your code. Otherwise choose another name.',
  'server/login-name-form': () => 'A name has 1 to 40 characters, with a letter or a digit.',
  'server/login-full': () => 'The class is full. Ask your instructor.',
  'server/login-oidc': ({ provider }) => `Sign in with ${provider}`,
  'server/oidc-away': () => 'The provider does not answer. Try again in a minute, or ask your instructor.',
  'server/oidc-refused': () =>
    'You have not agreed at the provider, so nobody is signed in. Try again if you want to come in.',
  'server/oidc-state': () =>
    'This sign-in was used already, took too long, or was begun in another browser. Sign in again.',
  'server/oidc-clock': () => 'The clocks of this server and of the provider differ too much. Tell your instructor.',
  'server/oidc-not-allowed': () =>
    'Your account is not among those of this class. Sign in with another one, or ask your instructor.',
  'server/oidc-failed': () => 'The provider and this server do not agree. Tell your instructor: the server says why.',
  'server/oidc-error': ({ provider, reason }) =>
    `sign-in with ${provider} failed: ${reason}. Compare issuer, clientId, the secret and the address to come back to with the provider's.`,

  'server/page-slide': ({ number, total }) => `Slide ${number} of ${total}`,
  'server/page-slides': () => 'Slides',
  'server/page-footnotes': () => 'Footnotes',
  'server/page-back-to-text': () => 'Back to the text',
  'server/page-no-script': () => 'Without JavaScript you can read the slides, but there is no terminal.',

  'server/too-many-windows': () => 'too many windows',
  'server/too-many-workspaces': () => 'all desks are taken',
  'server/come-in-again': () => 'come in again',
  'server/given-back': () => 'your node was given back',
  'server/logged-out': () => 'logged out',
  'server/server-ends': () => 'the server ends',
  'server/no-hello': () => 'no hello',
  'server/too-many-messages': () => 'too many messages',
  'server/not-a-message': () => 'not a message of this protocol',
  'server/second-hello': () => 'hello was said already',
  'server/hello-first': () => 'hello comes first',
} satisfies Wordings<ServerCodes>;
