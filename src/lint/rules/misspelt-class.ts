import type { ClassRegion } from '../../deck/scan/regions.ts';
import { message } from '../../messages/message.ts';
import { nearest } from '../../plan/nearest.ts';
import { inExercise } from '../example.ts';
import { classesOf, proseOf } from '../places.ts';
import type { Edit, LintRule } from '../rule.ts';

const exerciseClasses = ['exercise', 'lab'];
/** Classes of this dialect, and those that gnab/remark's users have in their style sheets. */
const knownClasses = [
  ...exerciseClasses,
  ...(
    'small footnote warning red center blackbelt checklist nav dummy strike debug interstitial emoji left right middle top ' +
    'bottom inverse title pic big large tiny pull-left pull-right left-column right-column column-half columns column ' +
    'green blue bold note info tip question answer hint'
  ).split(' '),
];
const translatedClasses: ReadonlyMap<string, string> = new Map([
  ['exercice', 'exercise'],
  ['exercices', 'exercise'],
  ['exercises', 'exercise'],
  ['labo', 'lab'],
  ['laboratoire', 'lab'],
  ['laboratorio', 'lab'],
  ['ejercicio', 'exercise'],
  ['exercicio', 'exercise'],
  ['esercizio', 'exercise'],
  ['advertencia', 'warning'],
  ['aviso', 'warning'],
  ['avvertimento', 'warning'],
  ['petit', 'small'],
  ['avertissement', 'warning'],
  ['attention', 'warning'],
  ['centre', 'center'],
]);
/** A line that was to open an exercise; what it is called in other languages. */
const openerLine =
  /^([ \t]*)((?:\.[ \t\u00a0]?|…|·)?)(exercises?|exercices?|labs?|labo|laboratoire|übung|uebung|ejercicio|exercício|exercicio|esercizio|esercitazione)([ \t\u00a0]*)(\\?[[(［])[ \t]*$/gimu;
const spacedClass =
  /(?<![\w.\\)\]])\.((?:exercise|lab|exercice|small|footnote|warning|red|center|strike|emoji)\b)[ \t\u00a0]+(?=\[)/g;

const fence = '```bash\nls\n```\n';

/** `.exercice[`, `.sall[`, `.warning [`: nearly a class of this dialect. */
export const misspeltClass: LintRule = {
  id: 'misspelt-class',
  severity: 'warning',
  examples: [
    {
      title: 'the French word',
      deck: inExercise('ls').replace('exercise', 'exercice'),
      at: ['1:2'],
      fixed: inExercise('ls'),
    },
    { title: 'a letter is missing', deck: '.sall[x]\n', at: ['1:2'] },
    {
      title: 'a blank before the bracket',
      deck: '.warning [Attention!]\n',
      at: ['1:9'],
      fixed: '.warning[Attention!]\n',
    },
    {
      title: 'so that an exercise is none',
      deck: inExercise('ls').replace('[', ' ['),
      at: ['1:10'],
      fixed: inExercise('ls'),
    },
    {
      title: 'the line that opens an exercise, in any shape',
      deck: ['. exercise[', 'exercise[', '.Übung [', '.ejercicio[', '.exercise(']
        .map((each) => `${each}\n\n${fence}\n]\n`)
        .join('\n---\n\n'),
      at: ['1:1', '11:1', '21:1', '31:2', '41:1'],
      fixed: [1, 2, 3, 4, 5].map(() => `.exercise[\n\n${fence}\n]\n`).join('\n---\n\n'),
    },
    {
      title: 'such a line without an exercise',
      deck: 'exercise[\n\nWe go on.\n\n---\n\n.exercise[\n\nText.\n]\n',
      at: [],
    },
    { title: 'classes of this dialect and others', deck: '.lab[x] .small[.red[x]] .mine[x] .tab[x]\n', at: [] },
    { title: 'a class of the deck', deck: '.smalls[a]\n\n.smalls[b]\n\n.smalls[c]\n', at: [] },
    { title: 'a link at the end of a sentence', deck: 'It is small. [x](y) a.small [x](y)\n', at: [] },
  ],
  check(document, report) {
    const classes = classesOf(document);
    const uses = new Map<string, number>();
    for (const { names } of classes) for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
    for (const region of classes) {
      let start = region.start;
      for (const name of region.names) {
        const meant = meantBy(name, uses.get(name) ?? 0);
        const isExercise = meant !== undefined && exerciseClasses.includes(meant) && holdsFence(region);
        if (meant !== undefined) {
          const span = { start: start + 1, end: start + 1 + name.length };
          report(span, message('lint/misspelt-class', { name, meant, isExercise }), {
            severity: isExercise ? 'error' : 'warning',
            fix: isExercise ? [{ ...span, text: meant }] : undefined,
          });
        }
        start += name.length + 1;
      }
    }
    const isProse = proseOf(document);
    for (const match of document.text.matchAll(openerLine)) {
      const edits = isProse(match.index) ? openerEdits(document.text, match) : undefined;
      const [edit] = edits ?? [];
      if (!edit || classes.some(({ start }) => start === edit.start)) continue;
      const written = document.text.slice(edit.start, edit.end);
      report(edit, message('lint/misspelt-class', { name: written, meant: edit.text, isExercise: true }), {
        severity: 'error',
        fix: edits,
      });
    }
    for (const { 0: written, 1: name = '', index } of document.text.matchAll(spacedClass)) {
      if (!isProse(index)) continue;
      const span = { start: index + 1 + name.length, end: index + written.length };
      const isExercise = exerciseClasses.includes(name);
      report(span, message('lint/class-with-blank', { name }), {
        severity: isExercise ? 'error' : 'warning',
        fix: [{ ...span, text: '' }],
      });
    }
  },
};

/** What makes the opener of an exercise of a line; undefined where no fence and no closing bracket follow on the slide. */
function openerEdits(text: string, match: RegExpExecArray): readonly Edit[] | undefined {
  const { 0: line, 1: indent = '', 2: dot = '', 3: name = '', 4: blanks = '', 5: bracket = '' } = match;
  const start = match.index + indent.length;
  const meant = /^la/i.test(name) ? '.lab[' : '.exercise[';
  // The rule's own other messages know these.
  if (
    dot === '.' &&
    bracket === '[' &&
    (blanks === '' || /^(?:exercise|lab|exercice)$/.test(name)) &&
    /^[a-z]+$/.test(name) &&
    !/^(?:ejer|eser)/.test(name)
  )
    return undefined;
  const rest = text.slice(match.index + line.length, match.index + line.length + 20_000);
  const slide = rest.split(/^---[ \t]*$/m, 1)[0] ?? rest;
  if (!/^[ \t]*(?:[-*][ \t]+)?(?:```|`` ?`)/m.test(slide)) return undefined;
  const close = /^([)\]］])[ \t]*$/m.exec(slide);
  if (!close) return undefined;
  const at = match.index + line.length + close.index;
  const edits = [{ start, end: match.index + line.trimEnd().length, text: meant }];
  return close[1] === ']' ? edits : [...edits, { start: at, end: at + 1, text: ']' }];
}

function meantBy(name: string, uses: number): string | undefined {
  if (knownClasses.includes(name)) return undefined;
  const translated = translatedClasses.get(name);
  if (translated !== undefined) return translated;
  // Short names are near to everything; what is used again and again has a style of its own.
  const near = nearest(
    name,
    knownClasses.filter((known) => known.length >= 5),
  );
  if (near === undefined || near.length < 5) return undefined;
  return uses > 2 && !exerciseClasses.includes(near) ? undefined : near;
}

function holdsFence({ block, regions }: ClassRegion): boolean {
  return block && regions.some((region) => region.kind === 'fence' || (region.kind === 'class' && holdsFence(region)));
}
