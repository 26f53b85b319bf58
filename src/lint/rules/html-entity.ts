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
  '#39': "'",
  '#34': '"',
  '#38': '&',
  '#60': '<',
  '#62': '>',
  '#x27': "'",
  '#x22': '"',
};

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
      const found = [...piece.text.matchAll(/&(amp|gt|lt|quot|apos|#39|#34|#38|#60|#62|#x27|#x22);/gi)];
      if (found.length === 0) continue;
      const isText = quotedMarkup(piece.text, () => {
        const spans: Span[] = [];
        walkBash(piece, ({ type }, at) => {
          if (type === 'SingleQuoted' || type === 'DoubleQuoted' || type === 'HereDocBody') spans.push(at);
        });
        return spans;
      });
      const severity = weightOf(piece);
      for (const { index, 0: written, 1: name = '' } of found) {
        if (isText(index)) continue;
        const span = piece.span(index, index + written.length);
        const text = characters[name.toLowerCase()] ?? written;
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
