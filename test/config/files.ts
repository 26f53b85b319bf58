import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Config, ConfigError, loadConfig } from '../../src/config.ts';
import { word } from '../../src/messages/word.ts';

/** A new folder with these files; removed when the test is over. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-config-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** What loadConfig makes of a configuration with this content. */
export function load(content: unknown): Config {
  return loadConfig(undefined, folderWith({ 'runner.config.json': JSON.stringify(content) }));
}

/** The messages of the ConfigError that `action` throws. */
export function mistakes(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes.map((told) => word(told, 'en'));
    throw error;
  }
  return [];
}
