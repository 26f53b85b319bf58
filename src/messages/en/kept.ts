import type { KeptCodes } from '../codes/kept.ts';
import type { Wordings } from '../wording.ts';

const facts = {
  deck: 'Deck',
  target: 'Target',
  started: 'Started',
  took: 'Time',
  versions: 'With',
  step: 'Step',
  place: 'Place',
  tries: 'Tries',
  terminal: 'Terminal',
} as const;

const keys = {
  next: 'next step',
  previous: 'step before',
  'next-failure': 'next step that did not pass',
  filter: 'all, or not passed only',
  'open-all': 'open or close all',
  play: 'play the recording from this step',
  close: 'close the recording',
} as const;

export const kept = {
  'kept/report': () => 'Report of a run',
  'kept/report-of': ({ title }) => `${title} – report of a run`,
  'kept/fact': ({ name }) => facts[name],
  'kept/moment': ({ iso }) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`,
  'kept/totals': () => 'Result',
  'kept/all-passed': ({ count }) => (count === 1 ? 'The step passed' : `All ${count} steps passed`),
  'kept/some-not-passed': ({ count, total }) => `${count} of ${total} ${total === 1 ? 'step' : 'steps'} did not pass`,
  'kept/nothing-failed': ({ passed, total }) => `Nothing failed: ${passed} of ${total} steps passed`,
  'kept/cut-off': () => 'This run was cut off: the report ends where it ended, and has no result.',
  'kept/filter': () => 'Which steps',
  'kept/show-all': () => 'All',
  'kept/show-not-passed': () => 'Not passed',
  'kept/open-all': () => 'Open all',
  'kept/close-all': () => 'Close all',
  'kept/keys': () => 'Keys',
  'kept/key': ({ does }) => keys[does],
  'kept/hidden': () => 'not shown to the audience',
  'kept/link-to': ({ id }) => `Link to ${id}`,
  'kept/output-of': ({ command }) => `Output of ${command}`,
  'kept/no-output': () => 'no output',
  'kept/why': () => 'Why',
  'kept/earlier-tries': ({ count }) => (count === 1 ? '1 try before' : `${count} tries before`),
  'kept/same-reason': ({ count }) => `${count} times`,
  'kept/screen': () => 'The screen then',
  'kept/difference': () => 'What was expected, and what came',
  'kept/nothing-ran': () => 'Nothing was typed.',

  'kept/play': () => 'Play from here',
  'kept/play-step': ({ id }) => `Play the recording from ${id}`,
  'kept/recording': ({ seconds }) => `Recording. Pauses of more than ${seconds} s are shortened.`,
  'kept/close-recording': () => 'Close the recording',
  'kept/cannot-play': () => 'This browser cannot play the recording.',
  'kept/outputs-of': ({ target, when, passed, total }) =>
    `The outputs are those of a run on ${target}, ${when}: ${passed} of ${total} ${total === 1 ? 'step' : 'steps'} passed.`,
  'kept/no-outputs': () => 'Without outputs: no run was given.',
  'kept/not-in-run': () => 'Not in the run that the outputs come from, or changed since.',
  'kept/diagram': () => 'Diagram; its text follows',
  'kept/no-diagram': () => 'This diagram cannot be drawn:',
  'kept/recording-full': ({ megabytes }) =>
    `The recording in this report ends here: it has ${megabytes} MB. --record keeps all of it.`,
} satisfies Wordings<KeptCodes>;
