import type { ResumeCodes } from '../codes/resume.ts';
import type { Wordings } from '../wording.ts';

const why = {
  silent: 'it does not tell what it has become (only bash does)',
  tooLarge: 'its state was too large to keep',
} as const;

const whyNot = {
  secret: 'it holds secrets',
  tooLarge: 'it is too large',
  unreadable: 'something of it could not be read',
} as const;

export const resume = {
  'resume/conflict': () => '--resume goes on after what has passed: it does not go with --only, --from or --no-state',
  'resume/other-version': ({ file }) =>
    `${file} was written by another version of Pupitre, or is no state of a run: it is not used`,
  'resume/damaged': ({ file, line }) => `${file}: line ${line} is damaged; only what stands before it is used`,
  'resume/in-use': ({ file, pid }) => `another run (process ${pid}) is writing ${file}: wait for its end, or end it`,
  'resume/not-saved': ({ why: reason }, say) => `what this run does is not kept for --resume: ${say(reason)}`,
  'resume/cannot-save': ({ reason }, say) => `what this run does cannot be kept for --resume: ${say(reason)}`,
  'resume/nothing': ({ deck, target }) =>
    `there is nothing to go on with: no step of ${deck} has passed on ${target}; it begins with the first`,
  'resume/all-passed': ({ at }) => `everything has passed already (${at}): there is nothing to resume`,
  'resume/goes-on': ({ id, number, count, at }) =>
    `goes on with step ${number} of ${count}, ${id}; those before it passed${at === '' ? '' : ` until ${at}`}`,
  'resume/replays': ({ target, count }) =>
    `${target} begins with a new node: the ${count === 1 ? 'step' : `${count} steps`} before ${count === 1 ? 'is' : 'are'} replayed, not tested`,
  'resume/changed': ({ id }) => `the deck has changed at ${id} since: what comes from there on is done again`,
  'resume/began': ({ id }) =>
    `${id} had begun when the run was ended, and begins again: what it had done by then may be done twice`,
  'resume/moved': ({ wanted, id }) =>
    `${wanted} belongs to a program that has the terminal: the run begins with ${id}, which opens it`,
  'resume/no-shell': ({ id }) =>
    `nothing is kept of the steps before ${id}: it begins in a new shell, and what they made is taken as it is`,
  'resume/hidden': ({ names }) => `not brought back, because it holds secrets: ${names.join(', ')}`,
  'resume/jobs': ({ jobs }) => `not brought back, what ran in the background: ${jobs.join('; ')}`,
  'resume/without': ({ terminal, why: reason }) => `the shell of terminal ${terminal} begins anew: ${why[reason]}`,
  'resume/shell-not-taken': ({ terminal }) =>
    `the shell of terminal ${terminal} has not taken back its variables and folder: it begins anew`,
  'resume/folder-gone': ({ terminal }) =>
    `the folder in which the shell of terminal ${terminal} was is not there any more: it is in its first one`,
  'resume/restored': ({ target, id }) => `${target}: the node is as it was after ${id}`,
  'resume/replays-rest': ({ count }) =>
    count === 1
      ? 'the step after that is replayed, not tested'
      : `the ${count} steps after that are replayed, not tested`,
  'resume/node-without': ({ why: reason }) => `there is no later snapshot of the node: ${whyNot[reason]}`,
  'resume/begun-anew': ({ names }) => `started again, without what they had in memory: ${names.join(', ')}`,
  'resume/files-left-out': ({ names }) => `not brought back, files that no snapshot holds: ${names.join(', ')}`,
  'resume/not-listening': ({ names }) => `started again, but do not listen yet: ${names.join(', ')}`,
  'resume/no-snapshot': ({ why: reason }, say) => `the node cannot be brought back from its snapshot: ${say(reason)}`,
  'resume/snapshot-damaged': ({ file }) => `${file} is damaged or gone`,
  'resume/snapshot-other': () => 'it was kept by another version of Pupitre, or files of the course have changed since',
  'resume/snapshot-after-others': () => 'the decks before this one are others now',
} satisfies Wordings<ResumeCodes>;
