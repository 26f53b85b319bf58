import { describe, expect, test } from 'vitest';
import { parseReference, ReferenceSyntaxError, withTag } from '../../../src/docker/image/reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('names that docker takes', () => {
  test.each([
    ['busybox', 'docker.io', 'library/busybox', 'busybox:latest'],
    ['docker.io/library/redis:6', 'docker.io', 'library/redis', 'redis:6'],
    ['bitnami/redis', 'docker.io', 'bitnami/redis', 'bitnami/redis:latest'],
    ['127.0.0.1:30000/rng:v0.1', '127.0.0.1:30000', 'rng', '127.0.0.1:30000/rng:v0.1'],
    ['localhost/a/b-c__d.e', 'localhost', 'a/b-c__d.e', 'localhost/a/b-c__d.e:latest'],
    [`node@${digest}`, 'docker.io', 'library/node', `node@${digest}`],
  ])('%s', (text, domain, path, shown) => {
    const reference = parseReference(text);
    expect([reference.domain, reference.path, withTag(reference)]).toEqual([domain, path, shown]);
  });
});

describe('names that docker refuses', () => {
  test.each([
    ['', 'invalid reference format'],
    ['127.0.0.1:/busybox', 'invalid reference format'],
    ['-x', 'invalid reference format'],
    ['a..b', 'invalid reference format'],
    ['a:b:c', 'invalid reference format'],
    ['Rng', 'invalid reference format: repository name must be lowercase'],
    ['a@sha256:123', 'invalid reference format'],
    ['a'.repeat(100_000), 'invalid reference format'],
  ])('%.40s', (text, message) => {
    expect(() => parseReference(text)).toThrow(new ReferenceSyntaxError(message));
  });
});
