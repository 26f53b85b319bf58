import type { Severity } from '../../deck/model.ts';
import type { Span } from '../../deck/scan/regions.ts';
import { type Message, message } from '../../messages/message.ts';
import { excerpt } from '../../plan/shorten.ts';
import { type Code, isTyped, methodSpan } from '../code.ts';
import type { LintDocument } from '../document.ts';
import { inExercise, withHidden } from '../example.ts';
import type { LintRule, Report } from '../rule.ts';
import type { Dropped } from '../source/compare.ts';
import { differenceOf, editRestoring, editsToward, linesOf } from '../source/edits.ts';

/** Every difference in code between a translation and its original. It needs `--source`. */
export const differsFromSource: LintRule = {
  id: 'differs-from-source',
  severity: 'error',
  examples: [
    {
      title: 'a changed option',
      deck: inExercise('kubectl expose deploy/webui --port=8080'),
      original: inExercise('kubectl expose deploy/webui --port=80'),
      at: ['4:38'],
      fixed: inExercise('kubectl expose deploy/webui --port=80'),
    },
    {
      title: 'a lost control snippet',
      deck: withHidden('kubectl logs deploy/worker --follow'),
      original: withHidden('kubectl logs deploy/worker --follow', 'key ^C'),
      at: ['3:1'],
      fixed: '.exercise[\n\n```bash\nkubectl logs deploy/worker --follow\n```\n\n<!-- ```key ^C``` -->\n\n\n]\n',
    },
    {
      title: 'a lost page in an exercise of prose',
      deck: '.exercise[\n\n- Ouvrir la page\n]\n',
      original: '.exercise[\n\n- Open the page\n\n<!-- ```open http://node1/``` -->\n\n]\n',
      at: ['1:1'],
      fixed: '.exercise[\n\n- Ouvrir la page\n\n<!-- ```open http://node1/``` -->\n\n]\n',
    },
    {
      title: 'a lost command: where it was, only people know',
      deck: inExercise('docker ps'),
      original: `${inExercise('docker ps')}\n${inExercise('docker images')}`,
      at: ['1:1'],
    },
    {
      title: 'a translated text in quotes or in a comment',
      deck: inExercise('echo "Bonjour" # saluer'),
      original: inExercise('echo "Hello" # greet'),
      at: ['4:7'],
    },
    {
      title: 'the same code in other words and with more slides',
      deck: `# Bonjour\n\n---\n\n# En plus\n\n---\n\n${inExercise('docker ps')}`,
      original: `# Hello\n\n---\n\n${inExercise('docker ps')}`,
      at: [],
    },
  ],
  check(document, report) {
    const { original, comparison } = document;
    if (!original || !comparison) return;
    const { changed, dropped, added, moved, droppedSlides } = comparison;
    for (const pair of changed) reportChange(pair.original, pair.translation, document, report);
    for (const each of runsOf(dropped)) reportLoss(each, document, original, report);
    for (const { original: slide, after } of droppedSlides) {
      const start = after ? document.source.offset(after.slide.position.start.offset) : 0;
      const line = slide.slide.position.start.line;
      const title = excerpt(slide.slide.title);
      report({ start, end: start }, message('lint/slide-dropped', { title, line }), {
        severity: slide.fences.some(isTyped) ? 'error' : 'warning',
      });
    }
    for (const code of added.filter(({ snippet }) => snippet)) {
      report({ start: code.start, end: code.end }, message('lint/snippet-added'), { severity: 'info' });
    }
    for (const { original: before, translation } of moved) {
      const line = lineOf(original, before);
      report({ start: translation.start, end: translation.end }, message('lint/snippet-moved', { line }), {
        severity: 'warning',
      });
    }
  },
};

function reportChange(before: Code, now: Code, document: LintDocument, report: Report): void {
  const { kind, severity } = judge(before, now);
  const wanted = wantedText(before, now);
  const [was, is] = firstDifferentLines(wanted, now.text);
  const { start, end } = differenceOf(is.text, was.text);
  const at = now.span(is.offset + start, is.offset + end);
  const isMethod = now.snippet !== undefined && before.language !== now.language;
  const [theirs, ours] = [was.text, is.text].map((text, index) =>
    excerpt((isMethod ? `${[before, now][index]?.language ?? ''} ${text}` : text).trim()),
  ) as [string, string];
  const reasons: Readonly<Record<Change, Message>> = {
    code: message('lint/code-changed', { theirs, ours }),
    blanks: message('lint/blanks-changed', { theirs }),
    text: message('lint/text-changed', { theirs }),
  };
  const fix = kind === 'text' ? undefined : editsToward(wanted, now, document);
  const method = now.snippet && before.language !== now.language ? methodSpan(document.text, now) : undefined;
  const isOutput = now.snippet === undefined && kind === 'code';
  report(at, reasons[kind], {
    severity,
    fix: isOutput ? undefined : fix && method ? [{ ...method, text: before.language }, ...fix] : fix,
  });
}

