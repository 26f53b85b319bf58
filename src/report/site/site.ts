import { renderDeck, type RenderOptions, type SlideHtml } from '../../deck/html.ts';
import type { Deck } from '../../deck/model.ts';
import type { Language } from '../../messages/message.ts';
import { type Say, sayIn, word } from '../../messages/word.ts';
import { tally } from '../../plan/events.ts';
import type { Plan } from '../../plan/step.ts';
import { type Unit, unitsOf } from '../../plan/units.ts';
import { diagramScript, documentStart, playerFrame, type TerminalSize } from '../html/document.ts';
import { attributes, escaped } from '../html/markup.ts';
import type { PageParts } from '../html/page-parts.ts';
import { namedOutcome, outcomeView } from './outcome.ts';
import type { PastRun } from './past-run.ts';

export interface SiteOptions {
  readonly deck: Deck;
  readonly plan: Plan;
  readonly variables: Readonly<Record<string, string>>;
  readonly lang: Language;
  /** Its script of diagrams is used where there are some. */
  readonly parts: PageParts;
  readonly size: TerminalSize;
  /** Where the outputs come from; undefined: there are none, and the site says so. */
  readonly run: PastRun | undefined;
  readonly assetUrl: RenderOptions['assetUrl'];
  readonly renderMath?: RenderOptions['renderMath'];
}

/** A deck as a page. */
export interface Site {
  readonly html: string;
  /** It needs `mermaid.js` beside it. */
  readonly hasDiagrams: boolean;
}

/** The slides of a deck, one under the other, as a page that needs no server: below each command what really came of it. */
export function makeSite(options: SiteOptions): Site {
  const { deck, plan, lang, run } = options;
  const say = sayIn(lang);
  const slides = renderDeck(deck, {
    variables: options.variables,
    strings: { footnotes: say('server/page-footnotes'), backToText: say('server/page-back-to-text') },
    word: (reason) => word(reason, lang),
    assetUrl: options.assetUrl,
    ...(options.renderMath && { renderMath: options.renderMath }),
  });
  const units = unitsOf(plan);
  const known = new Set(slides.map(({ index }) => idOf(index)));
  const total = slides.at(-1)?.number ?? 0;
  const whole = wholeSlides(slides);
  const sections = whole.map(({ slide, parts }) => {
    const own = units.filter((unit) => parts.some(({ index }) => index === unit.slide));
    const html = run ? withOutcomes(slide.html, own, run, { lang, say }) : slide.html;
    return section(slide, parts, html, say('server/page-slide', { number: slide.number, total }), known);
  });
  const { diagrams, ...others } = options.parts;
  const hasDiagrams =
    diagrams !== undefined && slides.some(({ html }) => /<pre [^>]*class="(?:[^"]* )?mermaid[" ]/.test(html));
  const parts = hasDiagrams ? options.parts : others;
  const labels = { 'data-diagram': say('kept/diagram'), 'data-no-diagram': say('kept/no-diagram') };
  const html = `${documentStart(parts, { title: plan.title, lang, hasFiles: true })}<header class="site-head">
<p class="site-title">${escaped(plan.title)}</p>
<p>${escaped(originOf(run, say))}</p>
<nav${attributes({ 'aria-label': say('server/page-slides') })}><details><summary>${escaped(say('server/page-slides'))}</summary><ol>${contents(whole.map(({ slide }) => slide))}</ol></details></nav>
</header>
${playerFrame(say, options.size)}
<main id="slides"${attributes({ 'aria-label': say('server/page-slides'), ...(hasDiagrams && labels) })}>
${sections.join('\n')}
</main>
${run?.recordingHtml() ?? ''}${diagramScript(parts)}</body>
</html>
`;
  return { html, hasDiagrams };
}

function originOf(run: PastRun | undefined, say: Say): string {
  if (!run) return say('kept/no-outputs');
  const { passed } = tally(run.results);
  const when = say('kept/moment', { iso: run.startedAt });
  return say('kept/outputs-of', { target: run.target, when, passed, total: run.results.length });
}

function contents(slides: readonly SlideHtml[]): string {
  return slides
    .filter(({ title }) => title !== '')
    .map(({ index, title }) => `<li><a href="#slide-${index}">${escaped(title)}</a></li>`)
    .join('');
}

interface WholeSlide {
  readonly slide: SlideHtml;
  /** The slide, and those before it that show a part of it. */
  readonly parts: readonly SlideHtml[];
}

/** Where nothing is turned, of slides that are built up step by step (`--`) the last is enough. */
function wholeSlides(slides: readonly SlideHtml[]): readonly WholeSlide[] {
  const whole: WholeSlide[] = [];
  for (const slide of slides) {
    const before = slide.continued ? whole.pop() : undefined;
    whole.push({ slide, parts: [...(before?.parts ?? []), slide] });
  }
  return whole;
}

function section(
  { index, classes, background }: SlideHtml,
  parts: readonly SlideHtml[],
  html: string,
  label: string,
  known: Set<string>,
): string {
  const style =
    background &&
    Object.entries<string>({ ...background })
      .map(([key, value]) => `background-${key}:${key === 'image' ? `url("${value}")` : value}`)
      .join(';');
  // Links in decks lead to names, and to slides that are a part of this one.
  const anchors = parts.flatMap((part) => {
    const names = [...(part.index === index ? [] : [idOf(part.index)])];
    if (part.name !== undefined && !known.has(part.name)) names.push(part.name);
    for (const name of names) known.add(name);
    return names.map((name) => `<span id="${escaped(name)}"></span>`);
  });
  const all = { class: ['slide', ...classes].join(' '), id: idOf(index), style, 'aria-label': label };
  return `<section${attributes(all)}>${anchors.join('')}<div class="slide-content">${html}</div></section>`;
}

function idOf(index: number): string {
  return `slide-${index}`;
}

/** Puts what came of each unit after its command: the `pre` that has its region; what has none stands at the end of its slide. */
function withOutcomes(
  html: string,
  units: readonly Unit[],
  run: PastRun,
  words: { readonly lang: Language; readonly say: Say },
): string {
  let whole = html;
  for (const unit of units) {
    const view = outcomeView(unit, run, words);
    const region = escaped(unit.shown?.region ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const found = new RegExp(`<pre[^>]*\\sdata-region="${region}"[^>]*>[^]*?</pre>`).exec(whole);
    const end = found ? found.index + found[0].length : whole.length;
    whole = whole.slice(0, end) + (found ? view : namedOutcome(unit, view)) + whole.slice(end);
  }
  return whole;
}
