import type { MatchCodes } from '../codes/match.ts';
import type { Wordings } from '../wording.ts';

export const match = {
  'match/at-path': ({ path, difference }, say) => `${path}: ${say(difference)}`,
  'match/expected': ({ wanted, got }, say) => `expected ${say(wanted)}, got ${say(got)}`,
  'match/no-output': ({ wanted }, say) => `expected ${say(wanted)}, got no output`,
  'match/not-contained': ({ wanted }, say) => `not in the output: ${say(wanted)}`,
  'match/not-at-end': ({ wanted }, say) => `not at the end of the output: ${say(wanted)}`,
  'match/nothing-similar': ({ wanted }, say) => `nothing like it in the output: ${say(wanted)}`,
  'match/goes-on': ({ wanted }, say) => `the output goes on after ${say(wanted)}`,
  'match/not-in-place': ({ wanted }, say) => `not in its place in the output: ${say(wanted)}`,
  'match/line': ({ text, line, lines }) => `${text} (line ${line} of ${lines})`,
  'match/nothing': () => 'nothing',
  'match/empty-list': () => 'an empty list',
  'match/list': ({ length }) => `a list of ${length}`,
  'match/object': () => 'an object',
  'match/no-json': () => 'no JSON in the output',
  'match/no-match': ({ expression }) => `no match for the regular expression ${expression}`,
  'match/too-slow': ({ expression }) =>
    `the regular expression ${expression} takes too long on this output: make it simpler`,
  'match/pattern-too-long': ({ length, limit }) =>
    `The expected text has ${length} characters; at most ${limit} can be compared.`,
  'match/pattern-says-nothing': () => 'The expected text is empty or has wildcards only, so anything would do.',
  'match/invalid-json': ({ why }) =>
    `The expected JSON is not valid: ${why}. For text that only looks like it: expect text.`,
  'match/json-too-deep': ({ limit }) => `The expected JSON is nested more than ${limit} levels deep.`,
  'match/empty-expression': () => 'The regular expression is empty, so anything would do.',
  'match/expression-too-long': ({ length, limit }) =>
    `The regular expression has ${length} characters; at most ${limit} are allowed.`,
  'match/unknown-flag': ({ flag }) => `The regular expression has the flag "${flag}"; allowed are i, m, s and u.`,
  'match/invalid-expression': ({ why }) => `This is not a regular expression: ${why}.`,
} satisfies Wordings<MatchCodes>;
