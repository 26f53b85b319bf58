import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import type { PageParts } from '../report/html/page-parts.ts';

const browserRoot = new URL('../browser/', import.meta.url);
const scriptEntry = 'src/browser/report/main.ts';
const siteStyle = 'src/browser/site/site.css';
const mermaidScript = 'node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js';
const mathStyle = 'node_modules/katex/dist/katex.min.css';

/** The script, style and player of an HTML report, as the build left them in the folder `root`. Throws a MessageError when there was no build. */
export function reportParts(root = browserRoot): PageParts {
  return withBuild(root, (built) => ({
    script: built.read(built.of(scriptEntry).file),
    styles: (built.of(scriptEntry).css ?? []).map(built.read),
    player: built.read('asciinema-player.js'),
  }));
}

/** A file of the build, and its name among the fonts of an exported deck. */
type Font = readonly [path: string, name: string];

/** What an exported deck is made of. */
interface SiteParts {
  readonly parts: PageParts;
  readonly fonts: readonly Font[];
  /** Path of mermaid, which draws its diagrams. */
  readonly mermaid: string;
}

/** The same for an exported deck, whose style asks for `fonts/NAME` beside the page. Throws a MessageError when there was no build. */
export function siteParts(usesMath: boolean): SiteParts {
  return withBuild(browserRoot, (built) => {
    const fonts: Font[] = [];
    const math = usesMath ? [built.read(built.of(mathStyle).file)] : [];
    const styles = [built.read(built.of(siteStyle).file), ...math].map((style) =>
      style.replace(/url\(\/assets\/([^)]+)\)/g, (_, name: string) => {
        fonts.push([built.pathOf(name), name]);
        return `url(fonts/${name})`;
      }),
    );
    const [script, player] = [built.read(built.of(scriptEntry).file), built.read('asciinema-player.js')];
    const parts = { script, styles, player, diagrams: built.read('site-diagrams.js') };
    return { parts, fonts, mermaid: built.pathOf(built.of(mermaidScript).file) };
  });
}

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
}

interface Build {
  /** What Vite's manifest says of an entry. */
  readonly of: (entry: string) => Chunk;
  readonly read: (name: string) => string;
  readonly pathOf: (name: string) => string;
}

function withBuild<T>(root: URL, use: (build: Build) => T): T {
  const pathOf = (name: string): string => fileURLToPath(new URL(name, root));
  const read = (name: string): string => readFileSync(pathOf(name), 'utf8');
  try {
    const manifest = JSON.parse(read('manifest.json')) as Readonly<Record<string, Chunk>>;
    return use({ read, pathOf, of: (entry) => manifest[entry] ?? { file: entry } });
  } catch (error) {
    throw new MessageError(message('server/page-not-built'), { cause: error });
  }
}
