import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { start, type Started, temporaryFolder } from './pupitre.ts';

function exercise(command: string): string {
  return `# A\n\n.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n]\n`;
}

let folder: ReturnType<typeof temporaryFolder>;
let started: Started | undefined;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  started?.kill('SIGKILL');
  await started?.ended;
  folder.remove();
});

function save(name: string, text: string): void {
  writeFileSync(join(folder.path, name), text);
}

/** Fulfilled when so many rounds have ended. */
function rounds(count: number): Promise<void> | undefined {
  return started?.seen(new RegExp(`(?:[^]*?files? (?:is|are) watched){${count}}`));
}

/** What came after so many rounds. */
function after(count: number): string {
  return started?.printed().split(/.* watched; .*\n/)[count] ?? '';
}

test('a chapter that is saved is looked at with what its manifest and the chapters before it say', async () => {
  save('a.md', exercise('kubectl create deployment registry --image=registry:2'));
  save('b.md', exercise('kubectl scale deployment registry --replicas 3'));
  save('course.yml', 'content:\n- a.md\n- b.md\n');
  started = start(['lint', 'course.yml', '--watch', '--lang', 'en'], folder.path);
  await rounds(1);
  expect(after(0).trim()).toBe('');
  save('b.md', exercise('kubectl scale deployment regsitry --replicas 3'));
  await rounds(2);
  expect(after(1)).toMatch(/b\.md\n +6:26 +error .* unknown-name/);
  save('b.md', exercise('kubectl scale deployment registry --replicas 3'));
  await rounds(3);
  expect(after(2).trim()).toBe('');
  // A chapter that comes to the manifest is looked at, too.
  save('c.md', exercise('kubectl obtenir pods'));
  save('course.yml', 'content:\n- a.md\n- b.md\n- c.md\n');
  await rounds(4);
  expect(after(3)).toMatch(/c\.md\n +6:9 +error .* translated-verb/);
  started.kill('SIGINT');
  expect((await started.ended).code).toBe(130);
});
