import type { Root, RootContent } from 'mdast';
import { EXIT, visit } from 'unist-util-visit';
import { type LeftOut, renderDeck } from '../../deck/html.ts';
import { renderMath } from '../../deck/html/math.ts';
import type { Region, SlideRegion, Span } from '../../deck/scan/regions.ts';
import { message } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import type { LintRule } from '../rule.ts';

/** What a slide brings in and the page does not show, as the page itself finds it. */
export const notShown: LintRule = {
  id: 'not-shown',
  severity: 'warning',
  examples: [
    {
      title: 'a frame of a host that is not allowed',
      deck: '# A\n\n<iframe src="https://a.b/c"></iframe>\n',
      at: ['3:1'],
    },
    { title: 'a picture of another host', deck: 'A ![b](https://a.b/c.png)\n', at: ['1:3'] },
    { title: 'a film of another host', deck: '<video src="//a.b/c.mp4"></video>\n', at: ['1:1'] },
    {
      title: 'a drawing, an object',
      deck: '<div>\n<svg></svg>\n<object data="x"></object>\n</div>\n',
      at: ['2:1', '3:1'],
    },
    {
      title: 'a script, a style sheet',
      deck: '# A\n\n<script>a()</script>\n\n<style>b{}</style>\n',
      at: ['3:1', '5:1'],
    },
    {
      title: 'HTML that is never finished',
      deck: '.x[\n<!--\n\n```bash\nls\n```\n\n<script\n]\n',
      at: ['2:1', '8:1'],
    },
    {
      title: 'formulas that KaTeX does not understand',
      deck: '# A\n\nA $\\nicefracc{1}{2}$, and\n\n$$\n\\frac{1}{2\n$$\n',
      at: ['3:3', '5:1'],
    },
    { title: 'formulas, prices, variables', deck: 'A $x^2$, \\\\(\\lambda\\\\), $5 and $HOME/x, `$\\nope$`\n', at: [] },
    { title: 'what the page shows', deck: '<video src="a.mp4"></video> <b>b</b> ![c](d.png)\n\n`<svg>`\n', at: [] },
  ],
  check({ deck, regions, source, text, frameHosts }, report) {
    const slides = deck.slides.filter((_, index) => {
      const region = regions[index];
      return region !== undefined && mayBeLeftOut(outsideFences(text, region));
    });
    // An increment shows what is left out once more.
    const told = new Set<string>();
    const onLeftOut = ({ reason, slide, offset }: LeftOut): void => {
      const place = offset ?? deck.slides[slide - 1]?.position.start.offset ?? 0;
      const key = `${String(place)} ${word(reason, 'en')}`;
      if (told.has(key)) return;
      told.add(key);
      const start = source.offset(place);
      report({ start, end: Math.min(start + 1, text.length) }, message('lint/not-shown', { what: reason }));
    };
    renderDeck(
      { ...deck, slides },
      {
        assetUrl: (path) => path,
        strings: { footnotes: '', backToText: '' },
        word: (reason) => reason.code,
        frameHosts,
        renderMath,
        renderCode: () => ({ type: 'element', tagName: 'code', properties: {}, children: [] }),
        isWanted: ({ slide, content }) => bringsIn([...content, ...slide.notes]),
        onLeftOut,
      },
    );
  },
};

/** The text of a slide without its fences, and without comments that end. */
function outsideFences(text: string, { start, end, regions, notes }: SlideRegion): string {
  const fences: Span[] = [];
  const visit = (inside: readonly Region[]): void => {
    for (const region of inside) {
      if (region.kind === 'fence') fences.push(region);
      else visit(region.regions);
    }
  };
  visit(regions);
  visit(notes?.regions ?? []);
  let rest = '';
  let from = start;
  for (const fence of fences.sort((one, other) => one.start - other.start)) {
    if (fence.start < from) continue;
    rest += text.slice(from, fence.start);
    from = fence.end;
  }
  return (rest + text.slice(from, end)).replace(/<!--[^]*?-->/g, '');
}

/** Elements and unfinished comments, pictures from elsewhere, formulas: only then is a slide worth to be made into a page. */
function mayBeLeftOut(text: string): boolean {
  return (
    /<[a-z!/]|\$[^\s$]|\$\$|\\\\[([]/i.test(text) ||
    (text.includes('![') && /\/\/|\]\[|\bdata:|^\[[^\]]+\]:/m.test(text))
  );
}

// Finished tags of elements that the page always shows.
const shownTags =
  /<\/?(?:a|abbr|b|blockquote|br|center|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)(?:\s+[a-z-]{1,40}(?:=(?:"[^"<>]{0,500}"|'[^'<>]{0,500}'|[\w.%:;#-]{1,100}))?){0,20}\s{0,20}\/?>/gi;

/** Fewer tags and nodes than these are never too many for the page. */
const fewTags = 50;
const fewNodes = 1000;

/** False where the page certainly shows all that there is: to make it takes far longer than to look. */
function bringsIn(children: RootContent[]): boolean {
  let [found, tags, nodes] = [false, 0, 0];
  visit({ type: 'root', children } satisfies Root, (node) => {
    nodes++;
    if (node.type === 'html') tags += node.value.split('<').length - 1;
    found =
      nodes > fewNodes ||
      tags > fewTags ||
      node.type === 'math' ||
      node.type === 'imageReference' ||
      (node.type === 'image' && !/^(?!\/\/)[\w./%-]+$/.test(node.url)) ||
      (node.type === 'html' && !/^<!--[^]*-->$/.test(node.value) && !isShown(node.value));
    return found ? EXIT : undefined;
  });
  return found;
}

function isShown(html: string): boolean {
  return !/\{\{|@@/.test(html) && !html.replaceAll(shownTags, '').includes('<');
}
