import { expect, test } from 'vitest';
import { chances } from './chance.ts';
import { parts, readRecording } from './record.ts';

const recorded = new Map(parts.flatMap((part) => readRecording(part).commands).map(({ id, output }) => [id, output]));

/** What would be wrong, made of what is right. */
const mistakes: Readonly<Record<string, readonly (readonly [string | RegExp, string])[]>> = {
  '44.1': [
    ['worker  1/1', 'worker  0/1'],
    [/^redis.*\n/gm, ''],
  ],
  '47.1': [
    ['<at work>', ''],
    ['0 units', '4 units'],
    ['^C', ''],
  ],
  '48.1': [
    ['<at work>', ''],
    [/0 units/g, '4 units'],
  ],
  '64.1': [
    [/.* Pulled .*\n/g, ''],
    ['Started container', 'Failed container'],
    ['already present', 'absent'],
  ],
  '65.4': [
    ['302', '200'],
    [/.*index.html.*\n/, ''],
    ['/json', '/jason'],
  ],
  '68.2': [
    ['Pending', 'Running'],
    [/^worker.*\n/m, ''],
  ],
  '73.1': [
    ['worker  1/1', 'worker  0/1'],
    [/^redis.*\n/gm, ''],
  ],
  '74.1': [
    [/^rng.*Terminating.*\n/m, ''],
    [/^worker.*$/m, ''],
  ],
  '76.3': [
    [/^rng.*Terminating.*\n/gm, ''],
    ['ErrImagePull', 'ImagePullBackOff'],
  ],
  '77.1': [
    ['ImagePullBackOff', 'ErrImagePull'],
    [/^rng.*Running.*\n/m, ''],
    [/^worker.*$/m, ''],
  ],
  '82.2': [
    ['<at work>', 'INFO:__main__:0 units'],
    ['and restarting', 'and leaving'],
  ],
  '88.2': [
    ['Running', 'ContainerCreating'],
    [/^pod.rng.*\n/m, ''],
    ['service/kubernetes', 'service/webui'],
  ],
  '88.5': [
    ['Terminating', 'Running'],
    [/^pod.redis.*\n/m, ''],
  ],
};

test('every rule about chance has its mistakes', () => {
  expect(Object.keys(mistakes)).toEqual(Object.keys(chances));
});

test.each(Object.entries(chances))('what is chance in %s hides no mistake', (id, { view }) => {
  const right = recorded.get(id) ?? '';
  for (const [what, instead] of mistakes[id] ?? []) {
    const wrong = right.replace(what, instead);
    expect(wrong).not.toBe(right);
    expect(view(wrong)).not.toBe(view(right));
  }
});
