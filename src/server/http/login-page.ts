export type Lang = 'en' | 'fr';

const words = {
  en: {
    title: 'Come in',
    password: 'Password',
    enter: 'Enter',
    token: 'Open the address that pupitre serve printed; it works once. Ask an open page for an invitation.',
    wrong: 'This did not work: it is wrong, used or too old.',
    busy: 'Too many attempts. Wait a minute.',
    full: 'All desks are taken.',
  },
  fr: {
    title: 'Entrer',
    password: 'Mot de passe',
    enter: 'Entrer',
    token: 'Ouvrez l’adresse affichée par pupitre serve ; elle sert une fois. Une page ouverte peut vous inviter.',
    wrong: 'Refusé : faux, déjà utilisé ou trop ancien.',
    busy: 'Trop d’essais. Attendez une minute.',
    full: 'Tous les postes sont pris.',
  },
} as const;

/** The page of whoever is not known yet; its script is at `/login.js`, its style sheet at `/login.css`. */
export function loginPage(lang: Lang, usesPassword: boolean): string {
  const say = words[lang];
  const form = `<form><label for="password">${say.password}</label>
<input id="password" type="password" autocomplete="current-password" required>
<button>${say.enter}</button></form>`;
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${say.title} · Pupitre</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/login.css"><script src="/login.js" defer></script></head>
<body><main><h1>Pupitre</h1>${usesPassword ? form : `<p>${say.token}</p>`}
<p id="verdict" role="alert" data-401="${say.wrong}" data-429="${say.busy}" data-503="${say.full}"></p></main></body></html>
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
  if (response.ok) location.reload();
  else verdict.textContent = verdict.getAttribute('data-' + response.status) || verdict.getAttribute('data-401');
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
