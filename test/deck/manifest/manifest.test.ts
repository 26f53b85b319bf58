import { describe, expect, test } from 'vitest';
import { planDeck } from '../../../src/plan/plan.ts';
import { deckOf, outlineOf, placed } from './course.ts';

function exercise(command: string): string {
  return `.exercise[\n\n- Do it:\n  \`\`\`bash\n  ${command}\n  \`\`\`\n\n]\n`;
}

describe('chapters', () => {
  test.each(['content', 'chapters'])('are listed by %s, in sections or not', (key) => {
    const deck = deckOf(`title: A course\n${key}:\n- a.md\n- - b.md\n  - - c.md\n#- d.md\n`, {
      'a.md': 'A\n',
      'b.md': 'B\n\n---\n\nB2',
      'c.md': 'C\n--\nC2\n',
    });
    expect(deck.messages).toEqual([]);
    expect(deck.title).toBe('A course');
    expect(outlineOf(deck)).toEqual(['a.md:1 ', 'b.md:1 ', 'b.md:4 ', 'c.md:1 ', 'c.md:3 ']);
    expect(deck.slides.map(({ index, number }) => [index, number])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
    ]);
  });

  test('an exercise has the places of its chapter', () => {
    const deck = deckOf('content:\n- a.md\n- b.md\n', { 'a.md': 'A\n', 'b.md': `## B\n\n${exercise('ls')}` });
    const { plan } = planDeck(deck);
    expect(plan.steps.map(({ id, place, lines }) => [id, place, lines])).toEqual([
      [
        'b.1',
        { file: 'course/b.md', line: 6, column: 3 },
        [{ text: 'ls', place: { file: 'course/b.md', line: 7, column: 3 } }],
      ],
    ]);
  });

  test('messages have the places of their chapters, and come in their order', () => {
    const deck = deckOf('content:\n- z.md\n- missing.md\n- a.md\n', {
      'z.md': `x\n\n---\n\n.exercise[\n\n- unclosed\n`,
      'a.md': '.exercise[\n\n```bash\nls\n',
    });
    const { messages } = planDeck(deckOf('content:\n- b.md\n', { 'b.md': 'x\n\n.lab[\n```bahs\nls\n```\n]\n' }));
    expect(deck.messages.map(placed)).toEqual([
      'course/main.yml:3:3 error missing-chapter',
      'course/z.md:5:1 error unclosed-class',
      'course/a.md:1:1 error unclosed-class',
      'course/a.md:3:1 error unclosed-fence',
    ]);
    expect(messages.map(placed)).toEqual(['course/b.md:4:1 error unknown-method']);
  });

  test('a chapter with its own damage keeps its places', () => {
    const text = `\uFEFF# √©t√©\r\n\r\n${exercise('ls').replaceAll('\n', '\r\n')}`;
    const { slides, messages } = deckOf('content:\n- a.md\n- b.md\n', { 'a.md': 'é', 'b.md': text });
    expect(messages.map(placed)).toEqual(['course/b.md:1:4 warning mojibake']);
    const snippet = slides.at(-1)?.exercises[0]?.snippets[0];
    expect(snippet?.position.start).toEqual({ file: 'course/b.md', line: 6, column: 3, offset: text.indexOf('```') });
    expect(slides.at(-1)?.title).toBe('été');
  });

  test('a chapter may be there twice; the ids of its steps differ', () => {
    const deck = deckOf('content:\n- a.md\n- a.md\n', { 'a.md': `# Same\n\n${exercise('ls')}` });
    expect(deck.messages).toEqual([]);
    expect(planDeck(deck).plan.steps.map(({ id }) => id)).toEqual(['same.1', 'same-2.1']);
    expect(new Set(deck.slides.map(({ name }) => name)).size).toBe(3);
  });

  test('markdown may stand in the manifest, which then is its file', () => {
    const manifest = `content:\n- a.md\n- |\n  name: part-1\n\n  Part @@N@@ of it\n\n  ---\n\n  ## More\n- "quoted\\n\\n## Q\\n"\nn: 1\n`;
    const deck = deckOf(manifest, { 'a.md': 'A' });
    expect(outlineOf(deck)).toEqual(['a.md:1 ', 'main.yml:4 ', 'main.yml:9 More', 'main.yml:11 Q']);
    expect(deck.slides[1]?.name).toBe('part-1');
    expect(deck.slides[1]?.content[0]?.position).toMatchObject({
      start: { line: 6, column: 3 },
      end: { line: 6, column: 19 },
    });
  });

  test('excluded classes are those of the manifest and of the configuration', () => {
    const files = { 'a.md': 'class: x\n\nA\n\n---\n\nclass: y\n\nB\n\n---\n\nC' };
    const { slides } = deckOf('exclude:\n- x\ncontent:\n- a.md\n', files, { excludedClasses: ['y'] });
    expect(slides.map(({ number, excluded }) => [number, excluded])).toEqual([
      [0, true],
      [0, true],
      [1, false],
    ]);
  });

  test('names, templates, layouts and link definitions reach over chapters', () => {
    const { slides } = deckOf('content:\n- a.md\n- b.md\n', {
      'a.md': 'layout: true\nclass: wide\n\n[site]: http://a.b/\n',
      'b.md': 'A [site].\n',
    });
    expect(slides[1]?.classes).toEqual(['wide']);
    expect(JSON.stringify(slides[1]?.content)).toContain('linkReference');
  });

  test('what is open at the end of a chapter does not swallow the next', () => {
    const { slides } = deckOf('content:\n- a.md\n- b.md\n', {
      'a.md': 'A\n\n```bash\nls\n<!-- open\n.a[',
      'b.md': '## B\n',
    });
    expect(slides.map(({ title }) => title)).toEqual(['', 'B']);
  });
});