/** The text that a snippet should have, with what its method takes for an argument where that was lost: `expect exit 1`. */
function wantedText({ text, snippet }: Code, now: Code): string {
  const argument = snippet?.argument ?? '';
  return argument !== '' && now.snippet?.argument === '' && !text.includes('\n') ? `${argument} ${text}` : text;
}

type Change = 'code' | 'blanks' | 'text';

/** What kind of change it is. What only people read may be translated; blanks inside a command are never harmless. */
function judge(before: Code, now: Code): { readonly kind: Change; readonly severity: Severity } {
  const typed = isTyped(now);
  if (now.snippet && before.language !== now.language) return { kind: 'code', severity: 'error' };
  const indentOnly = lines(before.text).join('\n') === lines(now.text).join('\n');
  if (indentOnly) return { kind: 'blanks', severity: 'warning' };
  const dense = (text: string): string => text.replace(/\s+/g, '');
  if (!now.snippet) {
    const same = dense(before.text) === dense(now.text);
    return same ? { kind: 'blanks', severity: 'warning' } : { kind: 'code', severity: 'warning' };
  }
  if (typed && withoutTexts(before.text) === withoutTexts(now.text)) return { kind: 'text', severity: 'warning' };
  return { kind: 'code', severity: 'error' };
}

function lines(text: string): string[] {
  return linesOf(text).map((line) => line.trim());
}

/** A command without what stands between quotes and in comments. */
function withoutTexts(text: string): string {
  return text.replace(/"[^"]*"|'[^']*'/g, '""').replace(/(^|\s)#.*$/gm, '$1#');
}

function firstDifferentLines(
  before: string,
  now: string,
): readonly [{ readonly text: string }, { readonly text: string; readonly offset: number }] {
  const [theirs, ours] = [linesOf(before), linesOf(now)];
  let offset = 0;
  for (let index = 0; index < ours.length; index++) {
    const was = (theirs[index] ?? '').replace(/\r$/, '');
    const line = ours[index] ?? '';
    const is = line.replace(/\r$/, '');
    if (was !== is) return [{ text: was }, { text: is, offset }];
    offset += line.length + 1;
  }
  // The original goes on where this ends.
  return [{ text: theirs[ours.length] ?? '' }, { text: '', offset: now.length }];
}

/** What was lost, hidden snippets that followed each other as one. */
function runsOf(dropped: readonly Dropped[]): [Dropped, ...Dropped[]][] {
  const runs: [Dropped, ...Dropped[]][] = [];
  for (const each of dropped) {
    const last = runs.at(-1)?.at(-1);
    const isNext =
      last?.slide === each.slide && last?.after === each.after && last?.fence.exercise === each.fence.exercise;
    if (isNext && last?.fence.snippet?.hidden === true && each.fence.snippet?.hidden === true) runs.at(-1)?.push(each);
    else runs.push([each]);
  }
  return runs;
}

function reportLoss(
  run: readonly [Dropped, ...Dropped[]],
  document: LintDocument,
  original: LintDocument,
  report: Report,
): void {
  const { fence, slide, after } = run[0];
  const line = lineOf(original, fence);
  const [firstLine = ''] = fence.text.trim().split('\n', 1);
  const code = excerpt(`${fence.language} ${firstLine}`.trim());
  const exercise = slide?.slide.exercises[fence.slide.exercises.findIndex((each) => each === fence.exercise)];
  const place = exercise ?? slide?.slide;
  const start = place ? document.source.offset(place.position.start.offset) : 0;
  const at: Span = after ? { start: after.start, end: after.end } : { start, end: start };
  const edit = editRestoring(run, document);
  report(at, message('lint/snippet-dropped', { code, line, isAfter: after !== undefined, more: run.length - 1 }), {
    severity: fence.snippet ? 'error' : 'warning',
    fix: edit && [edit],
  });
}

function lineOf({ source }: LintDocument, { start }: Code): number {
  return source.point(start).line;
}
