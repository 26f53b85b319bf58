import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deckAssets } from '../../../src/server/http/deck-assets.ts';
import { temporaryFolder } from '../../cli/pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'slides'));
  for (const name of ['été 1.png', 'up.png', 'slides/own.png']) writeFileSync(join(folder.path, name), '');
});
afterEach(() => {
  folder.remove();
});

test.each([
  ['own.png', '/deck/slides/own.png'],
  ['up.png', '/deck/up.png'],
  ['../up.png', '/deck/up.png'],
  ['none.png', '/deck/slides/none.png'],
  ['%C3%A9t%C3%A9%201.png', '/deck/%C3%A9t%C3%A9%201.png'],
  ['été 1.png', '/deck/%C3%A9t%C3%A9%201.png'],
  ['own.png?v=2#part', '/deck/slides/own.png'],
  ['100%.png', '/deck/slides/100%25.png'],
  ['/etc/passwd', undefined],
  ['%2Fetc/passwd', undefined],
  ['../../secret.png', undefined],
  ['..%2F..%2Fsecret.png', undefined],
  ['%252e%252e/secret.png', '/deck/slides/%252e%252e/secret.png'],
])('%s is at %s', (url, address) => {
  const assetUrl = deckAssets({
    root: folder.path,
    folder: folder.path,
    pathOf: (file) => join(folder.path, file),
  });
  expect(assetUrl(url, 'slides/chapter.md')).toBe(address);
});
