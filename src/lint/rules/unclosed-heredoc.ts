import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import type { Edit, LintRule } from '../rule.ts';
import { runCode, walkBash } from '../shell.ts';

/** `<<EOF` without the line `EOF` that ends it. */
export const unclosedHeredoc: LintRule = {
  id: 'unclosed-heredoc',
  severity: 'error',
  examples: [
    { title: 'no end', deck: inExercise('cat <<EOF\nhello'), at: ['4:5'] },
    {
      title: 'an end with a blank after it',
      deck: inExercise('cat <<EOF\nhello\nEOF '),
      at: ['4:5'],
      fixed: inExercise('cat <<EOF\nhello\nEOF'),
    },
    {
      title: 'an indented end',
      deck: inExercise("cat <<'EOF'\n  hello\n  EOF\nls"),
      at: ['4:5'],
      fixed: inExercise("cat <<'EOF'\n  hello\nEOF\nls"),
    },
    { title: 'blanks where only tabs are taken away', deck: inExercise('cat <<-EOF\n\thello\n  END'), at: ['4:5'] },
    { title: 'tabs taken away', deck: inExercise('cat <<-EOF\n\thello\n\tEOF'), at: [] },
    { title: 'indented with tabs as a whole', deck: inExercise('\tcat <<EOF\n\thello\n\tEOF'), at: [] },
    { title: 'two texts', deck: inExercise('cat <<A - <<B\n1\nA\n2\nB'), at: [] },
    { title: 'a string', deck: inExercise('cat <<< hello'), at: [] },
    { title: 'a shift', deck: inExercise('echo $((1 << 4))'), at: [] },
  ],
  check(document, report) {
    for (const piece of runCode(document)) {
      let found = false;
      walkBash(piece, (node, at) => {
        if (found || node.type !== 'HereDoc' || node.closing || !node.delimiter) return;
        // The text of the first takes in all others.
        found = true;
        const delimiter = node.delimiter.value;
        const end = damagedEnd(piece.text, at.end, delimiter);
        report(
          piece.span(at.start, at.end),
          message('lint/unclosed-heredoc', { isDamaged: end !== undefined, delimiter }),
          { fix: end?.map((edit) => ({ ...piece.span(edit.start, edit.end), text: edit.text })) },
        );
      });
    }
  },
};

/** The edits that take the blanks from the only line that would end a heredoc without them. */
function damagedEnd(text: string, from: number, delimiter: string): Edit[] | undefined {
  const ends: Edit[][] = [];
  for (let start = text.indexOf('\n', from) + 1; start > 0; start = text.indexOf('\n', start) + 1) {
    const newline = text.indexOf('\n', start);
    const line = text.slice(start, newline === -1 ? text.length : newline);
    if (line.trim() !== delimiter) continue;
    const before = line.length - line.trimStart().length;
    const after = line.length - line.trimEnd().length;
    const end = start + line.length;
    ends.push(
      [
        { start, end: start + before, text: '' },
        { start: end - after, end, text: '' },
      ].filter((edit) => edit.start < edit.end),
    );
  }
  return ends.length === 1 ? ends[0] : undefined;
}
