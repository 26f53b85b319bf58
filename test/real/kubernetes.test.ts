import { afterAll, beforeAll, describe, vi } from 'vitest';
import { containerTarget } from '../../src/target/container/container-target.ts';
import { kubernetesEngine } from '../../src/target/kubernetes.ts';
import { makeImage, removeImage } from '../target/container-image.ts';
import { targetContract } from '../target/contract.ts';
import { makeNamespace, removeNamespace, wanted } from './cluster.ts';

const image = `pupitre-target-${process.pid}`;
// A kubelet of old ends a pod in ten seconds at best.
const timeout = 60_000;
vi.setConfig({ hookTimeout: timeout });

describe.skipIf(!wanted)(
  'kubernetes (PUPITRE_REAL_CLUSTER=1, Docker and a cluster behind kubectl)',
  { timeout },
  () => {
    let namespace = '';
    beforeAll(async () => {
      await makeImage(image, ['bash', 'dtach']);
      namespace = makeNamespace();
    }, timeout);
    afterAll(async () => {
      removeNamespace(namespace);
      await removeImage(image);
    }, timeout);

    const engine = () => kubernetesEngine({ image, className: 'tests', namespace });
    targetContract(
      'kubernetes',
      () => Promise.resolve(containerTarget({ engine: engine() })),
      // What was in the pod is gone with it.
      () => false,
    );
  },
);
