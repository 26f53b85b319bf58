import { afterAll, beforeAll, describe } from 'vitest';
import { lacksDocker, makeImage, removeImage } from './container-image.ts';
import { shellCourse } from './shell-course.ts';
import { canServeSsh, startSshd } from './sshd.ts';

shellCourse('local', () => ({ type: 'local' }));
shellCourse('local with a home of its own', () => ({ type: 'local', home: 'temporary' }));
shellCourse('the rehearsal', () => ({ type: 'rehearsal' }));

describe.skipIf(!canServeSsh)('over ssh (skipped without root and a sshd)', () => {
  let sshd: Awaited<ReturnType<typeof startSshd>>;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.close());
  shellCourse('ssh', () => ({ type: 'ssh', hosts: ['node-a'], config: sshd.config }));
});

const lack = await lacksDocker();
describe.skipIf(lack !== undefined)(`in containers (skipped without an engine: ${lack ?? 'here is one'})`, () => {
  const image = `pupitre-shell-course-${process.pid}`;
  beforeAll(() => makeImage(image, ['bash', 'dtach']));
  afterAll(() => removeImage(image));
  shellCourse('docker', () => ({ type: 'docker', image }), { timeout: 120_000 });
});
