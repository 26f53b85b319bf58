import { describe, expect, test } from 'vitest';
import { parseDeck } from '../../../src/deck/deck.ts';
import type { LeftOut, RenderOptions } from '../../../src/deck/html.ts';
import { renderMath } from '../../../src/deck/html/math.ts';
import type { Language } from '../../../src/messages/message.ts';
import { word } from '../../../src/messages/word.ts';
import { attribute, elementsOf, textOf } from './elements.ts';
import { renderParsed } from './render.ts';

function show(text: string, options: Partial<RenderOptions> = {}, lang: Language = 'en') {
  const left: LeftOut[] = [];
  const slides = renderParsed(
    parseDeck(text, { file: 'a.md' }),
    {},
    {
      word: (reason) => word(reason, lang),
      onLeftOut: (each) => left.push(each),
      renderMath: (tex, display) => ({ html: `<i>${display ? 'D' : 'I'}${tex}</i>` }),
      ...options,
    },
  );
  const html = slides.map((slide) => slide.html).join('\n');
  const elements = elementsOf(html);
  return { html, left: left.map(({ reason }) => reason.code), slides, elements, all: left };
}

describe('formulas', () => {
  const formulas = (text: string) =>
    show(text)
      .elements.filter(({ tagName }) => tagName === 'i')
      .map(textOf);

  test.each([
    ['$x$', ['Ix']],
    ['a $E = mc^2$, $a_1 + b_1$ and $\\{x\\}$.', ['IE = mc^2', 'Ia_1 + b_1', 'I\\{x\\}']],
    ['$$\nx\n=\n- y\n$$', ['Dx\n=\n- y']],
    ['- a $$x$$\n- b \\\\(y\\\\) \\\\[z\\\\]', ['Dx', 'Iy', 'Dz']],
    ['| a |\n|---|\n| $|x|$ |', ['I|x|']],
    ['.small[$x$] # $y$', ['Ix', 'Iy']],
    ['<b title="$t$">$u$</b>', ['Iu']],
    ['$x \\text{ if not } y$', ['Ix \\text{ if not } y']],
    ['# A $b$', ['Ib']],
  ])('%s', (text, found) => {
    expect(formulas(text)).toEqual(found);
  });

  test.each([
    'It costs $5 and $10.',
    'US$5, US$6',
    '$HOME and $PATH, 5$ and 6$',
    '$PATH:$HOME',
    '$HOME/$USER $(date)-$(date)',
    'he paid $5, she paid 10$.',
    '$5 or 6$',
    '`$x$ and $y$`',
    '`$x` and `$y`',
    '```\n$x$\n```',
    '    $x$',
    '\\$x\\$',
    '<!-- $x$ -->',
    '[a](http://b/$c$)',
    '$x\n\ny$',
    '$$',
    'kill $$ and $$',
  ])('%s has none', (text) => {
    expect(formulas(text)).toEqual([]);
    expect(show(text, {}).html).toBe(show(text, { renderMath: () => ({ html: 'never' }) }).html);
  });

  const render = (tex: string, display: boolean): string => {
    const formula = renderMath(tex, display);
    if (!('html' in formula)) throw new Error(formula.problem);
    return formula.html;
  };

  test('KaTeX makes HTML and MathML; nothing comes in by TeX', () => {
    expect(render('\\frac{1}{2}', true)).toMatch(/katex-display.*<math.*<mfrac>/);
    const html = render('\\href{javascript:alert(1)}{x}\\includegraphics{https://a.b/c}\\htmlClass{x}{y}<b>', false);
    expect(elementsOf(html).map(({ tagName }) => tagName)).not.toContain('a');
    expect(elementsOf(html).map(({ tagName }) => tagName)).not.toContain('img');
    expect(elementsOf(html).map(({ tagName }) => tagName)).not.toContain('b');
  });

  test('what KaTeX does not understand, or what never ends, is shown as it is written, with the reason', () => {
    expect(renderMath(`\\def\\a{\\a\\a}\\a`, false)).toEqual({
      problem: expect.stringContaining('Too many expansions') as string,
    });
    const { html, left } = show('# A\n\nx $\\nicefracc{1}{<2>}$ y', { renderMath });
    expect(html).toMatch(/<span class="left-out">.*\$\\nicefracc\{1\}\{&#x3C;2>\}\$<\/span>/);
    expect(left).toEqual(['deck/html-formula']);
    expect(html).toContain('formula not shown, KaTeX says “Undefined control sequence: \\nicefracc”');
  });
});

describe('films, sounds, frames', () => {
  test('of the deck are shown, with controls, and load nothing by themselves', () => {
    const { elements, left } = show(
      '<video src="a.mp4" width="320" autoplay onerror="x()" poster="p.png"><track src="t.vtt" kind="captions"></video>\n\n' +
        '<audio><source src="b.ogg" type="audio/ogg"><source src="https://a.b/c.mp3"></audio>',
    );
    expect(left).toEqual([]);
    expect(
      elements
        .filter(({ tagName }) => tagName !== 'span' && tagName !== 'p')
        .map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name, value }) => `${name}=${value}`)]),
    ).toEqual(
      [
        ['video', 'width=320', 'controls=', 'preload=none', 'poster=/assets/p.png'],
        ['source', 'src=/assets/a.mp4'],
        ['track', 'kind=captions', 'src=/assets/t.vtt'],
        ['audio', 'controls=', 'preload=none'],
        ['source', 'type=audio/ogg', 'src=/assets/b.ogg'],
      ].map(([name, ...rest]) => expect.arrayContaining([name, ...rest]) as unknown),
    );
  });

  test('frames are shown of hosts that are allowed, in a sandbox', () => {
    const frames = (src: string, frameHosts: readonly string[]) =>
      show(`<iframe src="${src}" width="4" onload="x()" srcdoc="<b>"></iframe>`, { frameHosts }).elements.filter(
        ({ tagName }) => tagName === 'iframe',
      );
    const [frame] = frames('https://Video.example/x', ['video.example']);
    expect(frame?.attrs.map(({ name }) => name).sort()).toEqual(
      ['allow', 'height', 'loading', 'referrerpolicy', 'sandbox', 'src', 'title', 'width'].filter(
        (name) => name !== 'height',
      ),
    );
    expect(frame && attribute(frame, 'sandbox')).not.toContain('top-navigation');
    expect(frames('//video.example/x', ['video.example'])).toHaveLength(1);
    expect(frames('https://a.video.example:8443/x', ['*.video.example'])).toHaveLength(0);
    expect(frames('https://a.video.example/x', ['*.video.example'])).toHaveLength(1);
    for (const wrong of [
      'http://video.example/',
      'https://video.example@evil.example/',
      'https://evil.example/video.example',
      'x.html',
      'https://video.example.evil/',
      'https:\\\\video.example/',
    ]) {
      expect(frames(wrong, ['video.example']), wrong).toHaveLength(0);
    }
  });
});

