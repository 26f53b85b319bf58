import type { Span } from '../../deck/scan/regions.ts';
import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { inExercise } from '../example.ts';
import { covering } from '../ranges.ts';
import type { LintRule } from '../rule.ts';
import { walkBash } from '../shell.ts';

const characters: Readonly<Record<string, string>> = {
  amp: '&',
  gt: '>',
  lt: '<',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  laquo: '"',
  raquo: '"',
  ldquo: '"',
  rdquo: '"',
  lsquo: "'",
  rsquo: "'",
  ndash: '-',
  mdash: '--',
  hellip: '...',
  lbrace: '{',
  rbrace: '}',
  lbrack: '[',
  rbrack: ']',
  lowbar: '_',
  sol: '/',
  vert: '|',
  verbar: '|',
  dollar: '$',
  commat: '@',
  equals: '=',
  tilde: '~',
};

/** By number what stands for ASCII in a typeset text. */
const typeset: ReadonlyMap<number, string> = new Map([
  [160, ' '],
  [171, '"'],
  [187, '"'],
  [8211, '-'],
  [8212, '--'],
  [8216, "'"],
  [8217, "'"],
  [8220, '"'],
  [8221, '"'],
  [8230, '...'],
]);

/** The ASCII that an entity stands for in a command, by its name; undefined for other characters. */
function characterOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (Object.hasOwn(characters, lower)) return characters[lower];
  const [, hex, decimal] = /^#(?:x([0-9a-f]{2,4})|(\d{2,4}))$/.exec(lower) ?? [];
  const number = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return number > 32 && number < 127 ? String.fromCharCode(number) : typeset.get(number);
}

/** `sleep 3 &amp;`: tools for translators write code as HTML. */
export const htmlEntity: LintRule = {
  id: 'html-entity',
  severity: 'error',
  examples: [
    { title: 'in the background', deck: inExercise('sleep 3 &amp;'), at: ['4:9'], fixed: inExercise('sleep 3 &') },
    {
      title: 'operators',
      deck: inExercise('ls x &amp;&amp; cat y &gt; z 2&gt;&amp;1'),
      at: ['4:6', '4:11', '4:23', '4:31', '4:35'],
      fixed: inExercise('ls x && cat y > z 2>&1'),
    },
    {
      title: 'quotes',
      deck: inExercise('echo &quot;a b&quot; &#39;c&#39;'),
      at: ['4:6', '4:15', '4:22', '4:28'],
      fixed: inExercise(`echo "a b" 'c'`),
    },
    {
      title: 'blanks, pipes and dashes',
      deck: inExercise('kubectl get pods&nbsp;-w &#124; wc\ndocker run &#8211;d nginx'),
      at: ['4:17', '4:26', '5:12'],
      fixed: inExercise('kubectl get pods -w | wc\ndocker run -d nginx'),
    },
    {
      title: 'French quotes with their blanks',
      deck: inExercise('git commit -m &laquo;&nbsp;x y&nbsp;&raquo;'),
      at: ['4:15', '4:31'],
      fixed: inExercise('git commit -m "x y"'),
    },
    {
      title: 'a query',
      deck: inExercise("curl 'http://x/?a=1&amp;b=2'"),
      at: ['4:20'],
      fixed: inExercise("curl 'http://x/?a=1&b=2'"),
    },
    {
      title: 'a heredoc',
      deck: inExercise('cat &lt;&lt;EOF &gt; x\na\nEOF'),
      at: ['4:5', '4:9', '4:17'],
      fixed: inExercise('cat <<EOF > x\na\nEOF'),
    },
    {
      title: 'in markup that is written to a file',
      deck: inExercise("echo '<p>a &amp; b</p>' > x.html\ncat > y <<EOF\n<b>&lt;</b>\nEOF"),
      at: [],
    },
    { title: 'a program in the background, and another', deck: inExercise('sleep 3 &amp\nsleep 3& gt; ls'), at: [] },
    { title: 'shown as a command', deck: '```bash\nls &amp;&amp; pwd\n```\n', at: ['2:4', '2:9'] },
  ],
  check({ code }, report) {
    for (const piece of code) {
      if (!isTyped(piece) && !(piece.kind === 'fence' && /^(?:bash|sh|shell|console)$/.test(piece.language))) continue;
      if (!piece.text.includes('&')) continue;
      const found = [
        ...piece.text.matchAll(
          /&(laquo|#171);(?:&nbsp;|&#160;| )?|(?:&nbsp;|&#160;| )?&(raquo|#187);|&([a-z]{2,8}|#x?[0-9a-f]{2,4});/gi,
        ),
      ];
      if (found.length === 0) continue;
      const isText = quotedMarkup(piece.text, () => {
        const spans: Span[] = [];
        walkBash(piece, ({ type }, at) => {
          if (type === 'SingleQuoted' || type === 'DoubleQuoted' || type === 'HereDocBody') spans.push(at);
        });
        return spans;
      });
      const severity = weightOf(piece);
      for (const { index, 0: written, 1: left, 2: right, 3: name = '' } of found) {
        const text = characterOf(left ?? right ?? name);
        if (text === undefined || isText(index)) continue;
        const span = piece.span(index, index + written.length);
        report(span, message('lint/html-entity', { written, right: text }), {
          severity,
          fix: severity === 'error' ? [{ ...span, text }] : undefined,
        });
      }
    }
  },
};

/** Tells which places stand in quotes together with markup, or in a text that is written to a file. */
function quotedMarkup(text: string, quoted: () => readonly Span[]): (offset: number) => boolean {
  if (!/["'<]/.test(text)) return () => false;
  return covering(
    quoted().filter(
      ({ start, end }) =>
        /<\/?[a-z]|&\w+;[^&]*&\w+;/i.test(text.slice(start, end)) || text.slice(start, end).includes('\n'),
    ),
  );
}
