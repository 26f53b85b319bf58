import { expect, test } from 'vitest';
import { probeIsolation } from '../../src/target/isolation.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import { targetContract } from './contract.ts';
import { isAlive } from '../processes.ts';
test('probe', () => {
  expect(probeIsolation().isolation).toBe('user');
});
for (const isolation of ['user', 'namespace'] as const)
  targetContract(`rehearsal with isolation ${isolation}`, () => Promise.resolve(rehearsalTarget({ environment: process.env, isolation })), isAlive);
