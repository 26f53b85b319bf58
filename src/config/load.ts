import { readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type Message, message, verbatim } from '../messages/message.ts';
import { ConfigError } from './config-error.ts';
import { fileName, findUpwards } from './find.ts';
import { explain, mistakesOf } from './issues.ts';
import { findSyntaxMistake } from './json-syntax.ts';
import { type Config, normalise } from './normalise.ts';
import { configSchema } from './schema.ts';

const maxBytes = 1 << 20;

/**
 * The configuration in a file; without `path` that of the nearest runner.config.json in `cwd` or a folder above it, and the
 * defaults when there is none. Throws ConfigError with every mistake that was found.
 */
export function loadConfig(path: string | undefined, cwd: string): Config {
  const file = path === undefined ? findUpwards(cwd) : resolve(cwd, path);
  const name = path ?? (file === undefined ? fileName : relative(cwd, file));
  const value: unknown = file === undefined ? {} : parse(read(file, name), name);
  const parsed = configSchema.safeParse(value, { error: explain, reportInput: true });
  const config = parsed.success
    ? normalise(parsed.data, file, file === undefined ? resolve(cwd) : dirname(file))
    : mistakesOf(parsed.error.issues);
  if (isConfig(config)) return config;
  throw new ConfigError(config.map((mistake) => message('config/in-file', { file: name, mistake })));
}

function isConfig(value: Config | readonly Message[]): value is Config {
  return !Array.isArray(value);
}

/** The text of a file. UTF-8; a byte order mark does not matter. */
function read(file: string, name: string): string {
  const fail = (mistake: Message): never => {
    throw inFile(name, mistake);
  };
  let bytes: Buffer;
  try {
    const wrong = whyUnfit(statSync(file));
    if (wrong !== undefined) return fail(wrong);
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    return fail(systemReason(error));
  }
  if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2))) {
    return fail(message('config/utf-16'));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail(message('config/not-utf-8'));
  }
}

function whyUnfit(stats: Stats): Message | undefined {
  if (stats.isDirectory()) return message('config/folder');
  if (!stats.isFile()) return message('config/not-regular');
  return stats.size > maxBytes ? message('config/too-large') : undefined;
}

function systemReason(error: unknown): Message {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return message('config/no-such-file');
  if (code === 'EACCES' || code === 'EPERM') return message('config/not-allowed');
  return verbatim(error instanceof Error ? error.message : String(error));
}

function inFile(file: string, mistake: Message): ConfigError {
  return new ConfigError([message('config/in-file', { file, mistake })]);
}

function parse(text: string, name: string): unknown {
  if (text.trim() === '') throw inFile(name, message('config/empty-file'));
  try {
    return JSON.parse(text);
  } catch (error) {
    const mistake = findSyntaxMistake(text);
    if (mistake === undefined) throw inFile(name, verbatim(String(error)));
    const before = text.slice(0, mistake.offset).split('\n');
    const place = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
    throw new ConfigError([message('config/in-file-at', { file: name, ...place, mistake: mistake.reason })]);
  }
}
