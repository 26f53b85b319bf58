import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
function read(path: string) {
  return readFileSync(new URL(path, root));
}
const course = read('slides/ourapponkube_fr.md').toString();
const seed = read('test/fixtures/seed/ourapponkube_fr.md').toString();

const fence = /^( *)```(\w*)\n([^]*?)^ *```$/gm;
const comment = /<!--[^]*?-->/g;
const inlineCode = /`[^`\n]+`/g;

/** What the audience reads, without code, comments and HTML. */
const prose = course.replaceAll(fence, '').replaceAll(comment, '').replaceAll(inlineCode, '``').replaceAll('<br/>', '');

/** The lines of the fences in a language, each without its indentation. */
function linesOf(deck: string, language: string): string[] {
  const fences = [...deck.matchAll(fence)].filter((match) => match[2] === language);
  return fences.flatMap((match) => (match[3] ?? '').trimEnd().split('\n')).map((line) => line.trim());
}

describe('text', () => {
  test('is UTF-8 without BOM, in Unix lines, with a final newline', () => {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read('slides/ourapponkube_fr.md'));
    expect(text).not.toMatch(/\uFEFF|\r|\t|[ \u00A0]$/m);
    expect(text).toMatch(/[^\n]\n$/);
  });

  test('has no mojibake', () => {
    // What the first bytes of accented letters, quotes, ligatures and emoji become in MacRoman and Windows-1252.
    const damage = /[√¬≈ƒÃÂ\uF8FF\uFFFD]|‚Ä|â€|ðŸ/u;
    expect(seed).toMatch(damage);
    expect(course).not.toMatch(damage);
  });

  test('has no no-break space in code and comments', () => {
    for (const pattern of [fence, comment, inlineCode]) {
      const code = [...course.matchAll(pattern)].map(([text]) => text);
      expect(code.length).toBeGreaterThan(5);
      expect(code.filter((text) => /[\u00A0\u202F]/.test(text))).toEqual([]);
    }
  });

  test('follows the rules of French typography', () => {
    // A space before these that cannot break; none doubled, none before a comma; ligatures; no straight quotes.
    const loose = prose.match(
      /.*(?:[^\u00A0/][!?;]|[^\u00A0]:(?=\s)| [.,…)]|\.\.\.|"|«(?!\u00A0)|(?<!\u00A0)»|noeud|oeil).*/g,
    );
    expect((loose ?? []).filter((line) => !line.startsWith('class: '))).toEqual([]);
    expect(prose).not.toMatch(/` \w+`|[a-zéè] {2,}[a-zéè]/);
  });

  test('closes every exercise and every fence', () => {
    expect(course.match(/^\.exercise\[$/gm)).toHaveLength(12);
    expect(course.match(/^\]$/gm)).toHaveLength(12);
    expect(course.replaceAll(fence, '').replaceAll(comment, '')).not.toContain('```');
  });
});

describe('against the seed', () => {
  test('has the same slides and increments in the same order', () => {
    const outline = (deck: string) => deck.match(/^---?$|^\.exercise\[$|^class: .*|^#+ /gm);
    expect(outline(course)).toEqual(outline(seed));
    expect(course.match(/^---?$/gm)).toHaveLength(23);
  });

  test('changes only the commands that do not work', () => {
    const [before, after] = [linesOf(seed, 'bash'), linesOf(course, 'bash')];
    expect(after).toHaveLength(before.length);
    const changed = after.flatMap((line, i) => (line === before[i] ? [] : [[before[i], line]]));
    expect(changed).toEqual([
      ['kubectl run registry --image=registry:2', 'kubectl create deployment registry --image=registry:2'],
      ['curl $ REGISTRY / v2 / _catalog', 'curl $REGISTRY/v2/_catalog'],
      ['kubectl run redis --image=redis', 'kubectl create deployment redis --image=redis'],
      [
        'kubectl run $SERVICE --image=$REGISTRY/$SERVICE:$TAG',
        'kubectl create deployment $SERVICE --image=$REGISTRY/$SERVICE:$TAG',
      ],
      [
        'kubectl expose deploy/webui --type=NodePort --port=8080',
        'kubectl expose deploy/webui --type=NodePort --port=80',
      ],
      ['kubectl obtenir svc', 'kubectl get svc'],
    ]);
  });

  test('shows the same files and outputs', () => {
    for (const language of ['json', 'yaml']) expect(linesOf(course, language)).toEqual(linesOf(seed, language));
  });
});

describe('stacks', () => {
  const stack = read('slides/stacks/dockercoins.yml').toString();
  const stackLines = stack.split('\n').map((line) => line.trim());

  test('dockercoins.yml is the file of which the slide shows parts', () => {
    let from = 0;
    for (const line of linesOf(course, 'yaml').filter((shown) => shown !== '...' && shown !== '')) {
      const at = stackLines.indexOf(line, from);
      expect(at, `${line} after line ${from}`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
    expect(from).toBeGreaterThan(0);
  });

  test('every service that is built has a Dockerfile, and its program is there', () => {
    const folders = [...stack.matchAll(/build: (.*)/g)].map((match) => match[1] ?? '');
    expect(folders).toEqual(['rng', 'hasher', 'webui', 'worker'].map((name) => `dockercoins/${name}`));
    for (const folder of folders) {
      const program = `${folder.split('/')[1] ?? ''}.js`;
      const expose = folder.endsWith('worker') ? '' : 'EXPOSE 80\n';
      expect(read(`slides/stacks/${folder}/Dockerfile`).toString()).toBe(
        `FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nCMD ["node", "${program}"]\n${expose}`,
      );
      expect(existsSync(new URL(`slides/stacks/${folder}/${program}`, root))).toBe(true);
    }
  });
});
