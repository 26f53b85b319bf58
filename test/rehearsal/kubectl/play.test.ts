import { test } from 'vitest';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createCluster } from '../../../src/rehearsal/core/cluster.ts';
import { createImages } from '../../../src/rehearsal/docker/images.ts';
import { createRuntime } from '../../../src/rehearsal/docker/runtime.ts';
import { shown } from './typed.ts';
import { readFileSync } from 'node:fs';
test('play', async () => {
  const folder = await mkdtemp('/tmp/kplay-');
  const images = await createImages({ folder });
  const cluster = await createCluster({
    folder,
    images,
    runtimeFor: (network) => createRuntime({ folder, network }),
    speed: 3,
  });
  try {
    for (const line of readFileSync('/tmp/kplay.txt', 'utf8').split('\n').filter(Boolean)) {
      if (line.startsWith('sleep')) {
        await new Promise((r) => setTimeout(r, Number(line.slice(6)) * 1000));
        continue;
      }
      const t = performance.now();
      const m = /^(\d+)s /.exec(line);
      const text = await shown(cluster, line.replace(/^\d+s /, ''), {
        cwd: '/tmp/kcp',
        tty: true,
        ...(m ? { signal: AbortSignal.timeout(Number(m[1]) * 1000) } : {}),
      });
      console.log(`$ kubectl ${line}   (${(performance.now() - t).toFixed(0)} ms)\n${text}`);
    }
  } finally {
    await cluster.close();
  }
}, 120000);
