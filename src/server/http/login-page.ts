import { type Language, type Message, message } from '../../messages/message.ts';
import { sayIn, word } from '../../messages/word.ts';
import { longestName } from '../class/person.ts';
import type { OidcFailure } from './oidc.ts';
import { escaped } from './page.ts';

/** What the page says when `/login` answers with one of these statuses. */
const answers = {
  401: message('server/login-wrong'),
  403: message('server/login-wrong-code'),
  409: message('server/login-taken'),
  422: message('server/login-name-form'),
  429: message('server/login-too-many'),
  503: message('server/login-full'),
} as const;

interface LoginPageOptions {
  /** Its title. */
  readonly course: string;
  readonly usesPassword: boolean;
  /** The host of an OpenID Connect provider by which people may come in. */
  readonly provider: string | undefined;
}

/** What it says when the way back from a provider has one of these in its fragment. */
const failures: Readonly<Record<OidcFailure, Message>> = {
  away: message('server/oidc-away'),
  refused: message('server/oidc-refused'),
  state: message('server/oidc-state'),
  clock: message('server/oidc-clock'),
  'not-allowed': message('server/oidc-not-allowed'),
  full: message('server/login-full'),
  failed: message('server/oidc-failed'),
};

/** The page of a browser that is not logged in, for a course of this title; its script is at `/login.js`, its style sheet at `/login.css`. */
export function loginPage(lang: Language, { course, usesPassword, provider }: LoginPageOptions): string {
  const say = sayIn(lang);
  const form = `<form>
<label for="name">${say('server/login-name')}</label>
<input id="name" autocomplete="name" maxlength="${longestName}" required aria-describedby="verdict">
<label for="password">${say('server/login-password')}</label>
<input id="password" type="password" autocomplete="current-password" required>
<div id="again" hidden><label for="code">${say('server/login-code')}</label>
<input id="code" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="code-hint">
<p id="code-hint">${say('server/login-code-hint')}</p></div>
<button>${say('server/login-enter')}</button></form>`;
  const link = `<p><a class="button" href="/login/oidc/begin">${say('server/login-oidc', { provider: provider ?? '' })}</a></p>`;
  const doors = [provider === undefined ? '' : link, usesPassword ? form : ''].join('\n').trim();
  const verdicts = Object.entries({
    ...answers,
    ...(provider !== undefined && failures),
    password: message('server/login-wrong-password'),
  })
    .map(([status, answer]) => `data-${status}="${word(answer, lang)}"`)
    .join(' ');
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${escaped(course)} · ${say('server/login-title')}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/login.css"><script src="/login.js" defer></script></head>
<body><main><h1>${escaped(course)}</h1>${doors === '' ? `<p>${say('server/login-token')}</p>` : doors}
<p id="verdict" role="alert" ${verdicts}></p></main></body></html>
`;
}

/** Takes what is secret out of the address before anything else can see it. What it is answered is kept for this origin. */
export const loginScript = `'use strict';
const verdict = document.getElementById('verdict');
const form = document.querySelector('form');
const field = (id) => document.getElementById(id);
async function enter(body, tries = 10) {
  const response = await fetch('/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) {
    const { key, name, code } = await response.json();
    localStorage.setItem('pupitre.key', key);
    localStorage.setItem('pupitre.name', name);
    if (code) localStorage.setItem('pupitre.code', code);
    return location.reload();
  }
  if (response.headers.has('Retry-After') && tries > 0) {
    await new Promise((late) => setTimeout(late, 1000));
    return enter(body, tries - 1);
  }
  const kind = response.status === 401 && 'password' in body ? 'password' : response.status;
  verdict.textContent = verdict.getAttribute('data-' + kind) || verdict.getAttribute('data-401');
  if (response.status === 409) {
    field('again').hidden = false;
    field('code').focus();
  }
}
function takeSecret() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const token = hash.get('token');
  const join = hash.get('join');
  const failed = hash.get('failed');
  if (token || join || failed) history.replaceState(null, '', '/');
  if (failed) verdict.textContent = verdict.getAttribute('data-' + failed);
  if (token) void enter({ token });
  if (join && form) {
    field('password').value = join;
    field('name').focus();
  }
}
if (form) {
  field('name').value = localStorage.getItem('pupitre.name') || '';
  field('code').value = localStorage.getItem('pupitre.code') || '';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const code = field('code').value;
    void enter({ password: field('password').value, name: field('name').value, ...(code && { code }) });
  });
}
addEventListener('hashchange', takeSecret);
takeSecret();
`;

/** In the colours of the page (`browser/styles/tokens.css`), without its files: who is not known gets nothing of the course. */
export const loginStyle = `:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif;
  background: light-dark(#f3f5f8, #15181f); color: light-dark(#19202c, #edf0f5); }
main { max-width: 24rem; margin: 12vh auto 2rem; padding: 0 1rem; }
h1 { margin: 0 0 1.5rem; font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; }
label, input, button, .button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input, button, .button { min-height: 2.75rem; padding: 0.5rem 0.75rem; border-radius: 0.45rem; }
input { margin: 0.25rem 0 1rem; border: 1px solid #7b879b; background: light-dark(#fff, #0e1117); color: inherit; }
button, .button { border: 1px solid transparent; background: light-dark(#1b4fc4, #9cc0ff); color: light-dark(#fff, #0d1626);
  font-weight: 600; cursor: pointer; text-align: center; text-decoration: none; }
:focus-visible { outline: 3px solid light-dark(#1b4fc4, #9cc0ff); outline-offset: 2px; }
#verdict { color: light-dark(#ac1d16, #ff9c92); }
[hidden] { display: none; }
#code-hint { font-size: 0.9rem; margin: -0.75rem 0 1rem; }
`;
