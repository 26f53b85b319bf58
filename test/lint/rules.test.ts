import { describe, expect, test } from 'vitest';
import { type CoursePlace, findInPlaces } from '../../src/lint/course.ts';
import { readDocument } from '../../src/lint/document.ts';
import { fixDeck } from '../../src/lint/fix.ts';
import { lintDeck, type LintOptions } from '../../src/lint/lint.ts';
import type { Example, LintRule } from '../../src/lint/rule.ts';
import { builtinRules } from '../../src/lint/rules.ts';
import { ruleWords } from '../../src/messages/en/lint-rules.ts';
import { ruleWords as frenchRuleWords } from '../../src/messages/fr/lint-rules.ts';
import { message } from '../../src/messages/message.ts';
import { word } from '../../src/messages/word.ts';
import { expectGeneratedText } from '../config/generated.ts';

function optionsFor(rule: LintRule, { original, files, beside, classes, variables }: Example): LintOptions {
  const read = original === undefined ? undefined : readDocument(original, { file: 'original.md' });
  return {
    file: 'deck.md',
    rules: [rule],
    original: read?.document,
    readFile: files && ((path) => files[path]),
    classes,
    variables: variables && new Set(variables),
    exists: beside && ((path) => beside.includes(path)),
    findInCourse: files && ((path) => findInPlaces([courseOf(Object.keys(files))], path)),
  };
}

/** A repository of these files, cloned as `~/course`. */
function courseOf(files: readonly string[]): CoursePlace {
  const below = (folder: string): readonly string[] =>
    files
      .filter((file) => folder === '' || file.startsWith(`${folder}/`))
      .map((file) => file.slice(folder === '' ? 0 : folder.length + 1));
  return {
    home: 'course',
    list: (folder) => {
      const names = below(folder).map((path) => path.split('/')[0] ?? '');
      return names.length === 0 ? undefined : names;
    },
  };
}

/** What one rule says; the parser and the planner may say more. */
function messagesOf(rule: LintRule, deck: string, options: LintOptions): string[] {
  return lintDeck(deck, options)
    .filter((message) => message.rule === rule.id)
    .map(({ line, column }) => `${line}:${column}`);
}

describe.each(builtinRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test.each(rule.examples.map((example) => [example.title, example] as const))('%s', (_title, example) => {
    const options = optionsFor(rule, example);
    expect(messagesOf(rule, example.deck, options)).toEqual(example.at);
    const { text, messages } = fixDeck(example.deck, options);
    expect(text).toBe(example.fixed ?? example.deck);
    expect(messages.filter((message) => message.rule === rule.id && message.fix)).toEqual([]);
  });

  test('says it in English and in French', () => {
    for (const example of rule.examples) {
      const found = lintDeck(example.deck, optionsFor(rule, example)).filter((message) => message.rule === rule.id);
      const [en, fr] = (['en', 'fr'] as const).map((lang) => found.map(({ reason }) => word(reason, lang)));
      for (const [index, reason] of (en ?? []).entries()) {
        expect(reason).toMatch(/^\S.*[.?!)]$/s);
        expect(fr?.[index]).toMatch(/^\S.*[.?!)]$/s);
        expect(fr?.[index]).not.toBe(reason);
      }
    }
  });

  test('has examples of what it finds and of what it leaves alone', () => {
    expect(rule.examples.some(({ at }) => at.length > 0)).toBe(true);
    expect(rule.examples.some(({ at }) => at.length === 0)).toBe(true);
  });
});

test('ids are unique and in kebab case', () => {
  const ids = builtinRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
});

test('every rule has its words in both languages, and nothing else has', () => {
  const ids = builtinRules.map(({ id }) => id);
  expect(Object.keys(ruleWords)).toEqual(ids);
  expect(Object.keys(frenchRuleWords)).toEqual(ids);
});

const headings = {
  en: [
    '# Rules of `pupitre lint`',
    'Made from the rules themselves (`src/lint/rules`), whose examples are their tests. The severity of a single message may be lower.',
    '| rule | severity | finds | why |',
  ],
  fr: [
    '# Les règles de `pupitre lint`',
    'Fait à partir des règles elles-mêmes (`src/lint/rules`), dont les exemples sont les tests. La gravité d’un message peut être moindre.',
    '| règle | gravité | trouve | pourquoi |',
  ],
} as const;

test.each([
  ['docs/rules.md', 'en'],
  ['docs/fr/regles.md', 'fr'],
] as const)('%s lists the rules (UPDATE=1 writes it)', (file, lang) => {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const say = (code: 'lint/rule-summary' | 'lint/rule-rationale', rule: string): string =>
    cell(word(message(code, { rule }), lang));
  const rows = builtinRules.map(
    ({ id, severity }) =>
      `| \`${id}\` | ${severity} | ${say('lint/rule-summary', id)} | ${say('lint/rule-rationale', id)} |`,
  );
  const [title, lead, head] = headings[lang];
  expectGeneratedText(file, [title, '', lead, '', head, '|---|---|---|---|', ...rows, ''].join('\n'));
});
