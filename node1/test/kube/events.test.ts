import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { createRecorder, type Recorder } from '../../src/kube/events.ts';
import { withCluster } from './plain-runtime.ts';

function withRecorder(use: (recorder: Recorder, store: Cluster['store']) => void) {
  return withCluster(({ store }) => {
    use(createRecorder(store), store);
    return Promise.resolve();
  });
}
const about = { kind: 'Node', name: 'n', uid: 'n' };
function messages(store: Cluster['store']) {
  return store
    .list('events')
    .filter(({ involvedObject }) => involvedObject.name === 'n')
    .map(({ message, count }) => `${String(message)} x${count ?? 0}`);
}

test('what happens again is counted', async () => {
  await withRecorder((recorder, store) => {
    for (const message of ['a', 'b', 'a', 'a']) {
      recorder.record({ component: 'test' }, about, { type: 'Normal', reason: 'R', message });
    }
    recorder.record({ component: 'other' }, about, { type: 'Normal', reason: 'R', message: 'a' });
    expect(messages(store)).toEqual(['a x3', 'b x1', 'a x1']);
  });
});

test('names sort as things happened, and there are never more than a thousand', async () => {
  await withRecorder((recorder, store) => {
    for (let number = 1; number <= 1100; number += 1) {
      recorder.record({ component: 'test' }, about, { type: 'Normal', reason: 'R', message: String(number) });
    }
    expect(messages(store)).toEqual(Array.from({ length: 1000 }, (_, index) => `${index + 101} x1`));
  });
});
