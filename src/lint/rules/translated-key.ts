import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { weightOf } from '../code.ts';
import { inExercise } from '../example.ts';
import { outputLanguages } from '../programs.ts';
import type { LintRule } from '../rule.ts';

const keyPattern =
  /(^[ \t]{0,80}(?:-[ \t]{1,8})?|[{,][ \t]{0,8})["']?([\p{L}_-]{3,30})["']?[ \t\u00a0]{0,2}:(?=[\s"'.[{\d]|$)/gmu;
const spacedIterator = /(?<=\.[A-Za-z]{1,60})[ \t]{1,3}(?=\[\])/g;

const englishKeys: ReadonlyMap<string, string> = new Map(
  (
    'nom:name métadonnées:metadata genre:kind sorte:kind spécification:spec conteneurs:containers étiquettes:labels ' +
    'sélecteur:selector modèle:template répliques:replicas réplicas:replicas données:data commande:command valeur:value ' +
    'clé:key espace-de-noms:namespace dépôts:repositories référentiels:repositories environnement:environment ' +
    'réseaux:networks dépend_de:depends_on construire:build stratégie:strategy déployer:deploy cible:target chemin:path ' +
    'hôte:host règles:rules accès:access mémoire:memory sortie:output état:status statut:status ' +
    'versionapi:apiVersion version-api:apiVersion version_api:apiVersion apiversión:apiVersion ' +
    'metadaten:metadata spezifikation:spec behälter:containers befehl:command ' +
    'metadatos:metadata nombre:name especificación:spec contenedores:containers ' +
    'metadados:metadata nome:name especificação:spec contêineres:containers metadati:metadata specifiche:spec contenitori:containers'
  )
    .split(' ')
    .map((pair): [string, string] => {
      const [from = '', to = ''] = pair.split(':');
      return [from, to];
    }),
);

/** `{nom: .metadata.name}`, `métadonnées:`: keys that were translated. */
export const translatedKey: LintRule = {
  id: 'translated-key',
  severity: 'warning',
  examples: [
    { title: 'an object of jq', deck: inExercise('jq "{nom: .metadata.name}"'), at: ['4:6'] },
    { title: 'a file that is shown', deck: '```yaml\nmétadonnées:\n  nom: web\n```\n', at: ['2:1', '3:3'] },
    { title: 'JSON', deck: '```json\n{"dépôts": []}\n```\n', at: ['2:3'] },
    {
      title: 'a manifest that is typed',
      deck: inExercise('kubectl apply -f- <<EOF\napiVersion: v1\ngenre: Pod\nEOF'),
      at: ['6:1'],
      fixed: inExercise('kubectl apply -f- <<EOF\napiVersion: v1\nkind: Pod\nEOF'),
    },
    {
      title: 'a manifest whose first key was translated, too',
      deck: inExercise('kubectl apply -f- <<EOF\nversionApi: v1\nkind: Pod\nEOF'),
      at: ['5:1'],
      fixed: inExercise('kubectl apply -f- <<EOF\napiVersion: v1\nkind: Pod\nEOF'),
    },
    {
      title: 'a blank before an iterator of jq',
      deck: inExercise('jq ".items []"'),
      at: ['4:11'],
      fixed: inExercise('jq ".items[]"'),
    },
    { title: 'English keys, values', deck: '```yaml\nname: nom\nx: [état]\n```\n', at: [] },
    { title: 'what a program says, prose', deck: 'nom: x\n\n```\nÉtat: actif\nnom: x\n```\n', at: [] },
  ],
  check({ code }, report) {
    for (const piece of code) {
      const typed = isTyped(piece);
      if (!typed && (piece.kind !== 'fence' || outputLanguages.has(piece.language))) continue;
      const isManifest = typed && /^\s*(?:api[vV]ersion|versionApi|kind):/m.test(piece.text);
      for (const { 0: written, 1: lead = '', 2: key = '', index } of piece.text.matchAll(keyPattern)) {
        const meant = englishKeys.get(key.normalize('NFC').toLowerCase());
        if (meant === undefined) continue;
        const start = index + written.indexOf(key, lead.length);
        const span = piece.span(start, start + key.length);
        report(span, message('lint/translated-key', { key, meant }), {
          severity: isManifest ? weightOf(piece) : 'warning',
          fix: isManifest ? [{ ...span, text: meant }] : undefined,
        });
      }
      if (!typed || !/\bjq\b/.test(piece.text)) continue;
      for (const { 0: blanks, index } of piece.text.matchAll(spacedIterator)) {
        const span = piece.span(index, index + blanks.length);
        report(span, message('lint/iterator-with-blank'), { severity: 'info', fix: [{ ...span, text: '' }] });
      }
    }
  },
};
