import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Node, startNode } from '../harness.ts';

let node: Node;
let cwd: string;
beforeAll(async () => {
  [node, cwd] = await Promise.all([startNode(), mkdtemp(join(tmpdir(), 'pupitre-archives-'))]);
  await node.docker(['pull', '-q', 'busybox']);
});
afterAll(async () => {
  await node.close();
  await rm(cwd, { recursive: true, force: true });
});

async function docker(...args: readonly string[]): Promise<string> {
  const { code, all } = await node.docker(args, { cwd });
  return `${all}[${code}]`;
}

describe('docker save and load', () => {
  it('bring back what was removed, with its names, its programs and its files', async () => {
    await docker('run', '--name', 'src', 'busybox', 'sh', '-c', 'echo new > /new');
    await docker('commit', '-m', 'a message', '-a', 'me', 'src', 'mine:1');
    await docker('tag', 'mine:1', 'mine:2');
    expect(await docker('save', '-o', 'mine.tar', 'mine')).toBe('[0]');
    await docker('rmi', 'mine:1', 'mine:2');
    expect(await docker('load', '-i', 'mine.tar')).toBe('Loaded image: mine:1\nLoaded image: mine:2\n[0]');
    expect(await docker('run', '--rm', 'mine:2', 'cat', '/new')).toBe('new\n[0]');
    expect(await docker('inspect', '-f', '{{.Comment}}, {{.Author}}', 'mine:1')).toBe('a message, me\n[0]');
  });

  it('say what is wrong in words of docker', async () => {
    await writeFile(join(cwd, 'junk'), 'junk\n');
    expect(await docker('load', '-i', 'junk')).toBe('Error processing tar file(exit status 1): unexpected EOF\n[1]');
    expect(await docker('save', 'busybox:nosuch')).toBe('Error response from daemon: reference does not exist\n[1]');
    const { all } = await node.docker(['save', 'busybox'], { isTTY: true });
    expect(all).toBe('cowardly refusing to save to a terminal. Use the -o flag or redirect\n');
  });
});

describe('docker export and import', () => {
  it('make an image of the files of a container, with nothing of what the image said', async () => {
    await docker('run', '--name', 'flat', '-v', '/vol', 'busybox', 'sh', '-c', 'mkdir /d; echo in > /vol/in');
    await docker('export', '-o', 'flat.tar', 'flat');
    const text = await readFile(join(cwd, 'flat.tar'), 'latin1');
    expect([text.includes('d/'), text.includes('vol/\0'), text.includes('vol/in')]).toEqual([true, true, false]);
    await docker('import', '-c', 'CMD ls -d /d', '-m', 'how', 'flat.tar', 'flat:1');
    expect(await docker('run', '--rm', 'flat:1')).toBe('/d\n[0]');
    expect(await docker('history', '--format', '{{.Comment}}', 'flat:1')).toBe('how\n[0]');
    expect(await docker('import', '-c', 'RUN true', 'flat.tar')).toBe(
      'Error response from daemon: run is not a valid change command\n[1]',
    );
  });
});
