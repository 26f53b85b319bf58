import type { ChangesCodes } from '../codes/changes.ts';
import type { Wordings } from '../wording.ts';

const hows = { added: 'nouveau', changed: 'modifié', removed: 'supprimé' } as const;
const unseen = {
  files: 'les fichiers',
  shell: 'le shell',
  containers: 'les conteneurs et le cluster',
  ports: 'les ports',
} as const;

export const changes = {
  'changes/line': ({ list, more }) =>
    list.length === 0
      ? 'n’a rien changé'
      : `a changé\u00a0: ${list.join(', ')}${more > 0 ? ` et ${more} autre${more >= 2 ? 's' : ''}` : ''}`,
  'changes/heading': () => 'Ce que cela a changé',
  'changes/nothing': () => 'Rien n’a changé.',
  'changes/more': ({ count }) => `… et ${count} autre${count >= 2 ? 's' : ''}`,
  'changes/how': ({ change }) => hows[change],
  'changes/unseen': ({ what, below }) =>
    `Pas examiné\u00a0: ${[...what.map((each) => unseen[each]), ...below.map((folder) => `le contenu de ${folder}`)].join(', ')}.`,
  'help/run-changes': () =>
    'dit ce que chaque étape a changé\u00a0: fichiers, variables et fonctions, images, conteneurs, objets du cluster, ports',
} satisfies Wordings<ChangesCodes>;
