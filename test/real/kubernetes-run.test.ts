import { afterAll, beforeAll, describe } from 'vitest';
import { makeImage, removeImage } from '../target/container-image.ts';
import { shellCourse } from '../target/shell-course.ts';
import { makeNamespace, removeNamespace, wanted } from './cluster.ts';

const image = `pupitre-run-${process.pid}:1`;
// A kubelet of old ends a pod in ten seconds at best.
const timeout = 120_000;

describe.skipIf(!wanted)('one run in a pod (PUPITRE_REAL_CLUSTER=1, Docker and a cluster behind kubectl)', () => {
  let namespace = '';
  beforeAll(async () => {
    await makeImage(image, ['bash', 'dtach']);
    namespace = makeNamespace();
  }, timeout);
  afterAll(async () => {
    removeNamespace(namespace);
    await removeImage(image);
  }, timeout);

  shellCourse('kubernetes', () => ({ type: 'kubernetes', image, namespace }), {
    timeout,
    more: () => ({ KUBECONFIG: process.env['KUBECONFIG'] ?? '' }),
  });
});
