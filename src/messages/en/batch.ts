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
} satisfies Wordings<BatchCodes>;
