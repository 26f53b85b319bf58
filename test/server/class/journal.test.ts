import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClassEvent } from '../../../src/server/class/class-events.ts';
import type { ClassState } from '../../../src/server/class/class-state.ts';
import { openJournal } from '../../../src/server/class/journal.ts';
import { memoryStore } from '../../../src/server/class/memory-store.ts';
import { ana, passed, session } from './sample-events.ts';
import { describeStore } from './store-contract.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-journal-'));
  file = join(folder, 'state', 'class.ndjson');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describeStore('journal', () => () => openJournal(file));

function stateOf(events: Iterable<ClassEvent>): ClassState {
  const store = memoryStore();
  void store.append(...events);
  return store.state;
}

describe('the file', () => {
  test('has the state in as few lines as possible after it was opened again, and is readable by its user only', async () => {
    const store = await openJournal(file);
    await store.append(ana, session);
    for (let at = 0; at < 500; at++) await store.append({ ...passed, at });
    await store.close();
    const before = store.state;
    const again = await openJournal(file);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(5);
    expect([...again.state.events()]).toEqual([...before.events()]);
    expect([...stateOf(again.state.events()).events()]).toEqual([...before.events()]);
    await again.close();
  });

  test('a line that was cut off is left out; what is appended later is not lost in it', async () => {
    const store = await openJournal(file);
    await store.append(ana, passed);
    await store.close();
    appendFileSync(file, '{"type":"unit","person":"ana","unit":"a.2","sta');
    const again = await openJournal(file);
    expect(again.state.persons.get('ana')?.units.size).toBe(1);
    await again.append({ ...passed, unit: 'a.3' });
    await again.close();
    const third = await openJournal(file);
    expect([...(third.state.persons.get('ana')?.units.keys() ?? [])]).toEqual(['a.1', 'a.3']);
    await third.close();
  });

  test.each([
    ['another file', 'hello\n', /is not the file of a class/],
    ['a journal of a later version', '{"format":"pupitre-class","version":99}\n', /is not the file of a class/],
    ['a line that is no event', '{"format":"pupitre-class","version":1}\n{"type":"code","code":"a"}\nx\n', /ndjson:3/],
  ])('%s is refused, and left as it is', async (_, text, said) => {
    const path = join(folder, 'x.ndjson');
    writeFileSync(path, text);
    await expect(openJournal(path)).rejects.toThrow(said);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('two servers do not share one; the lock of one that was killed is taken over', async () => {
    const first = await openJournal(file);
    await expect(openJournal(file)).rejects.toThrow(new RegExp(`process ${process.pid}`));
    await first.close();
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.pid, started: '1' }));
    await (await openJournal(file)).close();
    writeFileSync(`${file}.lock`, 'garbage');
    await (await openJournal(file)).close();
  });
});
