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

/** What is said of a diagram. */
export interface DiagramWords {
  /** What stands for the picture where it is not seen. */
  readonly diagram: string;
  /** Before the reason why there is none. */
  readonly noDiagram: string;
}

let loading: Promise<Mermaid> | undefined;
let drawn = 0;

/**
 * Draws the diagrams of slides. What mermaid makes becomes a picture: whatever stands in a deck, an SVG in an `<img>` runs nothing
 * and loads nothing. Their texts stay in the page, for searching and for screen readers. `url`: where mermaid is.
 */
export async function drawDiagrams(words: DiagramWords, sources: readonly HTMLElement[], url: string): Promise<void> {
  loading ??= load(url);
  for (const source of sources) {
    if (source.hidden || source.dataset['drawn'] !== undefined) continue;
    source.dataset['drawn'] = '';
    try {
      const { svg } = await (await loading).render(`diagram-${++drawn}`, withoutTags(source.textContent));
      source.before(pictureOf(svg, words.diagram));
      source.classList.add('visually-hidden');
    } catch (error) {
      const reason = document.createElement('p');
      reason.className = 'left-out';
      reason.textContent = `${words.noDiagram} ${error instanceof Error ? error.message.split('\n')[0] : ''}`;
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
function load(url: string): Promise<Mermaid> {
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