describe('variables', () => {
  const shown = (manifest: string, text: string, variables: Record<string, string> = {}): string =>
    JSON.stringify(
      deckOf(`${manifest}\ncontent:\n- a.md\n`, { 'a.md': text }, { variables }).slides[0]?.content,
      (key, value: unknown) => (key === 'position' ? undefined : value),
    );

  test('keys are variables, with markup; those of the configuration win', () => {
    expect(shown('chat: "[Chat](http://c.d/)"', '@@CHAT@@')).toContain('"url":"http://c.d/"');
    expect(shown('whatever: x y', '@@WHATEVER@@ @@OTHER@@')).toContain('x y @@OTHER@@');
    expect(shown('chat: a', '@@CHAT@@', { CHAT: 'b' })).toContain('"value":"b"');
    expect(shown('version: 1.20', '@@VERSION@@')).toContain('"value":"1.20"');
  });

  test('some are there without a key', () => {
    expect(shown('slides: http://s/', '@@ZIP@@ and @@HTML@@.')).toContain('http://s/slides.zip');
    expect(shown('', 'x@@CHAT@@@@GITREPO@@y @@ZIP@@ @@HTML@@')).toContain('xy slides.zip main.yml.html');
    expect(shown('title: |\n  One\n  two', '@@TITLE@@')).toContain('<br/>');
  });

  test('they work in commands, and what follows them has its place', () => {
    const deck = deckOf('gitrepo: github.com/a/b\ncontent:\n- a.md\n', {
      'a.md': exercise('git clone https://@@GITREPO@@ && ls'),
    });
    const [step] = planDeck(deck).plan.steps;
    expect(step?.input).toBe('git clone https://github.com/a/b && ls');
    expect(deck.slides[0]?.exercises[0]?.position.end).toMatchObject({ line: 8, column: 2 });
  });

  test.each([
    ['gitrepo: github.com/a/b', '[k8s/x.yaml](https://github.com/a/b/tree/HEAD/k8s/x.yaml)'],
    ['linkbase: https://git.d/r/-/blob/main/', '[k8s/x.yaml](https://git.d/r/-/blob/main/k8s/x.yaml)'],
    ['gitrepo: git.d/r', 'k8s/x.yaml'],
    ['', 'k8s/x.yaml'],
  ])('links with %s', (manifest, link) => {
    const expected = shown('', `See ${link}.`);
    expect(shown(manifest, 'See @@LINK[k8s/x.yaml].')).toBe(expected);
  });
});

describe('included files', () => {
  test('stand for the place of their marker, with its indent', () => {
    const text = '- a file:\n  ```yaml\n  @@INCLUDE[x.yaml]\n  ```\n\n.lab[\n```bash\nls\n```\n]\n';
    const deck = deckOf('content:\n- a.md\n', { 'a.md': text, 'x.yaml': 'a: 1\nb:\n  c\n\nd: @@CHAT@@\n' });
    expect(deck.messages).toEqual([]);
    const [list] = deck.slides[0]?.content ?? [];
    expect(JSON.stringify(list)).toContain(JSON.stringify('a: 1\nb:\n  c\n\nd: @@CHAT@@'));
    expect(planDeck(deck).plan.steps[0]?.place).toEqual({ file: 'course/a.md', line: 7, column: 1 });
  });

  test('in a block of the manifest have the indent in the block, not that of YAML', () => {
    const deck = deckOf('content:\n- |\n  @@INCLUDE[two.md]\n', { 'two.md': '## One\n\n---\n\n## Two\n' });
    expect(outlineOf(deck)).toEqual(['main.yml:3 One', 'main.yml:3 Two']);
  });

  test('that cannot be read are said at their marker, which stays', () => {
    const deck = deckOf('content:\n- a.md\n', { 'a.md': '# A\n\n@@INCLUDE[none.yaml]\n' });
    expect(deck.messages.map(placed)).toEqual(['course/a.md:3:1 error missing-include']);
    expect(JSON.stringify(deck.slides)).toContain('@@INCLUDE[none.yaml]');
  });

  test('an exercise in one has the place of the marker', () => {
    const deck = deckOf('content:\n- a.md\n', { 'a.md': 'x\n\n  @@INCLUDE[e.md]\n', 'e.md': exercise('ls') });
    expect(planDeck(deck).plan.steps[0]).toMatchObject({ input: 'ls', place: { line: 3, column: 3 } });
  });
});
