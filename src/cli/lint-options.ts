import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { readDocument } from '../lint/document.ts';
import { fixDeck } from '../lint/fix.ts';
import type { LintOptions } from '../lint/lint.ts';
import { builtinRules } from '../lint/rules.ts';
import { message, verbatim } from '../messages/message.ts';
import { besideDeck, courseFiles, courseLookup } from './course-files.ts';
import { UsageError } from './errors.ts';
import { type LintFile, readText } from './lint-files.ts';

/** How a file is linted: what its configuration says, and the files around it. Throws UsageError for an original that cannot be read. */
export function documentOptions(
  { path, name, original, variables, exercises }: LintFile,
  config: Config,
): Omit<LintOptions, 'rules'> {
  const { provides, exerciseClasses, excludedClasses, frameHosts, file } = config;
  const root = file === undefined ? process.cwd() : dirname(file);
  const shared = {
    exercises: exercises ?? config.exercises,
    provided: new Set(provides),
    exerciseClasses,
    excludedClasses,
    frameHosts,
    readFile: courseFiles(config),
    exists: besideDeck(path, root),
    findInCourse: courseLookup(path, config),
    variables,
  };
  if (original === undefined) return { file: name, ...shared };
  const { text } = readText(original, original);
  const theirs = { file: original, ...shared, exists: besideDeck(original, dirname(original)) };
  const read = readDocument(text, theirs);
  if (!read.document) {
    const reason = read.messages[0]?.reason ?? verbatim('');
    throw new UsageError(message('cli/unreadable-original', { file: original, reason }));
  }
  const mended = readDocument(fixDeck(text, { ...theirs, rules: builtinRules }).text, theirs);
  return { file: name, ...shared, original: read.document, mendedOriginal: mended.document };
}
