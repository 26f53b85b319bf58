import { type ChapterFile, type ManifestOptions, parseManifest } from '../../../src/deck/manifest.ts';
import type { Deck, Diagnostic } from '../../../src/deck/model.ts';
import { verbatim } from '../../../src/messages/message.ts';

/** A course as texts by path; `course/main.yml` is read as its manifest. */
export type Course = Readonly<Record<string, string>>;

/** The deck of a manifest whose chapters are in `files`. */
export function deckOf(manifest: string, files: Course = {}, options: Partial<ManifestOptions> = {}): Deck {
  const read = (path: string): ChapterFile => {
    const text = path === 'main.yml' ? manifest : files[path];
    return { file: `course/${path}`, ...(text === undefined ? { problem: verbatim(`no ${path}.`) } : { text }) };
  };
  return parseManifest(manifest, { file: 'course/main.yml', readChapter: read, readInclude: read, ...options });
}

export function placed({ file, line, column, severity, rule }: Diagnostic): string {
  return `${file}:${line}:${column} ${severity} ${rule}`;
}

/** The slides as `file:line title`. */
export function outlineOf({ slides }: Deck): string[] {
  return slides.map(({ file, title, position }) => `${file.replace('course/', '')}:${position.start.line} ${title}`);
}