test.each([
  [
    '![a](https://a.b/c.png)',
    'deck/html-not-fetched',
    'picture not fetched, it is on a.b: a',
    'image non téléchargée, chez a.b: a',
  ],
  ['![a](javascript:x)', 'deck/html-not-found', 'missing picture', 'image manquante'],
  ['<video src="//a.b/c.mp4"></video>', 'deck/html-not-fetched', 'video not fetched', 'vidéo non téléchargée'],
  [
    '<iframe src="https://a.b/"></iframe>',
    'deck/html-frame-not-allowed',
    'page of a.b not shown',
    'page de a.b non montrée',
  ],
  ['<iframe srcdoc="x"></iframe>', 'deck/html-frame-not-shown', 'frame not shown', 'cadre non montré'],
  ['<svg><path d="x"/></svg>', 'deck/html-element-not-shown', '<svg> is not shown', '<svg> n’est pas montré'],
])('%s: a placeholder with the reason', (text, code, english, french) => {
  const { left, elements } = show(`# A\n\n${text}\n`);
  expect(left).toEqual([code]);
  const place = elements.find((element) => attribute(element, 'class') === 'left-out');
  expect(place && textOf(place)).toContain(english);
  const there = show(text, {}, 'fr').elements.find((element) => attribute(element, 'class') === 'left-out');
  expect(there && textOf(there)).toContain(french);
});

test('HTML that the parser gives up on costs its slide its HTML', () => {
  const { slides, left } = show(
    '# One\n\n---\n\n.x[\n<!--\n\n```bash\nls\n```\n\n<script\n]\n\n---\n\n# <b>Three</b>\n',
  );
  expect(left).toContain('deck/html-unreadable');
  expect(slides[1]?.html).toContain('ls');
  expect(slides[1]?.html).toContain('&#x3C;script');
  expect(slides[2]?.html).toBe('<h1><b>Three</b></h1>');
});

test('more HTML than any slide needs is shown as it is written', () => {
  expect(show('<b>a</b>\n\n'.repeat(160)).left).toEqual(['deck/html-too-much']);
});

test('links are known on every slide, also when they are defined after a later --', () => {
  const { slides } = show('[a][x] ![p][y]\n\n--\n\nb [x]\n\n--\n\n[x]: https://a.b/\n[y]: z.png\n\n---\n\n[x]\n');
  expect(slides.map(({ html }) => html.split('href="https://a.b/"').length - 1)).toEqual([1, 2, 2, 1]);
  expect(slides[0]?.html).toContain('src="/assets/z.png"');
});

test.each([
  ['<div class="x">\n- a\n- b\n</div>', ['div', 'ul', 'li', 'li']],
  ['<br/>\n1. a\n', ['br', 'ol', 'li']],
  ['<details>\n<summary>m</summary>\n# a\n</details>', ['details', 'summary', 'h1']],
  ['.x[\n  <div>\n  - a\n  </div>\n]', ['div', 'div', 'ul', 'li']],
  ['<pre>\n- a\n</pre>', ['div', 'pre']],
  ['<div>\ntext\n</div>', ['div']],
])('%s: lists and headings under a tag', (text, tags) => {
  expect(show(text).elements.map(({ tagName }) => tagName)).toEqual(tags);
});

test('columns with the indents of gnab/remark’s boilerplate', () => {
  for (const indent of ['', '  ', '    ']) {
    const { elements } = show(
      `.left-column[\n${indent}## A\n${indent}## B\n]\n.right-column[\n${indent}text\n\n${indent}- c\n]\n`,
    );
    const names = elements.map((element) => attribute(element, 'class') ?? element.tagName);
    expect(names).toEqual(['left-column', 'h2', 'h2', 'right-column', 'p', 'ul', 'li']);
  }
});

test('![:scale 40%](x) is a picture of that width', () => {
  const { elements } = show('![:scale 40%](a.png) ![:scale 200px](b.png) ![:scaled](c.png)');
  const pictures = elements.filter(({ tagName }) => tagName === 'img');
  expect(pictures.map((element) => [attribute(element, 'width'), attribute(element, 'alt')])).toEqual([
    ['40%', ''],
    ['200px', ''],
    [undefined, ':scaled'],
  ]);
});

test('styles that only say how much room something takes are kept', () => {
  const { elements } = show(
    '<div style="width: 40%; FLOAT: right; color: red; position: fixed; margin: 1em auto">a</div>',
  );
  expect(elements[0] && attribute(elements[0], 'style')).toBe('width:40%;float:right;margin:1em auto');
});
