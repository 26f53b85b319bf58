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

interface DocumentOptions {
  readonly title: string;
  readonly lang: Language;
  /** Pictures and fonts may be files beside it, and elements have styles of their own: those of a deck. */
  readonly hasFiles?: boolean;
}

/** A screen with `>_` on it. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1d4ed8"/>' +
    '<path d="M4 5l3 3-3 3M8.5 11.5H12" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/></svg>',
)}`;

/**
 * The beginning of a document, up to its body: nothing in it comes from the network, and its policy allows nothing but what stands here.
 * Both scripts stand before the rest, so that a report that was cut off works too.
 */
export function documentStart(parts: PageParts, { title, lang, hasFiles = false }: DocumentOptions): string {
  const script = inScript(parts.script);
  const player = inScript(parts.player);
  const diagrams = parts.diagrams === undefined ? undefined : inScript(parts.diagrams);
  const all = [script, player, ...(diagrams === undefined ? [] : [diagrams])];
  const styles = parts.styles.map((style) => style.replace(/<(?=\/style)/gi, '\\3C '));
  // On a disk, `'self'` is no address in every browser.
  const files = hasFiles
    ? ["img-src 'self' file: data:", "media-src 'self' file:", "font-src 'self' file:"]
    : ['img-src data:'];
  const policy = [
    "default-src 'none'",
    // The player is a program in WebAssembly.
    // Mermaid is the one script that is a file.
    `script-src ${all.map(hashSource).join(' ')} 'wasm-unsafe-eval'${diagrams === undefined ? '' : " 'self' file:"}`,
    `style-src ${hasFiles ? "'unsafe-inline'" : styles.map(hashSource).join(' ')}`,
    ...files,
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
<title>${escaped(title)}</title>
<link rel="icon" href="${icon}">
${styles.map((style) => `<style>${style}</style>`).join('\n')}
<script>${player}</script>
<script type="module">${script}</script>
</head>
<body>
`;
}

/** What draws the diagrams, at the end of the document. */
export function diagramScript({ diagrams }: PageParts): string {
  return diagrams === undefined ? '' : `<script>${inScript(diagrams)}</script>\n`;
}

/** What the script puts below a step that is played. */
export function playerFrame(say: Say, { cols, rows }: TerminalSize): string {
  const label = say('kept/recording', { seconds: 2 });
  return `<template id="player-frame"><div class="player" role="region"${attributes({ 'aria-label': label, 'data-cols': cols, 'data-rows': rows })}>
<p><span class="player-note">${escaped(label)}</span> <button type="button" class="close-player">${escaped(say('kept/close-recording'))}</button></p>
<p class="player-error" hidden>${escaped(say('kept/cannot-play'))}</p>
<div class="player-scroll"><div class="player-screen"></div></div>
</div></template>`;
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
