import { expect, test } from 'vitest';
import { createReporter, reporterNames } from '../../src/report/reporters.ts';
import { buffer, play } from './buffer.ts';
import { events } from './events.ts';

test.each(reporterNames)('%s says its own name and writes something', async (name) => {
  const output = buffer();
  const reporter = createReporter(name, { output });
  expect(reporter.name).toBe(name);
  await play(reporter, events);
  expect(output.text()).not.toBe('');
});

test.each([
  [
    'jnuit',
    'There is no reporter "jnuit". Did you mean "junit"? Reporters: terminal, json, junit, github, html, tap, ctrf.',
  ],
  ['teamcity', 'There is no reporter "teamcity". Reporters: terminal, json, junit, github, html, tap, ctrf.'],
  ['constructor', 'There is no reporter "constructor". Reporters: terminal, json, junit, github, html, tap, ctrf.'],
])('%s is not known', (name, message) => {
  expect(() => createReporter(name, { output: buffer() })).toThrow(message);
});
