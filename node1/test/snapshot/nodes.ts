import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BlobSink, type Node1, type NodeSnapshot, startNode1 } from '../../src/index.ts';

const run = promisify(execFile);
const stacks = fileURLToPath(new URL('../../../slides/stacks', import.meta.url));

/** Contents in memory. */
export class Blobs implements BlobSink {
  readonly kept = new Map<string, Buffer>();
  /** Bytes that were given. */
  given = 0;
  put(content: Uint8Array | string): string {
    const bytes = Buffer.from(content as Uint8Array);
    this.given += bytes.length;
    const name = createHash('sha256').update(bytes).digest('base64url');
    this.kept.set(name, bytes);
    return name;
  }
  has(name: string): boolean {
    return this.kept.has(name);
  }
  readonly read = (name: string): Buffer => {
    const found = this.kept.get(name);
    if (!found) throw new Error(`no blob ${name}`);
    return found;
  };
}

/** A node with a bash. */
export class TestNode {
  readonly node: Node1;
  constructor(node: Node1) {
    this.node = node;
  }

  /** What a script prints; rejects where it fails. */
  async bash(script: string): Promise<string> {
    const { home, bin } = this.node;
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: home, LC_ALL: 'C.UTF-8' };
    const { stdout } = await run('bash', ['-ec', script], { cwd: home, env });
    return stdout;
  }

  close(): Promise<void> {
    return this.node.close();
  }
}

export async function newNode(): Promise<TestNode> {
  const node = new TestNode(await startNode1({ path: process.env['PATH'] ?? '' }));
  cpSync(stacks, join(node.node.home, 'stacks'), { recursive: true });
  return node;
}

/** Ends a node, and makes another of what was kept of it, as if it had been read from a file. */
export async function again(old: TestNode, blobs = new Blobs()): Promise<TestNode> {
  const snapshot = JSON.parse(JSON.stringify(old.node.snapshot(blobs))) as NodeSnapshot;
  await old.close();
  return restored(snapshot, blobs);
}

export async function restored(snapshot: NodeSnapshot, blobs: Blobs): Promise<TestNode> {
  const from = { snapshot, read: blobs.read };
  return new TestNode(await startNode1({ path: process.env['PATH'] ?? '', from }));
}
