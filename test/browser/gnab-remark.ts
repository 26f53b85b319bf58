import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { parseDeck } from '../../src/deck/deck.ts';
import { renderDeck } from '../../src/deck/html.ts';

/** Something on a slide that takes room: a heading, a paragraph, an item, code, a picture, a table. */
interface Box {
  readonly kind: string;
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A slide as a browser shows it. */
export interface ShownSlide {
  /** Of the slide, in order, without white space. */
  readonly text: string;
  readonly boxes: readonly Box[];
}

/** Both are shown in a pane of gnab/remark's own size. */
const pane = { width: 908, height: 681 };

/** What decks have in their style sheets (gnab/remark's boilerplate, xaringan, container.training); its core has none of it. */
const columns = `.pull-left{float:left;width:47%}.pull-right{float:right;width:47%}.pull-right+*{clear:both}
.left-column{float:left;width:27%}.right-column{float:right;width:69%}.right-column+*{clear:both}
.remark-slide>.title,.remark-slide>.pic{text-align:center;vertical-align:middle}`;

/** The slides as gnab/remark shows them. */
export async function showByRemark(page: Page, bundle: string, deck: string): Promise<ShownSlide[]> {
  await page.setViewportSize(pane);
  await page.setContent(`<!doctype html><style>${columns}
.remark-slide-container{display:block!important;position:relative!important;height:${pane.height}px!important}
.remark-slides-area,.remark-container,body,html{height:auto!important;overflow:visible!important}
.remark-slide-scaler{transform:none!important;left:0!important;top:0!important;width:100%!important;height:100%!important}
.remark-slide-number{display:none}</style><body></body>`);
  await page.addScriptTag({ path: bundle });
  await page.evaluate((source) => {
    const { remark } = globalThis as unknown as {
      readonly remark: { readonly create: (options: object) => unknown; readonly macros: Record<string, unknown> };
    };
    remark.macros['scale'] = function (this: string, width: string) {
      return `<img src="${this}" style="width:${width}">`;
    };
    remark.create({ source, highlightLines: true, highlightSpans: true });
  }, deck);
  return collect(page, '.remark-slides-area .remark-slide-content');
}

/** The same slides as our page shows them before its script runs. */
export async function showByPupitre(page: Page, browserRoot: string, deck: string): Promise<ShownSlide[]> {
  const manifest = JSON.parse(readFileSync(join(browserRoot, 'manifest.json'), 'utf8')) as Record<
    string,
    { readonly css?: readonly string[] }
  >;
  const css = (manifest['src/browser/main.tsx']?.css ?? []).map((file) =>
    readFileSync(join(browserRoot, file), 'utf8'),
  );
  const slides = renderDeck(parseDeck(deck, { file: 'deck.md' }), {
    assetUrl: (path) => path,
    strings: { footnotes: '', backToText: '' },
    word: ({ code }) => code,
  });
  const sections = slides.map(
    ({ classes, html }) =>
      `<div class="app" style="display:block;height:auto;padding:0"><main id="slides" style="width:${pane.width}px;height:${pane.height}px">` +
      `<section class="slide ${classes.join(' ')}"><div class="slide-content">${html}</div></section></main></div>`,
  );
  await page.setViewportSize(pane);
  await page.setContent(
    `<!doctype html><html class="js"><style>${css.join('\n')}</style><body>${sections.join('')}</body>`,
  );
  return collect(page, 'section.slide');
}

/** What of each slide takes room. */
function collect(page: Page, selector: string): Promise<ShownSlide[]> {
  return page.evaluate((slideSelector) => {
    const kinds = 'h1,h2,h3,h4,h5,h6,p,li,pre,img,table,blockquote,.left-out';
    // White space, and what stands for pictures, means nothing here.
    const plain = (text: string) => text.replace(/[\s\u200B]+/g, '');
    return [...document.querySelectorAll<HTMLElement>(slideSelector)].map((slide) => {
      const origin = slide.getBoundingClientRect();
      const boxes = [...slide.querySelectorAll<HTMLElement>(kinds)].flatMap((element) => {
        if (element.closest('.remark-slide-number') || element.parentElement?.closest('pre, table')) return [];
        const own = element.cloneNode(true) as HTMLElement;
        for (const inner of own.querySelectorAll(kinds)) inner.remove();
        const text = plain(own.textContent);
        const isSolid = element.matches('img, .left-out, table, pre');
        if (text === '' && !isSolid) return [];
        // The place of its words, not of the box, which is as wide as the slide.
        const range = new Range();
        if (isSolid) range.selectNode(element);
        else range.selectNodeContents(element);
        const { left, top, right, bottom } = range.getBoundingClientRect();
        const kind = element.matches('img, .left-out') ? 'img' : element.tagName.toLowerCase();
        return [
          {
            kind,
            text,
            left: left - origin.left,
            top: top - origin.top,
            right: right - origin.left,
            bottom: bottom - origin.top,
          },
        ];
      });
      const copy = slide.cloneNode(true) as HTMLElement;
      for (const extra of copy.querySelectorAll('.remark-slide-number, .left-out')) extra.remove();
      return { text: plain(copy.textContent), boxes };
    });
  }, selector);
}

/** How two neighbours stand to each other. */
function relation(one: Box, other: Box): 'above' | 'below' | 'beside' | 'over' {
  const slack = 4;
  if (other.top >= one.bottom - slack) return 'below';
  if (other.bottom <= one.top + slack) return 'above';
  return other.left >= one.right - slack || other.right <= one.left + slack ? 'beside' : 'over';
}

/** The third of the slide that the words of a box begin in. */
function side({ left, right }: Box): 'end' | 'middle' | 'start' {
  const centre = (left + right) / 2 / pane.width;
  if (left / pane.width < 0.25) return 'start';
  return Math.abs(centre - 0.5) < 0.06 ? 'middle' : 'end';
}

/** In what two ways of showing a slide differ: `what: where`. */
export function differences(theirs: ShownSlide, ours: ShownSlide): string[] {
  const found: string[] = [];
  if (theirs.text !== ours.text) {
    let at = 0;
    while (at < ours.text.length && ours.text[at] === theirs.text[at]) at++;
    const from = Math.max(0, at - 8);
    found.push(`text: ${excerpt(theirs.text.slice(from))} | ${excerpt(ours.text.slice(from))}`);
  }
  const list = ({ boxes }: ShownSlide, kinds: RegExp) =>
    boxes.filter(({ kind }) => kinds.test(kind)).map(({ kind, text }) => `${kind} ${kind === 'img' ? '' : text}`);
  for (const [name, kinds] of [
    ['headings', /^h\d$/],
    ['lists', /^li$/],
    ['code', /^pre$/],
    ['pictures', /^img$/],
    ['tables', /^table$/],
    ['paragraphs', /^(?:p|blockquote)$/],
  ] as const) {
    const [before, after] = [list(theirs, kinds), list(ours, kinds)];
    const at = before.findIndex((each, index) => each !== after[index]);
    if (at >= 0 || before.length !== after.length) {
      found.push(`${name}: ${excerpt(before[at])} | ${excerpt(after[at < 0 ? before.length : at])}`);
    }
  }
  const sequence = ({ boxes }: ShownSlide) => boxes.map(({ kind, text }) => `${kind} ${text}`).join('\n');
  if (sequence(theirs) !== sequence(ours)) return found;
  ours.boxes.forEach((box, index) => {
    const theirBox = theirs.boxes[index];
    const [before, theirBefore] = [ours.boxes[index - 1], theirs.boxes[index - 1]];
    if (!theirBox) return;
    if (side(box) !== side(theirBox)) found.push(`side: ${side(theirBox)} | ${side(box)} ${excerpt(box.text)}`);
    if (!before || !theirBefore) return;
    const [theirRelation, ownRelation] = [relation(theirBefore, theirBox), relation(before, box)];
    if (theirRelation !== ownRelation) {
      found.push(`relation: ${theirRelation} | ${ownRelation} ${excerpt(before.text)} ${excerpt(box.text)}`);
    }
  });
  return found;
}

function excerpt(text: string | undefined): string {
  return JSON.stringify((text ?? '').slice(0, 30));
}
