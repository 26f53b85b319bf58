import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where faults may be put in: a copy of the repository. */
    readonly copy: string;
  }
}

const root = resolve(import.meta.dirname, '../..');
/** Large, and only read. */
const linked: ReadonlySet<string> = new Set(['node_modules', 'dist']);

/** Makes the copy, so that an interrupted run leaves no fault in the sources; gives the function that removes it. */
export default function setup(project: TestProject): () => void {
  const copy = mkdtempSync(join(tmpdir(), 'pupitre-mutants-'));
  for (const entry of readdirSync(root)) {
    if (entry === '.git') continue;
    if (linked.has(entry)) symlinkSync(join(root, entry), join(copy, entry));
    else cpSync(join(root, entry), join(copy, entry), { recursive: true });
  }
  project.provide('copy', copy);
  return () => {
    rmSync(copy, { recursive: true, force: true });
  };
}
