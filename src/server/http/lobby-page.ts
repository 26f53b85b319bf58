import { closeCodes } from '../../limits.ts';
import { type Language, message } from '../../messages/message.ts';
import { sayIn, word } from '../../messages/word.ts';
import { escaped } from './page.ts';

/** The page of a student while the class has not begun: nothing of the course but its title. Its script is at `/lobby.js`. */
export function lobbyPage(lang: Language, course: string): string {
  const say = sayIn(lang);
  const one = word(message('class/lobby-here', { count: 1 }), lang);
  // Where the number stands is the script's to fill in.
  const many = word(message('class/lobby-here', { count: '%' }), lang);
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${escaped(course)} · ${say('class/lobby-title')}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/login.css"><script src="/lobby.js" defer></script></head>
<body><main><h1>${escaped(course)}</h1>
<p>${say('class/lobby-not-begun')}</p>
<p id="here" role="status" data-one="${escaped(one)}" data-many="${escaped(many)}" data-lost="${say('class/lobby-lost')}"></p>
<p id="you"></p>
<button id="leave" type="button">${say('class/lobby-leave')}</button></main></body></html>
`;
}

/** Waits for the beginning, and then opens the course. */
export const lobbyScript = `'use strict';
const here = document.getElementById('here');
const key = localStorage.getItem('pupitre.key');
let attempts = 0;
function leave() {
  return fetch('/logout', { method: 'POST' }).then(() => location.reload());
}
function open() {
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/socket');
  socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'hello', ...(key && { key }) })));
  socket.addEventListener('message', ({ data }) => {
    const message = typeof data === 'string' ? JSON.parse(data) : {};
    if (message.type === 'you') document.getElementById('you').textContent = message.name;
    if (message.type !== 'class') return;
    attempts = 0;
    const count = message.class.lobby;
    if (count === undefined) location.reload();
    else here.textContent = count === 1 ? here.dataset.one : here.dataset.many.replace('%', count);
  });
  socket.addEventListener('close', ({ code }) => {
    if (code === ${closeCodes.unauthorised}) return leave();
    here.textContent = here.dataset.lost;
    setTimeout(open, Math.min(5000, 300 * 2 ** attempts++) * (0.5 + Math.random() / 2));
  });
}
document.getElementById('leave').addEventListener('click', leave);
open();
`;
