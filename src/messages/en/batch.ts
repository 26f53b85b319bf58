import type { BatchCodes } from '../codes/batch.ts';
import type { Wordings } from '../wording.ts';

export const batch = {
  'batch/nothing-to-update': () => 'Every expected output that could be compared is up to date.',
  'batch/ask-update': ({ count, files }) =>
    `Write ${count === 1 ? 'this expected output' : `these ${count} expected outputs`} into ${files === 1 ? 'the file' : `${files} files`}? [y/N]`,
  'batch/updated': ({ count, files }) =>
    `${count === 1 ? '1 expected output was' : `${count} expected outputs were`} brought up to date in ${files === 1 ? '1 file' : `${files} files`}.`,
  'batch/not-updated': () => 'Nothing was written. `--yes` writes without a question.',
  'batch/cannot-update': ({ place, id, why }, say) =>
    `${place}: the expected output of ${id} was not brought up to date: ${say(why)}`,
  'batch/update-in-config': () => 'it stands in runner.config.json; change it there.',
  'batch/update-regex': () => 'it is a regular expression; change it by hand.',
  'batch/update-nothing': () => 'the command printed nothing.',
  'batch/update-secret': () => 'what came holds a secret.',
  'batch/update-unclear': () => 'nobody can tell which part of the output is meant; change it by hand.',
  'batch/update-elsewhere': () =>
    'it is not written there as it was read (damaged characters, or lines that are typed in between); change it by hand.',
  'batch/update-unfit': () => 'with what came in its place, the deck would mean something else; change it by hand.',
  'batch/needs': ({ option, needed }) => `${option} only goes with ${needed}.`,
  'batch/not-together': ({ option, other }) => `${option} does not go with ${other}.`,
  'batch/rounds': ({ count, failed }) =>
    failed === 0
      ? `${count === 1 ? 'The only round' : `All ${count} rounds`} passed.`
      : `${failed} of ${count} rounds did not pass:`,
  'batch/failed-in': ({ id, times, rounds }) =>
    `${id}: in round ${rounds.join(', ')}${times > rounds.length ? ` and ${times - rounds.length} more` : ''}`,
  'batch/shard-form': () => 'must be which part of how many, such as 1/3, 2/3 and 3/3.',
  'batch/empty-shard': ({ shard }) => `There is no deck for part ${shard}: nothing was run.`,
  'batch/no-commit': ({ since }) =>
    `--changed ${since}: git knows no such commit, branch or tag here. A shallow clone (as CI makes) may not have it.`,
  'batch/no-git': ({ folder, reason }, say) => `--changed: git has no answer in ${folder}: ${say(reason)}`,
  'batch/nothing-changed': ({ since }) => `No step has changed since ${since}: nothing was run.`,
  'batch/damaged-report': ({ file, line }) =>
    `${file}:${line}: not an event of a run. The files of \`--reporter json=FILE\` can be merged; what is damaged is left out.`,
  'batch/unfinished-report': ({ file }) =>
    `${file} has no whole run in it: the run was ended before its end, or the file was cut off.`,
  'help/report': () => 'work with the reports of runs',
  'help/report-merge': () =>
    'make one report of those of several runs (--reporter json=FILE), such as the parts of a course',
  'help/report-files': () => 'files of --reporter json=FILE, in the order in which they are to be reported',
  'help/run-update': () =>
    'put what really came in the place of expected outputs that no longer hold, after a diff and a yes',
  'help/run-yes': () => '--update writes without a question',
  'help/run-shard': () => 'run one part of the decks, such as 2/3; `pupitre report merge` makes one report of all',
  'help/run-jobs': () => 'so many decks at once, each on a node of its own',
  'help/run-repeat': () => 'run all of it so often, each time on a new node',
  'help/run-until-failure': () => 'with --repeat: stop after the first time that something fails',
  'help/run-watch': () =>
    'run again each time that a deck is saved, from the first step that changed or has not passed',
  'batch/watching': () => 'Waiting for the deck to be saved; ^C ends it.',
  'help/run-changed': () => 'run what has changed since a commit of git, and what that depends on',
} satisfies Wordings<BatchCodes>;
