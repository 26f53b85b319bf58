import { createHash } from 'node:crypto';
import type { Language } from '../../messages/message.ts';
import type { Say } from '../../messages/word.ts';
import { attributes, escaped, inScript } from './markup.ts';
import type { PageParts } from './page-parts.ts';

/** Of the terminals that were recorded. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

const keys = {
  j: 'next',
  k: 'previous',
  n: 'next-failure',
  f: 'filter',
  o: 'open-all',
  p: 'play',
  Esc: 'close',
} as const;

/** A screen with `>_` on it. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1d4ed8"/>' +
    '<path d="M4 5l3 3-3 3M8.5 11.5H12" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/></svg>',
)}`;

/**
 * The beginning of a report, up to the first run: nothing in it comes from the network, and its policy allows nothing but what
 * stands here. Both scripts stand before the run, so that a report that was cut off works too.
 */
export function pageStart(
  parts: PageParts,
  {
    title,
    size,
    lang,
    say,
  }: { readonly title: string; readonly size: TerminalSize; readonly lang: Language; readonly say: Say },
): string {
  const script = inScript(parts.script);
  const player = inScript(parts.player);
  const styles = parts.styles.map((style) => style.replace(/<(?=\/style)/gi, '\\3C '));
  const policy = [
    "default-src 'none'",
    // The player is a program in WebAssembly.
    `script-src ${[script, player].map(hashSource).join(' ')} 'wasm-unsafe-eval'`,
    `style-src ${styles.map(hashSource).join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Pupitre">
<title>${escaped(say('kept/report-of', { title }))}</title>
<link rel="icon" href="${icon}">
${styles.map((style) => `<style>${style}</style>`).join('\n')}
<script>${player}</script>
<script type="module">${script}</script>
</head>
<body>
<header class="page-head">
<h1>${escaped(say('kept/report'))}</h1>
${tools(say)}
</header>
${playerFrame(say, size)}
<main>
`;
}

/** The end of a report. */
export const pageEnd = '</main>\n</body>\n</html>\n';

/** Shown by the script: nothing of it works without. */
function tools(say: Say): string {
  const rows = Object.entries(keys).map(
    ([key, does]) => `<div><dt><kbd>${key}</kbd></dt><dd>${escaped(say('kept/key', { does }))}</dd></div>`,
  );
  const filters = [
    ['all', say('kept/show-all')],
    ['not-passed', say('kept/show-not-passed')],
  ] as const;
  const choices = filters.map(
    ([value, label]) =>
      `<label><input type="radio" name="filter"${attributes({ value, checked: value === 'all' })}>${escaped(label)}</label>`,
  );
  return `<div class="tools" hidden>
<fieldset class="filter"><legend class="visually-hidden">${escaped(say('kept/filter'))}</legend>${choices.join('')}</fieldset>
<button type="button" id="open-all"${attributes({ 'data-close': say('kept/close-all') })}>${escaped(say('kept/open-all'))}</button>
<details class="keys"><summary>${escaped(say('kept/keys'))}</summary><dl>${rows.join('')}</dl></details>
</div>`;
}

/** What the script puts below a step that is played. */
function playerFrame(say: Say, { cols, rows }: TerminalSize): string {
  return `<template id="player-frame"><div class="player" role="region"${attributes({ 'aria-label': say('kept/recording', { seconds: 2 }), 'data-cols': cols, 'data-rows': rows })}>
<p><span class="player-note">${escaped(say('kept/recording', { seconds: 2 }))}</span> <button type="button" class="close-player">${escaped(say('kept/close-recording'))}</button></p>
<p class="player-error" hidden>${escaped(say('kept/cannot-play'))}</p>
<div class="player-screen"></div>
</div></template>`;
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
