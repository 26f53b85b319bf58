import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDeck, type RenderOptions, type SlideHtml } from '../../deck/html.ts';
import type { Deck, Slide } from '../../deck/model.ts';
import { languageOf } from '../../deck/model/language.ts';
import { type Language, message } from '../../messages/message.ts';
import { MessageError } from '../../messages/message-error.ts';
import { word } from '../../messages/word.ts';
import { commandLines } from '../../plan/bash.ts';
import type { Plan, Step } from '../../plan/step.ts';
import { type Unit, unitsOf } from '../../plan/units.ts';
import type { Course, SlideView, UnitView } from '../../protocol.ts';

export interface PageOptions {
  readonly deck: Deck;
  readonly plan: Plan;
  readonly variables: Readonly<Record<string, string>>;
  readonly lang: Language;
  /** Name of the target, and what its users must know. */
  readonly target: { readonly name: string; readonly notice?: string; readonly isShared?: boolean };
  /** Where the page finds a file that a slide of `file` names. */
  readonly assetUrl: (path: string, file: string) => string | undefined;
  /** Hosts whose pages may be shown in frames. */
  readonly frameHosts?: readonly string[];
  /** A transcript of each student is kept. */
  readonly isKept?: boolean;
  readonly renderMath?: RenderOptions['renderMath'];
  /** Folder of the built browser code. */
  readonly browserRoot: string;
}

/** The page cannot be made; the message says why and what to do. */
export class PageError extends MessageError {
  override readonly name = 'PageError';
}

/** A desk. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1d4ed8"/>' +
    '<path d="M3 6h10M5 6v7M11 6v7" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>',
)}`;

/** The page, its slides, and what tells it from the page of another course. */
export interface CoursePage {
  readonly html: string;
  readonly slides: readonly SlideView[];
  readonly version: string;
}

/**
 * The page of a course: every slide as HTML, readable before any script has run, and the course as data for the script. It is the
 * same for all and made once.
 * @throws {PageError} when the browser's code has not been built, or the deck shows nothing
 */
