import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementsOf, nodesOf } from './elements.ts';
import { render } from './render.ts';

const allowedTags = new Set(
  (
    'a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr ' +
    'audio i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead tr track u ul var video wbr source'
  ).split(' '),
);
const allowedAttributes = new Set(
  (
    'align alt aria-label class colspan controls data-exercise data-region dir height href id kind label lang loading loop muted open poster preload rel ' +
    'reversed rowspan scope span src srclang start style target title width'
  ).split(' '),
);

/** What would be dangerous in some HTML, as a browser reads it. */
function dangersIn(html: string): string[] {
  const dangers = nodesOf(html)
    .filter((node) => node.nodeName === '#comment')
    .map(() => 'comment');
  for (const { tagName, attrs } of elementsOf(html)) {
    if (!allowedTags.has(tagName)) dangers.push(`<${tagName}>`);
    for (const { name, value } of attrs) {
      if (!allowedAttributes.has(name)) dangers.push(`${tagName} ${name}=${value}`);
      // Ours, and never the deck's.
      if (
        name === 'style' &&
        !/^(?:--columns:\d+;--rows:\d+|(?:;?(?:width|float|text-align):[a-z\d%.]+)+)$/.test(value)
      )
        dangers.push(`style=${value}`);
      if (name === 'id' && !value.startsWith('deck-')) dangers.push(`id=${value}`);
      if (name === 'href' && !/^(?:https?:\/\/|mailto:|#|\/assets\/)/i.test(value)) dangers.push(`href=${value}`);
      if (name === 'poster' && !value.startsWith('/assets/')) dangers.push(`poster=${value}`);
      if (name === 'src' && !/^(?:\/assets\/|data:image\/(?:png|jpeg|gif|webp);base64,)/i.test(value))
        dangers.push(`src=${value}`);
    }
  }
  return dangers;
}

const attacks = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x></SCRIPT>',
  '<scr<script>ipt>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img/src="x"/onerror=alert(1)//',
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="java&#9;script:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="java&NewLine;script:alert(1)">x</a>',
  '<a href="&#1;javascript:alert(1)">x</a>',
  '<a href=" javascript&colon;alert(1)">x</a>',
  '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">x</a>',
  '<a href="vbscript:x">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="\\\\evil.example">x</a>',
  '<a href="/\\evil.example">x</a>',
  '<a href="/\t/evil.example">x</a>',
  '[x](javascript:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](javascript&colon;alert(1))',
  '[x]( data:text/html;base64,PHNjcmlwdD4= )',
  '[x][y]\n\n[y]: javascript:alert(1)',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml;base64,PHN2Zz4=)',
  '<javascript:alert(1)>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<video src="//evil.example/x" onerror=alert(1) autoplay></video>',
  '<video poster=javascript:alert(1) src=x><source src="https://evil.example/x" onerror=alert(1)><script>alert(1)</script></video>',
  '<audio src=x oncanplay=alert(1)><track src=//evil.example kind=x></audio>',
  '<iframe src="https://evil.example/" srcdoc="<script>alert(1)</script>" onload=alert(1)></iframe>',
  '<p style="width:40%;position:fixed;background:url(//evil.example);float:left;text-align:center">x</p>',
  '<p style="width:expression(alert(1));float:left/**/;text-align:var(--x)">x</p>',
  '$\\href{javascript:alert(1)}{x}$ $\\includegraphics{https://evil.example/x}$ $\\htmlStyle{position:fixed}{x}$',
  '$<img src=x onerror=alert(1)>$ $$</span><script>alert(1)</script>$$',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example/"><input name=a><button formaction=javascript:alert(1)>x</button></form>',
  '<style>*{background:url(https://evil.example)}</style>',
  '<p style="position:fixed;inset:0">x</p>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html,x"></object><embed src=x>',
  '<meta http-equiv=refresh content="0;url=//evil.example"><link rel=stylesheet href=//evil.example>',
  '<!--><script>alert(1)</script>-->',
  '<!---><img src=x onerror=alert(1)>-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml <script>alert(1)</script> ?>',
  '<!DOCTYPE html [<script>alert(1)</script>]>',
  '<img id=cookie name=body><a id=defaultView name=x href="#x">x</a>',
  '<p id=deck>x</p>',
  '</section></div></main><script>alert(1)</script>',
  '<pre data-region="1" data-exercise data-mark="0" data-markx="0">rm -rf /</pre>',
  '<textarea></textarea><img src=x onerror=alert(1)>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<plaintext><script>alert(1)</script>',
  '<p title="` <img src=x onerror=alert(1)> `">',
  '.x[<script>alert(1)</script>]',
  '```html" onmouseover="alert(1)\n<script>alert(1)</script>\n```',
  '```"><script>alert(1)</script>\n</code></pre><script>\n```',
];

test.each(attacks)('%s', (attack) => {
  for (const text of [attack, `text ${attack} text`, `.exercise[\n\n- ${attack}\n\n]\n\n???\n\n${attack}`]) {
    for (const { html, notesHtml } of render(text)) {
      expect(dangersIn(html)).toEqual([]);
      expect(dangersIn(notesHtml)).toEqual([]);
    }
  }
});

test('HTML of a deck cannot pretend to be a fence', () => {
  const [slide] = render('<pre data-region="1" data-mark="0" data-markx="0">x</pre>\n\n```bash\nls\n```');
  const marked = elementsOf(slide?.html ?? '').filter(({ attrs }) =>
    attrs.some(({ name }) => name.startsWith('data-')),
  );
  expect(marked.map(({ attrs }) => attrs)).toEqual([[{ name: 'data-region', value: '59' }]]);
});

test('a background cannot be a script, another host or more than its value', () => {
  for (const value of ['url(javascript:x)', 'url(//evil.example/x)', 'url(https://evil.example)', 'red;x:url(y)']) {
    const [slide] = render(`background-image: ${value}\nbackground-color: ${value}\n\nText`);
    expect(slide?.background).toBeUndefined();
  }
});

const pieces = [
  ...attacks,
  ...[
    '<b>',
    '</b>',
    '<table>',
    '<td>',
    '<p ',
    '<a href="',
    '" ',
    "'",
    '>',
    '`',
    '```\n',
    '\n\n',
    '---\n',
    '--\n',
    '- ',
  ],
  ...['.x[', ']', '<!--', '-->', '<svg>', '<math>', '<style>', '<select>', '</p>', '{{content}}', '@@A@@', '\n', ' '],
];

test('soup: whatever stands in a deck, nothing outside the allow-list comes out', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 15 }), (parts) => {
      for (const { html, notesHtml } of render(parts.join('')))
        expect([...dangersIn(html), ...dangersIn(notesHtml)]).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
