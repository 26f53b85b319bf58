import type { ToolsCodes } from '../codes/tools.ts';
import type { Wordings } from '../wording.ts';

export const tools = {
  'init/made': ({ file }) => `créé     ${file}`,
  'init/kept': ({ file }) => `conservé ${file} (il existait)`,
  'init/next': ({ folder }) =>
    `${folder === undefined ? '' : `cd ${folder}\n`}pupitre run      # le tape dans une répétition et dit ce qu’il en est\npupitre serve    # le montre dans le navigateur, à côté d’un terminal\npupitre lint     # trouve ce qui échouerait sur scène`,
  'lint/watching': ({ files }) =>
    `${files === 1 ? 'Un fichier est surveillé' : `${files} fichiers sont surveillés`}\u00a0; ^C pour finir.`,
  'lsp/step': ({ id, action, reason }, say) => `**${id}** · ${action} · ${say(reason)}`,
  'lsp/chapter': ({ slides, steps }) =>
    `${slides} ${slides < 2 ? 'diapositive' : 'diapositives'}, ${steps} ${steps < 2 ? 'étape' : 'étapes'}`,
  'lsp/fix': ({ rule }) => `Corriger\u00a0: ${rule}`,
  'lsp/fix-all': () => 'Corriger tout ce qui est certain',
  'help/init': () => 'commencer un cours\u00a0: un support qui s’exécute, une configuration, un workflow de CI',
  'help/init-folder': () => 'où (par défaut\u00a0: ici)',
  'help/completion': () => 'afficher la complétion de la ligne de commande pour un shell',
  'help/completion-shell': () => 'bash, zsh ou fish',
  'help/lsp': () => 'être un serveur de langage sur l’entrée et la sortie standard\u00a0: vérifier pendant l’écriture',
  'help/lint-watch': () => 'vérifier de nouveau chaque fois qu’un fichier est enregistré',
} satisfies Wordings<ToolsCodes>;