export function createPage(options: PageOptions): CoursePage {
  const { deck, plan, variables, lang, target } = options;
  const strings = {
    footnotes: word(message('server/page-footnotes'), lang),
    backToText: word(message('server/page-back-to-text'), lang),
  };
  const slides = renderDeck(deck, {
    variables,
    strings,
    word: (reason) => word(reason, lang),
    assetUrl: options.assetUrl,
    ...(options.frameHosts && { frameHosts: options.frameHosts }),
    ...(options.renderMath && { renderMath: options.renderMath }),
  });
  if (slides.length === 0) throw new PageError(message('server/no-slide', { file: deck.file }));
  const content: Omit<Course, 'version'> = {
    title: plan.title,
    lang,
    ...minutesOf(deck),
    target: target.name,
    ...(target.notice === undefined ? {} : { notice: target.notice }),
    ...(target.isShared === true && { isShared: true }),
    ...(options.isKept === true && { isKept: true }),
    slides: slides.map(slideView),
    units: unitsOf(plan).map((unit) => unitView(unit, deck)),
  };
  const usesMath = slides.some((slide) => (slide.html + slide.notesHtml).includes('class="katex'));
  const spoken = languageOf(slides.map(proseOf).join(' '));
  const { script, styles, later } = entryOf(options.browserRoot, lang, usesMath);
  const total = slides.at(-1)?.number ?? 0;
  const sections = slides.map((slide) => section(slide, total, spoken, lang)).join('\n');
  const version = hashOf(JSON.stringify(content) + sections);
  const course: Course = { version, ...content };
  const html = `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${escaped(plan.title)}</title>
<link rel="icon" href="${icon}">
${styles.map((file) => `<link rel="stylesheet" href="/assets/${file}">`).join('\n')}
<script type="module" src="/assets/${script}"></script>
${later.map((file) => `<link rel="modulepreload" href="/assets/${file}">`).join('\n')}
</head>
<body>
<div id="app">
<main id="slides" tabindex="-1"${spoken === undefined ? '' : ` lang="${spoken}"`} aria-label="${word(message('server/page-slides'), lang)}">
<noscript><p>${word(message('server/page-no-script'), lang)}</p></noscript>
${sections}
</main>
</div>
<script type="application/json" id="course">${JSON.stringify(course).replaceAll('<', '\\u003c')}</script>
</body>
</html>
`;
  return { html, slides: course.slides, version };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** What a slide says, without its code and markup. */
function proseOf({ html, notesHtml }: SlideHtml): string {
  return (html + notesHtml).replace(/<(pre|code|svg|math)\b[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ');
}

function section(slide: SlideHtml, total: number, spoken: Language | undefined, lang: Language): string {
  const { index, number, name, classes, html, notesHtml, background } = slide;
  const own = languageOf(proseOf(slide));
  const attributes = [
    `class="${escaped(['slide', ...classes].join(' '))}"`,
    `id="slide-${index}"`,
    `data-index="${index}"`,
    `data-number="${number}"`,
    // Ids of regions are places in the file: they change with what is written before.
    `data-content="${hashOf(`${classes.join(' ')}${html}${notesHtml}`.replaceAll(/ data-region="[^"]*"/g, ''))}"`,
    ...(name === undefined ? [] : [`data-name="${escaped(name)}"`]),
    ...(background ? [`style="${escaped(styleOf(background))}"`] : []),
    ...(own === undefined || own === spoken ? [] : [`lang="${own}"`]),
    `aria-label="${word(message('server/page-slide', { number, total }), own ?? spoken ?? lang)}"`,
  ];
  const notes = notesHtml === '' ? '' : `\n<aside class="notes" hidden>${notesHtml}</aside>`;
  return `<section ${attributes.join(' ')}>\n<div class="slide-content">${html}</div>${notes}\n</section>`;
}

/** How long the course is to take, where its first slide says so (`minutes: 90`). */
function minutesOf({ slides }: Deck): Pick<Course, 'minutes'> {
  const minutes = Number(slides[0]?.properties['minutes']);
  return minutes > 0 && minutes <= 24 * 60 ? { minutes } : {};
}

/** Its values are safe by themselves (`SlideHtml.background`); addresses are percent-encoded. */
function styleOf(background: NonNullable<SlideHtml['background']>): string {
  return Object.entries<string>({ ...background })
    .map(([name, value]) => `background-${name}:${name === 'image' ? `url("${value}")` : value}`)
    .join(';');
}

function slideView({ index, number, name, title, continued }: SlideHtml): SlideView {
  return { index, number, ...(name === undefined ? {} : { name }), title, continued };
}

function unitView({ id, slide, shown, steps }: Unit, deck: Deck): UnitView {
  const opened = shown === undefined ? openedUrl(steps, deck.slides[slide - 1]) : undefined;
  const step = shown ?? opened?.step ?? steps[0];
  const isVisible = shown !== undefined || opened !== undefined;
  return {
    id,
    slide,
    kind: kindOf(step),
    region: opened?.region ?? step?.region ?? '',
    visible: isVisible,
    ...typedBy(step),
    ...(shown?.terminal === undefined ? {} : { terminal: shown.terminal }),
    hidden: isVisible ? steps.length - 1 : steps.length,
  };
}

/** What a step types, and where its commands begin. */
function typedBy(step: Step | undefined): Pick<UnitView, 'text' | 'begins'> {
  // A check may hold the solution.
  if (step?.action === 'verify') return { text: '' };
  const text = step?.lines.length ? step.lines.map((line) => line.text).join('\n') : (step?.input ?? '');
  if (step?.action !== 'bash') return { text };
  const begins = commandLines(text);
  return begins.length === text.split('\n').length ? { text } : { text, begins };
}

function kindOf(step: Step | undefined): UnitView['kind'] {
  switch (step?.action) {
    case 'open':
    case 'manual':
      return step.action;
    case 'verify':
      return 'check';
    default:
      return 'run';
  }
}

/** A hidden `open` below a URL in the text of its exercise is what that URL is about: its button stands there. */
function openedUrl(steps: readonly Step[], slide: Slide | undefined) {
  const step = steps.find(({ action }) => action === 'open');
  const exercise = slide?.exercises.find(({ snippets }) => snippets.some(({ id }) => id === step?.region));
  const url = exercise?.urls[0];
  return step && url ? { step, region: url.id } : undefined;
}

interface Entry {
  readonly script: string;
  /** The terminal's is among them: its script would wait for it. */
  readonly styles: readonly string[];
  /** What the script asks for as soon as it runs: the terminal. */
  readonly later: readonly string[];
}

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
}

/** What Vite's manifest says of the page's entry. */
function entryOf(browserRoot: string, lang: Language, usesMath: boolean): Entry {
  let text: string;
  try {
    text = readFileSync(join(browserRoot, 'manifest.json'), 'utf8');
  } catch (error) {
    throw new PageError(message('server/page-not-built'), { cause: error });
  }
  const manifest = JSON.parse(text) as Readonly<Record<string, Chunk>>;
  const entry = manifest['src/browser/main.tsx'];
  if (!entry) throw new PageError(message('server/page-incomplete'));
  const math = usesMath ? manifest['node_modules/katex/dist/katex.min.css'] : undefined;
  const chunks = [entry, manifest['src/browser/terminal/mount.tsx'], manifest[`src/messages/${lang}/page-terminal.ts`]];
  const [, ...later] = chunks.flatMap((chunk) => (chunk ? [chunk.file] : []));
  const styles = chunks.flatMap((chunk) => chunk?.css ?? []);
  return { script: entry.file, styles: math ? [...styles, math.file] : styles, later };
}

/** A text for HTML, in elements and in attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
