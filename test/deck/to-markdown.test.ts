import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { describe, expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import type { DeckOptions } from '../../src/deck/model.ts';
import { remarkDeck } from '../../src/deck/remark.ts';

const root = resolve(import.meta.dirname, '../..');
const fixtures = join(root, 'test/fixtures/deck');
const corpus = resolve(root, '../shared/corpus');
const processor = remark().use(remarkGfm).use(remarkDeck).freeze();

/** What a deck says, without the places where it says it. */
function factsOf(text: string, options: Partial<DeckOptions> = {}): unknown {
  const { title, slides } = parseDeck(text, { file: 'input.md', ...options });
  const facts = { title, slides: slides.map((slide) => ({ ...slide, notes: slide.notes.length })) };
  return JSON.parse(
    JSON.stringify(facts, (key, value: unknown) =>
      ['position', 'lines', 'id', 'content'].includes(key) ? undefined : value,
    ),
  );
}

function markdownFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
}

function written(text: string): string {
  return processor.stringify(processor.parse(text));
}

describe('a deck that is read, written and read again is the same deck', () => {
  test.each(readdirSync(fixtures))('%s', (name) => {
    const text = readFileSync(join(fixtures, name, 'input.md'), 'utf8');
    const optionsFile = join(fixtures, name, 'options.json');
    const options = existsSync(optionsFile)
      ? (JSON.parse(readFileSync(optionsFile, 'utf8')) as Partial<DeckOptions>)
      : {};
    expect(factsOf(written(text), options)).toEqual(factsOf(text, options));
  });

  test.each([...markdownFiles(join(root, 'slides')), ...markdownFiles(join(root, 'test/fixtures/seed'))])(
    '%s',
    (file) => {
      const folder = ['slides', 'test/fixtures/seed'].find((each) => existsSync(join(root, each, file))) ?? '';
      const text = readFileSync(join(root, folder, file), 'utf8');
      expect(factsOf(written(text))).toEqual(factsOf(text));
    },
  );
});

describe.skipIf(!existsSync(corpus))('so are the decks of others (skipped where ../shared is absent)', () => {
  test.each(['exercise-era', 'fr-ryax-seed', 'seed-era'])('%s', { timeout: 600_000 }, (name) => {
    const different = markdownFiles(join(corpus, name)).filter((file) => {
      const text = readFileSync(join(corpus, name, file), 'utf8');
      return JSON.stringify(factsOf(written(text))) !== JSON.stringify(factsOf(text));
    });
    expect(different).toEqual([]);
  });
});

test('what is written is a deck in the dialect', async () => {
  const text = `class: title, in-person
name: first

# Title

---

## Registry

.exercise[

- Start it:
  \`\`\`bash
  docker run registry:2 &
    sleep 1
  \`\`\`

<!-- \`\`\`wait listening\`\`\` -->
<!-- \`\`\`key ^C\`\`\` -->

- Edit \`\`\`bash vi a.yml\`\`\` and .small.red[look *here*]

]

--

\\.small[ is no class, \\--, @@NAME@@ \\{{name}}

???

Say hello.
`;
  expect(String(await processor.process(text))).toBe(`class: title, in-person
name: first

# Title

---

## Registry

.exercise[

* Start it:
  \`\`\`bash
  docker run registry:2 &
    sleep 1
  \`\`\`

<!-- \`\`\`wait listening\`\`\` -->

<!-- \`\`\`key ^C\`\`\` -->

* Edit
  \`\`\`bash vi a.yml\`\`\`
  and .small.red[look *here*]

]

--

\\.small\\[ is no class, --, @@NAME@@ \\{{name}}

???

Say hello.
`);
});

test.each([
  ['text that would be a separator', 'a\n\\--\nb\n\\???\nc\n \\---\n'],
  ['text that would be a class', 'see \\.a.b[x], and \\.c[d](e)\n'],
  ['code without a fence is no snippet', '.exercise[\n\n- a\n\nb\n\n    code\n\n]\n'],
  ['lines left of their fence', '.exercise[\n\n- a\n\n  ```bash\n  cat <<EOF\nleft\n    right\nEOF\n  ```\n\n]\n'],
  ['lines with tabs below a list', '.exercise[\n\n- a\n\n  ```bash\ncat <<EOF\n\ta\n\tEOF\n  ```\n\n]\n'],
  ['a fence in a fence', '````\n```bash\nls\n```\n````\n'],
  ['blanks that are typed', '.exercise[\n\nType ```keys a  ``` <!-- ```keys b  ``` -->\n\n]\n'],
  ['addresses with signs', '.exercise[\n\nOpen http://node_1:3xxxx/a_b_c?d=e and <http://a.b/_c_>\n\n]\n'],
  ['markers', 'Look at @@LINK[k8s/a_b.yml]:\n\n```\n@@INCLUDE[k8s/a_b.yml]\n```\n'],
  ['empty slides', '---\n---\n\n--\n\n---\n'],
  ['properties alone', 'name: a\nlayout: true\n\n---\nname: b\n\nFoo: bar\n\n???\n'],
  [
    'an expected output',
    '.exercise[\n```bash\nls\n```\n]\n\nWe should see `a_b` in *our* list_of_files:\n\n```\na\n```\n',
  ],
])('%s', (_, text) => {
  expect(factsOf(written(text))).toEqual(factsOf(text));
});

test('markers of a manifest are written as they are read', () => {
  for (const marker of ['@@LINK[k8s/a_b.yml]', '@@INCLUDE[a_b_c]', '@@A_B@@'])
    expect(written(`a ${marker}, b`)).toBe(`a ${marker}, b\n`);
});

test('what was written once is written so again', () => {
  for (const name of readdirSync(fixtures)) {
    const once = written(readFileSync(join(fixtures, name, 'input.md'), 'utf8'));
    expect(written(once), name).toBe(once);
  }
});
