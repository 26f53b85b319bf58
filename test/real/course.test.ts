import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { pupitre } from '../cli/pupitre.ts';

const root = resolve(import.meta.dirname, '../..');

// It deploys to whatever cluster kubectl knows: only who says so gets that.
const wanted = process.env['PUPITRE_REAL_CLUSTER'] === '1';

test.skipIf(!wanted)(
  'the shipped course passes on a real cluster (PUPITRE_REAL_CLUSTER=1, an empty cluster behind kubectl)',
  async () => {
    const { HOME = '', KUBECONFIG = '', DOCKER_HOST = '' } = process.env;
    const env = { HOME, ...(KUBECONFIG && { KUBECONFIG }), ...(DOCKER_HOST && { DOCKER_HOST }) };
    const { code, stdout, stderr } = await pupitre(['run', '--target', 'local', '--reporter', 'json'], root, env);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent);
    const verdicts = events.flatMap((event) =>
      event.type === 'stepEnd' ? [[event.step.id, event.result.verdict.status]] : [],
    );
    expect(
      verdicts.filter(([, status]) => status !== 'passed'),
      stderr,
    ).toEqual([]);
    expect(code).toBe(0);
    const last = events.findLast((event) => event.type === 'stepEnd');
    expect(last?.step.action).toBe('open');
  },
  600_000,
);
