import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '../../src');

/** Files that hold texts like sentences which nobody reads as Pupitre's words, and why. */
const allowed: readonly (readonly [file: RegExp, why: string])[] = [
  [/^messages\//, 'the place for words'],
  [/^lint\/rules\//, 'examples, which docs/rules.md shows'],
  [
    /^lint\/(?:programs|verbs|placeholders)\.ts$|^lint\/(?:grammar|names|translations)\/|^plan\/(?:methods|policy-data|program-data|repl-data|shell-state)\.ts$|^run\/terminal\/ways-out\.ts$/,
    'names of programs and their sub-commands',
  ],
  [/^config\/(?:target-)?schema\.ts$|^report\/event-schema\.ts$/, 'descriptions in published JSON Schemas'],
  [/^deck\/model\/language\.ts$/, 'words by which a language is known'],
  [/^deck\/html\/schema\.ts$|^browser\/slides\/search-box\.tsx$/, 'names of elements'],
  [/^deck\/manifest\/contents\.ts$/, 'a slide of the course, in the language of the course'],
  [/^deck\/remark\.ts$|^deck\/scan\/class-stack\.ts$|^browser\/page\.ts$|^run\/clock\.ts$/, 'errors for programmers'],
  [/^run\/actions\/command\.ts$/, 'what bash says'],
  [
    /^server\/http\/login-page\.ts$|^target\/(?:guardian|script|ssh-scripts|container\/scripts|docker\/docker-engine|kubernetes\/(?:network-probe|pod-spec|pod-terminal)|isolation\/(?:namespace|user))\.ts$/,
    'a style sheet and scripts',
  ],
  [/^run\/terminal\/(?:hooks|adoption-lines|restore-text)\.ts$/, 'what is typed into shells, or runs in them'],
  [/^cli\/commands\.ts$/, 'names of formats'],
  [/^cli\/completion\.ts$/, 'scripts of shells'],
  [/^cli\/init\.ts$/, 'a course to begin with, in the language of the course'],
  [/^cli\/man\.ts$/, 'a manual page, which is in English'],
  [/^server\/class\/postgres\/(?:database|tables)\.ts$/, 'SQL, and what PostgreSQL and its client say'],
];

/** Three words of lower-case letters in a row. */
const sentence = /(?:^|[\s(])\p{Ll}{2,}[,:;]?(?: \p{Ll}+[,:;]?){2,}/u;

function texts(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isJsxText(node)) {
      found.push(node.text);
    } else if (ts.isTemplateExpression(node)) {
      found.push(node.head.text + node.templateSpans.map(({ literal }) => `X${literal.text}`).join(''));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(src, file), 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

test('nothing but messages words sentences', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const worded = files
    .filter((file) => !allowed.some(([pattern]) => pattern.test(file)))
    .flatMap((file) =>
      texts(file)
        .filter((text) => sentence.test(text))
        .map((text) => `${file}: ${text}`),
    );
  expect(worded).toEqual([]);
});
