import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { isScenario } from '../deck/formats/scenario.ts';
import { isManifest } from '../deck/manifest.ts';
import type { ExerciseStyle } from '../deck/model.ts';
import { message } from '../messages/message.ts';
import { isFile } from './course-files.ts';
import { chooseDecks, deckAt, loadDeck, type LoadedDeck } from './decks.ts';
import { UsageError } from './errors.ts';
import { reasonOf } from './outputs.ts';

/** A file to lint, and the original that it is compared with. */
export interface LintFile {
  /** Absolute. */
  readonly path: string;
  /** As it is named to people: relative to where the program was started. */
  readonly name: string;
  /** Absolute. */
  readonly original: string | undefined;
  /** Which fences are exercises; undefined for what the configuration says of all decks. */
  readonly exercises?: ExerciseStyle | undefined;
  /** The manifest of which it is a chapter: the first, of several. Its chapters follow each other. */
  readonly manifest?: string | undefined;
  /** Names of the `@@NAME@@` that its manifests set; undefined for what is no chapter. */
  readonly variables: ReadonlySet<string> | undefined;
}

/** Bytes above which a file is not even read: no deck is that large. */
const fileLimit = 16 * 1024 * 1024;

/**
 * The files that `names` mean: files, names of decks in the configuration, and of folders every markdown file. `source` is
 * the original of one file, or a folder that holds the originals under the same names (a language such as `_fr` at the end
 * does not count). Of a manifest all chapters are linted, each by itself. Throws UsageError.
 */
export function chooseFiles(
  names: readonly string[],
  source: string | undefined,
  config: Config,
  cwd: string,
): { readonly files: readonly LintFile[]; readonly manifests: readonly LoadedDeck[] } {
  const manifests: LoadedDeck[] = [];
  if (source === '') throw new UsageError(message('cli/no-source'));
  const originals = source === undefined ? undefined : resolve(cwd, source);
  const inFolder = originals !== undefined && isFolder(originals, source ?? '');
  const files: LintFile[] = [];
  const add = (path: string, folder: string, exercises?: ExerciseStyle, of?: LoadedDeck): void => {
    const variables = of?.deck.variables;
    const original = inFolder ? originalIn(originals, relative(folder, path)) : originals;
    const known = files.findIndex((each) => each.path === path);
    if (known < 0) {
      const name = relative(cwd, path) || path;
      files.push({
        path,
        name,
        original,
        exercises,
        manifest: of?.deck.file,
        variables: variables && new Set(variables),
      });
    } else if (variables && files[known]?.variables) {
      // A chapter of several manifests: what one of them sets is known.
      files[known] = { ...files[known], variables: new Set([...files[known].variables, ...variables]) };
    }
  };
  for (const { path, exercises } of chooseDecks(names, config, cwd)) {
    if (isScenario(path)) {
      // Its pages are no markdown: what reading them has to say is all.
      manifests.push(loadDeck({ path, title: undefined, exercises }, config, cwd, 'en'));
    } else if (isManifest(path)) {
      const manifest = loadDeck({ path, title: undefined, exercises }, config, cwd, 'en');
      manifests.push(manifest);
      // A chapter that cannot be read has messages and no slides.
      for (const { file } of [...manifest.deck.slides, ...manifest.messages]) {
        if (file !== manifest.deck.file) add(resolve(cwd, file), dirname(path), exercises, manifest);
      }
    } else if (isFolder(path, relative(cwd, path) || path)) {
      for (const file of markdownIn(path, cwd)) add(file, path, deckAt(file, config).exercises);
    } else add(path, resolve(path, '..'), exercises);
  }
  if (originals !== undefined && !inFolder && files.length > 1) {
    throw new UsageError(message('cli/one-source', { source: source ?? '', count: files.length }));
  }
  if (inFolder && files.length > 0 && files.every(({ original }) => original === undefined)) {
    throw new UsageError(message('cli/no-original', { source: source ?? '' }));
  }
  return { files, manifests };
}

function isFolder(path: string, name: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UsageError(message('cli/cannot-read', { file: name, reason: reasonOf(error) }));
  }
}

/** All markdown files in a folder and below it, in the order of their names; hidden folders and node_modules left out. */
function markdownIn(folder: string, cwd: string): string[] {
  return entriesOf(folder, cwd)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      if (entry.isDirectory()) return markdownIn(path, cwd);
      return entry.isFile() && /\.(?:md|markdown)$/i.test(entry.name) ? [path] : [];
    });
}

function entriesOf(folder: string, cwd: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new UsageError(
      message('cli/cannot-read', { file: relative(cwd, folder) || folder, reason: reasonOf(error) }),
    );
  }
}

function originalIn(folder: string, path: string): string | undefined {
  const bare = path.replace(/[._-][a-z]{2}(?=\.\w+$)/, '');
  return [path, bare].map((each) => join(folder, each)).find(isFile);
}

/** A text that was read from a file. */
export interface ReadText {
  readonly text: string;
  /** Not all of its bytes are UTF-8: written back, they would be lost. */
  readonly damaged: boolean;
}

/** Reads a file as text. Throws UsageError when that is not possible. */
export function readText(path: string, name: string): ReadText {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new UsageError(message('cli/not-regular', { file: name }));
    if (stat.size > fileLimit)
      throw new UsageError(message('cli/too-large', { file: name, limit: fileLimit / 1024 / 1024 }));
    const bytes = readFileSync(path);
    const text = bytes.toString('utf8');
    return { text, damaged: !Buffer.from(text).equals(bytes) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(message('cli/cannot-read', { file: name || basename(path), reason: reasonOf(error) }));
  }
}
