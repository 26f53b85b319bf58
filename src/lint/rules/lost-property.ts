import { message } from '../../messages/message.ts';
import { nearest } from '../../plan/nearest.ts';
import { propertyLines } from '../properties.ts';
import type { LintRule } from '../rule.ts';

const knownProperties = [
  'name',
  'class',
  'layout',
  'template',
  'exclude',
  'count',
  'continued',
  'background-image',
  'background-color',
  'background-size',
  'background-position',
  'highlight-style',
];
const translatedProperties: ReadonlyMap<string, string> = new Map([
  ['classe', 'class'],
  ['nom', 'name'],
  ['modèle', 'template'],
  ['gabarit', 'template'],
  ['exclure', 'exclude'],
  ['compter', 'count'],
  ['disposition', 'layout'],
  ['mise-en-page', 'layout'],
  ['klasse', 'class'],
  ['clase', 'class'],
  ['nombre', 'name'],
  ['nome', 'name'],
  ['plantilla', 'template'],
  ['vorlage', 'template'],
  ['modelo', 'template'],
  ['modello', 'template'],
  ['ausschließen', 'exclude'],
  ['excluir', 'exclude'],
  ['escludere', 'exclude'],
]);
const translatedValues: ReadonlyMap<string, string> = new Map([
  ['titre', 'title'],
  ['titel', 'title'],
  ['título', 'title'],
  ['titolo', 'title'],
]);
// One or more names, true, false: what properties have for values; prose has other things.
const valuePattern = /^(?:[\w-]{1,60}(?:[ ,]{1,3}[\w-]{1,60}){0,8}|url\(.{1,300}\))$/;

/** `Class: pic`, `classe: title`, `autor: x`: a property that nobody understands. */
export const lostProperty: LintRule = {
  id: 'lost-property',
  severity: 'warning',
  examples: [
    { title: 'a capital letter', deck: 'Class: pic\n\n# A\n', at: ['1:1'], fixed: 'class: pic\n\n# A\n' },
    {
      title: 'translated',
      deck: 'classe: title\n\n# A\n\n---\n\nNom: debut\n\n# B\n',
      at: ['1:1', '7:1'],
      fixed: 'class: title\n\n# A\n\n---\n\nNom: debut\n\n# B\n',
    },
    {
      title: 'a blank before the colon',
      deck: 'a\n\n---\n\nclass : title, pic\n\n# A\n',
      at: ['5:1'],
      fixed: 'a\n\n---\n\nclass: title, pic\n\n# A\n',
    },
    { title: 'a slip of the pen', deck: 'clas: title\n\n# A\n', at: ['1:1'] },
    { title: 'below the heading', deck: '# A\n\nclass: pic\n\ntext\n', at: ['3:1'] },
    { title: 'unknown, and shown nowhere', deck: 'autor: me\n\n# A\n', at: ['1:1'] },
    {
      title: 'properties, and a value that the deck shows',
      deck: 'name: a\nclass: pic, title\nauthor: me\n\n# {{ author }}\n',
      at: [],
    },
    {
      title: 'sentences',
      deck: 'Note: this is text.\n\n---\n\n# A\n\nname: of the thing, as it were.\n\n```yaml\nclass: x\n```\n',
      at: [],
    },
    {
      title: 'the front matter of another program',
      deck: '---\ntitle: a\nlayout: post\nauthor: me\n---\n\n# A\n',
      at: [],
    },
    { title: 'a text that begins so', deck: 'Nom: Jeanne Dupont\n', at: [] },
  ],
  check(document, report) {
    const { regions, text, source } = document;
    // What Jekyll, Hugo and their like read: it stands between the first two lines of dashes.
    const hasFrontMatter = /^\uFEFF?---[ \t]*\r?\n(?:[\w-]+:|[ \t#-])/.test(text);
    regions.forEach((region, index) => {
      if (index === 1 && hasFrontMatter) return;
      for (const { key, value, start, end } of propertyLines(document, index)) {
        if (knownProperties.includes(key) || new RegExp(`\\{\\{\\s{0,9}${key}\\s{0,9}\\}\\}`).test(text)) continue;
        const meant = translatedProperties.get(key) ?? nearest(key, knownProperties);
        // `nom: x` may well be a property of the deck's own; a class in another language is one.
        const fix =
          translatedProperties.get(key) === 'class' && valuePattern.test(value)
            ? [{ start, end, text: `class: ${translatedValues.get(value.toLowerCase()) ?? value}` }]
            : undefined;
        report({ start, end }, message('lint/unknown-property', { key, meant }), { fix });
      }
      const last = source.lines.at(Math.max(region.content.start, region.content.end - 1));
      let seen = 0;
      for (let line = source.lines.at(region.content.start); line <= last && seen < 4; line++) {
        const start = Math.max(source.lines.start(line), region.content.start);
        const end = Math.min(source.lines.end(line), region.content.end);
        if (end - start > 400) break;
        const written = text.slice(start, end);
        if (written.trim() === '') continue;
        const meant = meantBy(written, seen++ === 0);
        if (meant === undefined) {
          // What stands below something else than the heading is text.
          if (!written.startsWith('#')) break;
          continue;
        }
        const span = { start, end };
        report(span, message('lint/property-as-text', { line: meant.line }), {
          fix: meant.certain && seen === 1 ? [{ ...span, text: meant.line }] : undefined,
        });
      }
    });
  },
};

/** The property that a line of text was to be. */
function meantBy(written: string, first: boolean): { readonly line: string; readonly certain: boolean } | undefined {
  const [, key = '', value = ''] =
    /^([\p{L}-]{3,30})[ \t\u00a0]{0,3}:[ \t\u00a0]{0,9}(\S.{0,300})$/u.exec(written.trimEnd()) ?? [];
  if (key === '' || !valuePattern.test(value)) return undefined;
  const lower = key.toLowerCase();
  const known = knownProperties.includes(lower) ? lower : translatedProperties.get(lower);
  if (known === undefined || (lower !== key && value.includes(' ') && !value.includes(','))) return undefined;
  // Below a heading only what is written exactly as a property: `Name: x` may well be text.
  if (!first && (key !== known || (known !== 'class' && known !== 'name'))) return undefined;
  const right = known === 'class' ? (translatedValues.get(value.toLowerCase()) ?? value) : value;
  // A class that was translated is one above everything else only: `Nom: x` may well be text.
  return { line: `${known}: ${right}`, certain: known === lower || (first && known === 'class') };
}
