import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/server/class/store.ts';
import { ana, began, failed, hash, passed, session } from './sample-events.ts';

/** The same tests for every store that outlives a server. `place`: where a new class is kept; it is opened again there. */
export function describeStore(name: string, place: () => () => Promise<Store>): void {
  describe(name, () => {
    test('people, sessions and progress are there after a restart', async () => {
      const open = place();
      const store = await open();
      await store.append(ana, session, began, failed);
      await store.append(passed);
      await store.append({ type: 'code', code: 'abcd-efgh' });
      await store.close();
      const again = await open();
      expect(again.state.code).toBe('abcd-efgh');
      expect(again.state.persons.get('ana')).toMatchObject({ name: 'Ana', role: 'student', joined: 1 });
      expect(again.state.sessions.get(hash)).toMatchObject({ person: 'ana' });
      expect(again.state.persons.get('ana')?.units.get('a.1')).toEqual({
        ...{
          state: { status: 'passed' },
          begun: 10,
          passed: 30,
          touched: 30,
          ends: 2,
          failures: 1,
          firstError: 'exit code 1',
        },
      });
      expect([...(again.state.persons.get('ana')?.onNode ?? [])]).toEqual(['a.1']);
      await again.close();
    });

    test('how somebody was helped outlives restarts, in order', async () => {
      const open = place();
      const store = await open();
      const help = { type: 'help', person: 'ana', visitor: 'grace', at: 40 } as const;
      await store.append(ana, { ...help, what: 'askedToLook' }, { ...help, what: 'ended', by: 'student', at: 50 });
      await store.close();
      await (await open()).close();
      const again = await open();
      const { visitor, at } = help;
      const known = [
        { visitor, what: 'askedToLook', at },
        { visitor, what: 'ended', by: 'student', at: 50 },
      ];
      expect(again.state.persons.get('ana')?.help).toEqual(known);
      await again.append(ana);
      expect(again.state.persons.get('ana')?.help).toEqual(known);
      await again.close();
    });

    test('who was removed is forgotten, with their sessions', async () => {
      const open = place();
      const store = await open();
      await store.append(ana, session, passed, { type: 'removed', person: 'ana' });
      await store.close();
      const again = await open();
      expect([again.state.persons.size, again.state.sessions.size]).toEqual([0, 0]);
      await again.close();
    });

    test('a new node: what was done before was on another one, or does not count any more', async () => {
      const open = place();
      const store = await open();
      await store.append(ana, passed, { type: 'node', person: 'ana', at: 40 });
      const person = store.state.persons.get('ana');
      expect(person?.onNode.size).toBe(0);
      expect(person?.units.get('a.1')?.state.status).toBe('passed');
      await store.append({ type: 'node', person: 'ana', at: 50, forget: true });
      expect(person?.units.get('a.1')).toMatchObject({ state: { status: 'idle' }, passed: 30 });
      await store.close();
    });

    test('a unit that was begun and never ended was interrupted', async () => {
      const open = place();
      const store = await open();
      await store.append(ana, began);
      await store.close();
      const again = await open();
      expect(again.state.persons.get('ana')?.units.get('a.1')).toMatchObject({ state: { status: 'notRun' }, ends: 0 });
      await again.close();
    });
  });
}
