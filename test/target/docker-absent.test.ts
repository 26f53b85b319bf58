import { afterEach, expect, test, vi } from 'vitest';
import { word } from '../../src/messages/word.ts';
import { containerTarget } from '../../src/target/container/container-target.ts';
import { dockerEngine } from '../../src/target/docker/docker-engine.ts';
import { TargetError } from '../../src/target/target.ts';

afterEach(() => vi.unstubAllEnvs());

// What is said where there is no engine: runs everywhere.
test.each([
  ['ssh://somebody@far', /Docker over SSH \(ssh:\/\/somebody@far\) is not supported\. Forward the engine’s socket/],
  ['unix:///nowhere/docker.sock', /Docker cannot be used at unix:\/\/\/nowhere\/docker\.sock: .*ENOENT/],
  ['tcp://127.0.0.1:1', /Docker cannot be used at tcp:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/],
])('DOCKER_HOST=%s is told', async (host, said) => {
  vi.stubEnv('DOCKER_HOST', host);
  const limits = { processes: 200, memoryMb: 256, files: 300, fileMb: 16 };
  const target = containerTarget({ engine: dockerEngine({ image: 'any', limits }) });
  const error: unknown = await target.prepare(new AbortController().signal).catch((reason: unknown) => reason);
  await target.close();
  expect(error).toBeInstanceOf(TargetError);
  expect(word((error as TargetError).told, 'en')).toMatch(said);
});
