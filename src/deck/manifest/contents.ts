/** A title of the deck, with the name of the slide that announces it. */
export interface ContentsEntry {
  readonly title: string;
  readonly anchor: string;
  /** 1-based. */
  readonly part: number;
}

/** The language of what is put between the chapters. */
export type ContentsLanguage = 'en' | 'fr';

const words = {
  en: {
    part: 'Part',
    contents: 'Table of contents',
    back: 'Back to table of contents',
    previous: 'Previous part',
    next: 'Next part',
  },
  fr: {
    part: 'Partie',
    contents: 'Table des matières',
    back: 'Retour à la table des matières',
    previous: 'Partie précédente',
    next: 'Partie suivante',
  },
} as const;

/** With fewer titles than that, the lines of a table of contents stand apart. */
const fewTitles = 10;

/** Gives each title its anchor. `parts` are the titles of the parts in order; none of them is empty. */
export function numberTitles(parts: readonly (readonly string[])[]): ContentsEntry[] {
  const uniqueName = uniqueNames(parts.map((_, index) => partName(index + 1)));
  return parts.flatMap((titles, index) =>
    titles.map((title) => ({ title, anchor: uniqueName(anchorOf(title)), part: index + 1 })),
  );
}

/** As container.training makes it, because decks link to them. */
function anchorOf(title: string): string {
  return `toc-${title
    .toLowerCase()
    .replaceAll(' ', '-')
    .replace(/[^a-z-]/g, '')}`;
}

/** Adds a number to a name that is taken. */
function uniqueNames(taken: readonly string[]): (name: string) => string {
  const used = new Set(taken);
  const last = new Map<string, number>();
  return (name) => {
    let unique = name;
    for (let number = last.get(name) ?? 2; used.has(unique); number++) {
      unique = `${name}-${number}`;
      last.set(name, number + 1);
    }
    used.add(unique);
    return unique;
  };
}

/** The slides that stand for `@@TOC@@`, one for each part. */
export function contentsSlides(entries: readonly ContentsEntry[], lang: ContentsLanguage): string {
  const { part: partWord, contents } = words[lang];
  const parts: ContentsEntry[][] = [];
  for (const entry of entries) (parts[entry.part - 1] ??= []).push(entry);
  return parts
    .map((titles, index) => {
      const heading = parts.length === 1 ? contents : `${partWord} ${index + 1}`;
      const lines = titles.map(({ title, anchor }) => `- [${linkText(title)}](#${anchor})`);
      return `name: ${partName(index + 1)}\n\n## ${heading}\n\n${lines.join(titles.length < fewTitles ? '\n\n' : '\n')}\n`;
    })
    .join('\n---\n\n');
}

/** The slide that announces entry `index`. `hasContents`: there is a table of contents to go back to. */
export function titleSlide(
  entries: readonly ContentsEntry[],
  index: number,
  { hasContents, lang }: { readonly hasContents: boolean; readonly lang: ContentsLanguage },
): string {
  const entry = entries[index];
  if (!entry) return '';
  const { previous, back, next } = words[lang];
  const before = entries[index - 1];
  const after = entries[index + 1];
  const links = [
    ...(before ? [`[${previous}](#${before.anchor})`] : []),
    ...(hasContents ? [`[${back}](#${partName(entry.part)})`] : []),
    ...(after ? [`[${next}](#${after.anchor})`] : []),
  ];
  const nav = links.length === 0 ? '' : `.nav[\n${links.join('\n|\n')}\n]\n\n`;
  return `name: ${entry.anchor}\nclass: title\n\n# ${entry.title}\n\n${nav}`;
}

function partName(part: number): string {
  return `toc-part-${part}`;
}

/** A link has no links or classes in it, and its brackets come in pairs. */
function linkText(title: string): string {
  return title
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/(?:\.[\w-]+)+\[([^[\]]*)\]/g, '$1')
    .replace(/\\?([[\]])/g, '\\$1');
}
