import { existsSync, readFileSync, statSync, type Stats } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ConfigError } from './config-error.ts';
import { explain, issueSentences } from './issues.ts';
import { findSyntaxMistake } from './json-syntax.ts';
import { normalise, type Config } from './normalise.ts';
import { configSchema } from './schema.ts';

const fileName = 'runner.config.json';
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
    : issueSentences(parsed.error.issues);
  if (isConfig(config)) return config;
  throw new ConfigError(config.map((sentence) => `${name}: ${sentence}`));
}

function isConfig(value: Config | readonly string[]): value is Config {
  return !Array.isArray(value);
}

function findUpwards(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const file = join(folder, fileName);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The text of a file. UTF-8; a byte order mark does not matter. */
function read(file: string, name: string): string {
  const fail = (sentence: string): never => {
    throw new ConfigError([`${name}: ${sentence}`]);
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
    return fail('this is UTF-16; save it as UTF-8');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('this is not UTF-8; save it as UTF-8');
  }
}

function whyUnfit(stats: Stats): string | undefined {
  if (stats.isDirectory()) return 'this is a folder; name the configuration file in it';
  if (!stats.isFile()) return 'this is not a regular file';
  return stats.size > maxBytes ? 'larger than 1 MiB: this is not a configuration' : undefined;
}

function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'you may not read it';
  return error instanceof Error ? error.message : String(error);
}

function parse(text: string, name: string): unknown {
  if (text.trim() === '') throw new ConfigError([`${name}: the file is empty; the least that it may hold is {}`]);
  try {
    return JSON.parse(text);
  } catch (error) {
    const mistake = findSyntaxMistake(text);
    if (mistake === undefined) throw new ConfigError([`${name}: ${String(error)}`]);
    const before = text.slice(0, mistake.offset).split('\n');
    const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
    throw new ConfigError([`${name}:${place}: ${mistake.reason}`]);
  }
}
