import { type Language, message } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import { escaped } from './page.ts';

/** What the page says when `/login` answers with one of these statuses. */
const answers = {
  401: message('server/login-wrong'),
  429: message('server/login-too-many'),
  503: message('server/login-full'),
} as const;

/** The page of a browser that is not logged in, for a course of this title; its script is at `/login.js`, its style sheet at `/login.css`. */
export function loginPage(lang: Language, usesPassword: boolean, course: string): string {
  const form = `<form><label for="password">${word(message('server/login-password'), lang)}</label>
<input id="password" type="password" autocomplete="current-password" required>
<button>${word(message('server/login-enter'), lang)}</button></form>`;
  const verdicts = Object.entries({ ...answers, password: message('server/login-wrong-password') })
    .map(([status, answer]) => `data-${status}="${word(answer, lang)}"`)
    .join(' ');
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${escaped(course)} · ${word(message('server/login-title'), lang)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/login.css"><script src="/login.js" defer></script></head>
<body><main><h1>${escaped(course)}</h1>${usesPassword ? form : `<p>${word(message('server/login-token'), lang)}</p>`}
<p id="verdict" role="alert" ${verdicts}></p></main></body></html>
`;
}

/** Takes the token out of the address before anything else can see it. */
export const loginScript = `'use strict';
const verdict = document.getElementById('verdict');
async function enter(body) {
  const response = await fetch('/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return location.reload();
  const kind = response.status === 401 && 'password' in body ? 'password' : response.status;
  verdict.textContent = verdict.getAttribute('data-' + kind) || verdict.getAttribute('data-401');
}
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!token) return;
  history.replaceState(null, '', '/');
  void enter({ token });
}
const form = document.querySelector('form');
if (form) form.addEventListener('submit', (event) => {
  event.preventDefault();
  void enter({ password: document.getElementById('password').value });
});
addEventListener('hashchange', takeToken);
takeToken();
`;

export const loginStyle = `:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
main { max-width: 24rem; margin: 10vh auto; padding: 0 1rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; margin-top: 0.5rem; }
input, button { padding: 0.5rem; min-height: 2.75rem; }
`;
