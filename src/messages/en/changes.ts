import type { ChangesCodes } from '../codes/changes.ts';
import type { Wordings } from '../wording.ts';

const hows = { added: 'new', changed: 'changed', removed: 'gone' } as const;
const unseen = {
  files: 'files',
  shell: 'the shell',
  containers: 'containers and the cluster',
  ports: 'ports',
} as const;

export const changes = {
  'changes/line': ({ list, more }) =>
    list.length === 0 ? 'changed nothing' : `changed: ${list.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
  'changes/heading': () => 'What it changed',
  'changes/nothing': () => 'It changed nothing.',
  'changes/more': ({ count }) => `… and ${count} more`,
  'changes/how': ({ change }) => hows[change],
  'changes/unseen': ({ what, below }) =>
    `Not looked at: ${[...what.map((each) => unseen[each]), ...below.map((folder) => `what is in ${folder}`)].join(', ')}.`,
  'help/run-changes': () =>
    'tell what each step changed: files, variables and functions, images, containers, objects of the cluster, ports',
} satisfies Wordings<ChangesCodes>;
