import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { isManifest, parseManifest } from '../../src/deck/manifest.ts';
import type { Diagnostic } from '../../src/deck/model.ts';
import { deck as english } from '../../src/messages/en/deck.ts';
import { verbatim } from '../../src/messages/message.ts';
import { word } from '../../src/messages/word.ts';

function diagnosticsOf(file: string, text: string): readonly Diagnostic[] {
  if (!isManifest(file)) return parseDeck(text, { file }).messages;
  const problem = { problem: verbatim('no such file.') };
  return parseManifest(text, { file, readChapter: (path) => ({ file: path, ...problem }), readInclude: () => problem })
    .messages;
}

const item = '.small[a\n\n---\n\n';

// One deck for each thing that can be wrong, by the code of its message.
const cases: readonly (readonly [code: string, file: string, text: string, french: RegExp])[] = [
  ['deck/too-large', 'a.md', 'a'.repeat(10 * 1024 * 1024 + 1), /10485761 caractères\u00a0; 10485760 au plus/],
  ['deck/nul-character', 'a.md', 'a\0b', /caractère NUL/],
  ['deck/undecodable', 'a.md', '\uFFFD'.repeat(9), /plus d’un dixième/],
  ['deck/invalid-utf8', 'a.md', 'une id\uFFFDe', /1 caractère n’est pas/],
  ['deck/mojibake', 'a.md', 'd√©ployer', /«\u00a0√©\u00a0» pour «\u00a0é\u00a0»/],
  ['deck/unclosed-exercise', 'a.md', '.exercise[\n', /«\u00a0\.exercise\[\u00a0» n’est jamais refermé/],
  ['deck/unclosed-class', 'a.md', 'a .red[b', /écrire «\u00a0\\\.red\[\u00a0»/],
  ['deck/unclosed-fence', 'a.md', '````bash\nls', /Mettre ```` seul/],
  ['deck/nested-classes', 'a.md', `${'.a['.repeat(40)}${']'.repeat(40)}`, /plus de 32 niveaux/],
  ['deck/too-complex', 'a.md', '*'.repeat(3000), /plus de balisage/],
  ['deck/more-left-out', 'a.md', item.repeat(200), /refermé.*\(Les autres messages/],
  ['deck/manifest-too-large', 'a.yml', 'a'.repeat(70_000), /65536 caractères au plus\u00a0; celui-ci en a 70000/],
  ['deck/manifest-syntax', 'a.yml', 'title: "a', /YAML valable\u00a0: il manque un caractère/],
  ['deck/manifest-nested', 'a.yml', '['.repeat(200), /plus de 100 niveaux/],
  ['deck/manifest-no-map', 'a.yml', '', /markdown\u00a0; il n’y a rien\./],
  ['deck/manifest-no-map', 'a.yml', '- a', /markdown\u00a0; ceci est une liste\./],
  ['deck/manifest-no-content', 'a.yml', 'title: a', /il y manque «\u00a0content\u00a0»/],
  ['deck/manifest-second-list', 'a.yml', 'content:\n- a.md\nchapters:\n- b.md', /Il y a déjà «\u00a0content\u00a0»/],
  ['deck/manifest-no-list', 'a.yml', 'content: a.md', /attendue\u00a0; ceci est «\u00a0a\.md\u00a0»/],
  ['deck/manifest-empty-list', 'a.yml', 'content: []', /aucun chapitre/],
  ['deck/manifest-no-text', 'a.yml', 'chat: {a: b}\ncontent:\n- a.md', /@@CHAT@@\u00a0; ceci est une association/],
  [
    'deck/manifest-no-classes',
    'a.yml',
    'exclude: a\ncontent:\n- a.md',
    /in-person\u00a0»\u00a0; ceci est «\u00a0a\u00a0»/,
  ],
  ['deck/manifest-no-chapter', 'a.yml', 'content:\n- a: b', /attendu\u00a0; ceci est une association/],
  ['deck/manifest-sections', 'a.yml', `content:\n${'- '.repeat(12)}a.md`, /plus de 10 niveaux/],
  ['deck/manifest-chapters', 'a.yml', `content:\n${'- a.md\n'.repeat(1001)}`, /les 1000 premiers chapitres/],
  ['deck/manifest-in-itself', 'a.yml', 'content:\n- a.yml', /l’un de ses propres chapitres/],
];

test.each(cases)('%s is said in English and in French (%s)', (code, file, text, french) => {
  const reason = diagnosticsOf(file, text)
    .map((diagnostic) => diagnostic.reason)
    .find((each) => typeof each !== 'string' && each.code === code);
  expect(reason && word(reason, 'fr')).toMatch(french);
  expect(reason && word(reason, 'en')).toMatch(/^[\x20-\x7e√©é]+$/);
});

test('each message has its case here, or one among the tests of manifests', () => {
  const elsewhere = ['deck/manifest-in-manifest', 'deck/course-too-large', 'deck/insertion-too-large'];
  const shown = [...new Set([...cases.map(([code]) => code), ...elsewhere])].sort();
  expect(shown).toEqual(
    Object.keys(english)
      // What a slide does not show is found when it is rendered: test/deck/html/shown.test.ts; scenarios have test/deck/scenario.test.ts.
      .filter((code) => !/^deck\/(?:yaml|html|scenario|check)-/.test(code))
      .sort(),
  );
});
