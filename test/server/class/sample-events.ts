import type { ClassEvent } from '../../../src/server/class/class-events.ts';

export const hash = 'a'.repeat(64);
export const ana = {
  type: 'person',
  person: 'ana',
  name: 'Ana',
  role: 'student',
  code: hash,
  at: 1,
} as const satisfies ClassEvent;
export const session = {
  type: 'session',
  session: 's',
  person: 'ana',
  cookie: hash,
  key: hash,
  at: 2,
} as const satisfies ClassEvent;
export const began = {
  type: 'unit',
  person: 'ana',
  unit: 'a.1',
  state: { status: 'running' },
  at: 10,
} as const satisfies ClassEvent;
export const failed = {
  ...began,
  state: { status: 'failed', reason: 'exit code 1' },
  at: 20,
} as const satisfies ClassEvent;
export const passed = { ...began, state: { status: 'passed' }, at: 30 } as const satisfies ClassEvent;
