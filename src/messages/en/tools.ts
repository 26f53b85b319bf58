import type { ToolsCodes } from '../codes/tools.ts';
import type { Wordings } from '../wording.ts';

export const tools = {
  'init/made': ({ file }) => `made   ${file}`,
  'init/kept': ({ file }) => `kept   ${file} (it was there)`,
  'init/next': ({ folder }) =>
    `${folder === undefined ? '' : `cd ${folder}\n`}pupitre run      # types it into a rehearsal and says what came of it\npupitre serve    # shows it in the browser, beside a terminal\npupitre lint     # finds what would fail on stage`,
  'lint/watching': ({ files }) => `${files === 1 ? 'One file is' : `${files} files are`} watched; ^C ends it.`,
  'lsp/step': ({ id, action, reason }, say) => `**${id}** · ${action} · ${say(reason)}`,
  'lsp/chapter': ({ slides, steps }) =>
    `${slides} ${slides === 1 ? 'slide' : 'slides'}, ${steps} ${steps === 1 ? 'step' : 'steps'}`,
  'lsp/fix': ({ rule }) => `Mend: ${rule}`,
  'lsp/fix-all': () => 'Mend all that is certain',
  'help/init': () => 'begin a course: a deck that runs, a configuration, a workflow for CI',
  'help/init-folder': () => 'where (default: here)',
  'help/completion': () => 'print the completion of the command line for a shell',
  'help/completion-shell': () => 'bash, zsh or fish',
  'help/lsp': () => 'be a language server on standard input and output: lint while you write',
  'help/lint-watch': () => 'look again each time that a file is saved',
} satisfies Wordings<ToolsCodes>;
