import url from '@mermaid-js/tiny/dist/mermaid.tiny.js?url';
import type { Page } from '../page.ts';

/** What we use of mermaid. */
interface Mermaid {
  readonly initialize: (options: object) => void;
  readonly render: (id: string, text: string) => Promise<{ readonly svg: string }>;
}

/** Settings of ours that no directive in a deck may change. */
const settings = {
  startOnLoad: false,
  securityLevel: 'strict',
  suppressErrorRendering: true,
  maxTextSize: 20_000,
  maxEdges: 300,
  htmlLabels: false,
  theme: 'neutral',
};
const secure = [...Object.keys(settings), 'secure', 'flowchart', 'themeCSS', 'themeVariables', 'dompurifyConfig'];

let loading: Promise<Mermaid> | undefined;
let drawn = 0;

/**
 * Draws the diagrams of slides. What mermaid makes becomes a picture: whatever stands in a deck, an SVG in an `<img>` runs nothing
 * and loads nothing. Their texts stay in the page, for searching and for screen readers.
 */
export async function drawDiagrams(page: Page, sources: readonly HTMLElement[]): Promise<void> {
  loading ??= load();
  for (const source of sources) {
    if (source.hidden || source.dataset['drawn'] !== undefined) continue;
    source.dataset['drawn'] = '';
    try {
      const { svg } = await (await loading).render(`diagram-${++drawn}`, withoutTags(source.textContent));
      source.before(pictureOf(svg, page.t.diagram));
      source.classList.add('visually-hidden');
    } catch (error) {
      const reason = document.createElement('p');
      reason.className = 'left-out';
      reason.textContent = `${page.t.noDiagram} ${error instanceof Error ? error.message.split('\n')[0] : ''}`;
      source.before(reason);
    }
  }
}

/** mermaid measures labels in the page, as HTML: what looks like a tag becomes text (`#lt;`), but for line ends and `<<interface>>`. */
function withoutTags(text: string): string {
  return text.trim().replace(/<<\w+>>|<br\s*\/?>|<(?=[/!?a-z])/gi, (found) => (found === '<' ? '#lt;' : found));
}

function pictureOf(svg: string, label: string): HTMLImageElement {
  const picture = new Image();
  const [, width, height] = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  picture.className = 'diagram';
  picture.alt = label;
  if (width !== undefined && height !== undefined) {
    picture.style.aspectRatio = `${width} / ${height}`;
    picture.style.setProperty('--width', width);
  }
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  return picture;
}

/** A script of its own: half of all the page's code, for few decks. */
function load(): Promise<Mermaid> {
  return new Promise((done, fail) => {
    const script = document.createElement('script');
    script.addEventListener('load', () => {
      const { mermaid } = globalThis as unknown as { readonly mermaid: Mermaid };
      mermaid.initialize({ ...settings, secure });
      done(mermaid);
    });
    script.addEventListener('error', () => {
      fail(new Error(url));
    });
    script.src = url;
    document.head.append(script);
  });
}
