import type { TargetCodes } from '../codes/target.ts';
import type { Wordings } from '../wording.ts';

export const target = {
  'target/rehearsal': () =>
    'This is a rehearsal: node1 is embedded, and imitates Docker 20.10 and Kubernetes 1.20 as far as a first workshop goes. ' +
    'It is no sandbox: the shell is your own, and can touch your files.',
  'target/no-folder': ({ folder, reason }, say) =>
    `cannot make node1's folder in ${folder}: ${say(reason)}. Make room there, or name another folder in the variable TMPDIR.`,
  'target/not-prepared': () => 'the rehearsal has not been prepared, or is closed',
  'target/no-program': ({ shell }) =>
    `there is no program ${shell} to run. Name a bash in runner.config.json (targets.local.shell).`,
  'target/not-in-path': ({ shell, path }) =>
    `there is no ${shell} in PATH (${path || 'which is empty'}). Install it, or name one in runner.config.json (targets.local.shell).`,
  'target/no-terminal': ({ program, reason }, say) => `could not open a pseudo-terminal for ${program}: ${say(reason)}`,
  'target/file-differs': ({ to, from }) =>
    `${to} is there already and differs from ${from}. Move it away, or change "files" in runner.config.json.`,
  'target/file-missing': ({ from }) => `${from} is named in "files" of runner.config.json, but it is not there.`,
  'target/cannot-place': ({ reason }, say) => `could not put files in place: ${say(reason)}`,
  'target/cannot-read': ({ file, reason }, say) => `cannot read ${file}: ${say(reason)}`,
  'target/cannot-compare': ({ to, from, reason }, say) => `cannot compare ${to} with ${from}: ${say(reason)}`,
} satisfies Wordings<TargetCodes>;
