import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Admission } from '../../src/protocol.ts';
import { type Served, startServe } from '../server/serve-process.ts';
import { TestClient } from '../server/test-hub.ts';
import { containersOf, lacksDocker, makeImage, removeImage } from '../target/container-image.ts';
import { pupitre, start, temporaryFolder } from './pupitre.ts';

const lack = await lacksDocker();
const image = `pupitre-test-cli-${randomBytes(4).toString('hex')}`;
const configuration = JSON.stringify({ targets: { lab: { type: 'docker', image } }, defaultTarget: 'lab' });
const deck =
  '# A\n\n.exercise[\n```bash\nhostname\n```\n\n```bash\necho $((6*7))\n```\n```bash\ntest "$PPID" != 1\n```\n]\n';
const waiting = '# A\n\n.exercise[\n```bash\necho $((6*7))go; sleep 1000\n```\n]\n';

describe.skipIf(lack !== undefined)(
  `docker on the command line (skipped without an engine: ${lack ?? 'here is one'})`,
  () => {
    let folder: ReturnType<typeof temporaryFolder>;
    let served: Served | undefined;
    beforeAll(async () => {
      await makeImage(image, ['bash', 'dtach']);
    });
    afterAll(async () => {
      await removeImage(image);
    });
    beforeEach(() => {
      folder = temporaryFolder();
      writeFileSync(join(folder.path, 'runner.config.json'), configuration);
      writeFileSync(join(folder.path, 'deck.md'), deck);
      writeFileSync(join(folder.path, 'waiting.md'), waiting);
    });
    afterEach(async () => {
      await served?.close();
      served = undefined;
      folder.remove();
    });

    test('a run has a container of its own, and removes it', async () => {
      const { code, stdout } = await pupitre(['run', 'deck.md'], folder.path);
      expect(stdout).toMatch(/3 passed/);
      expect(code).toBe(0);
      expect(await containersOf(image)).toEqual([]);
    });

    test.each([['SIGINT'], ['SIGTERM']] as const)('%s leaves nothing', async (signal) => {
      const run = start(['run', 'waiting.md', '--reporter', 'json'], folder.path);
      await run.seen(/42go/);
      expect(await containersOf(image)).toHaveLength(1);
      run.kill(signal);
      await run.ended;
      expect(await containersOf(image)).toEqual([]);
    });

    test.each(['dtach', 'plain'])('a container that is removed under a run (%s) is what it says', async (kind) => {
      if (kind === 'plain') await makeImage(`${image}-plain`, ['bash']);
      const config = { targets: { lab: { type: 'docker', image: kind === 'plain' ? `${image}-plain` : image } } };
      writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify({ ...config, defaultTarget: 'lab' }));
      try {
        const run = start(['run', 'waiting.md', '--reporter', 'json', '--lang', 'en'], folder.path);
        await run.seen(/42go/);
        const [name = ''] = await containersOf(kind === 'plain' ? `${image}-plain` : image);
        execFileSync('docker', ['rm', '-f', name]);
        const { code, stdout } = await run.ended;
        expect(code).toBe(1);
        expect(stdout).toMatch(/"status":"broken","reason":"the container \S+ is gone, with all that was in it/);
        expect(stdout).not.toContain('gets a new shell');
        expect(stdout).toContain('42go');
      } finally {
        if (kind === 'plain') await removeImage(`${image}-plain`);
      }
    });

    test('what kill -9 leaves is removed by the next start, and nothing of who lives', async () => {
      const [killed, living] = [1, 2].map(() => start(['run', 'waiting.md', '--reporter', 'json'], folder.path));
      await Promise.all([killed?.seen(/42go/), living?.seen(/42go/)]);
      killed?.kill('SIGKILL');
      await killed?.ended;
      expect(await containersOf(image)).toHaveLength(2);
      const { code } = await pupitre(['run', 'deck.md'], folder.path);
      expect(code).toBe(0);
      expect(await containersOf(image)).toHaveLength(1);
      living?.kill('SIGINT');
      await living?.ended;
      expect(await containersOf(image)).toEqual([]);
    });

    test('an image that cannot be had is told, with the exit code of a mistake', async () => {
      const other = { targets: { lab: { type: 'docker', image: 'pupitre-none:1' } }, defaultTarget: 'lab' };
      writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify(other));
      const { stderr, stdout } = await pupitre(['run', 'deck.md', '--lang', 'fr'], folder.path);
      expect(stdout + stderr).toMatch(/l’image pupitre-none:1 n’est pas sur cette machine/);
    });

    test('a server of a class that is killed: the next one has the same shells, and ends what is nobody’s', async () => {
      const options = ['--target', 'lab', '--port', '0', '--password-file', 'password', '--class-file', 'class.ndjson'];
      writeFileSync(join(folder.path, 'password'), 'open sesame\n');
      const serve = async (): Promise<readonly [ReturnType<typeof start>, URL]> => {
        const server = start(['serve', 'deck.md', '--lang', 'en', ...options], folder.path);
        await server.seen(/\^C ends it/);
        return [server, new URL(/http:\/\/[^/\s]+/.exec(server.printed())?.[0] ?? '')];
      };
      const [first, url] = await serve();
      const answer = await fetch(new URL('/login', url), {
        method: 'POST',
        headers: { origin: url.origin, 'content-type': 'application/json' },
        body: JSON.stringify({ password: 'open sesame', name: 'Ana' }),
      });
      const { key } = (await answer.json()) as Admission;
      const cookie = answer.headers.get('set-cookie')?.split(';')[0]?.split('=')[1] ?? '';
      const window = async ({ host, port, origin }: URL): Promise<TestClient> => {
        const headers = { cookie: `pupitre_${port}=${cookie}`, origin };
        const client = new TestClient(new WebSocket(`ws://${host}/socket`, { headers }));
        await client.opened;
        client.send({ type: 'hello', key });
        await client.receives('welcome');
        return client;
      };
      const client = await window(url);
      client.types('X=kept; echo "o"k\r');
      await client.sees(/ok/);
      first.kill('SIGKILL');
      await first.ended;
      const [second, again] = await serve();
      const back = await window(again);
      back.types('echo "still <$X>"\r');
      await back.sees(/still <kept>/);
      second.kill('SIGINT');
      await second.ended;
      expect(await containersOf(image)).toEqual([]);
    });

    test('each student of a class has a container, which the start and the page say', { timeout: 60_000 }, async () => {
      const server = (served = await startServe(deck, ['--target', 'lab'], { 'runner.config.json': configuration }));
      expect(server.said()).toMatch(/Each student has a container of their own/);
      const cookies = await Promise.all([1, 2].map(() => server.enter()));
      const page = await fetch(server.origin, { headers: { cookie: cookies[0] ?? '' } });
      expect(await page.text()).toMatch(/Each student has a container of their own/);
      const students = await Promise.all(cookies.map((cookie) => server.client(cookie)));
      const addresses = new Set<string>();
      for (const student of students) {
        student.types('echo "at=$(hostname -i)."\r');
        addresses.add((await student.sees(/at=([\d.]+)\./))[1] ?? '');
      }
      expect(addresses.size).toBe(2);
      expect((await containersOf(image)).length).toBeGreaterThanOrEqual(3);
    });
  },
);
