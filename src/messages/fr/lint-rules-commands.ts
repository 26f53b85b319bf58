/** Règles qui lisent les commandes selon la grammaire de leur programme ; voir `ruleWords`. */
export const commandRuleWords = {
  'unknown-option': {
    summary: 'une option que son programme n’a pas',
    rationale:
      'Une faute de frappe, une option d’une autre commande, ou une option traduite : le programme affiche son usage et ne fait rien. Les options sont celles de l’aide des programmes (`scripts/cut-grammar.js`).',
  },
  'removed-option': {
    summary: 'une option ou une sous-commande qui n’existe plus',
    rationale:
      'Elle marchait quand la diapositive a été écrite. Le programme d’aujourd’hui la refuse, ou fait autre chose sans le dire.',
  },
  'wrong-arguments': {
    summary: 'un argument qui manque ou qui est de trop',
    rationale:
      'Un nom sans son type, un type sans nom, une option qui a perdu sa valeur : le programme affiche son usage, devant tout le monde.',
  },
  'exec-without-dashes': {
    summary: '`kubectl exec` sans `--`',
    rationale:
      'kubectl prend les options de la commande pour les siennes, et depuis la version 1.31 il refuse la forme sans tirets.',
  },
  'unquoted-template': {
    summary: 'un modèle qui n’est pas entre guillemets',
    rationale:
      'Le shell coupe `{{ .Name }}` à ses espaces, développe les accolades à virgules et prend `[*]` pour des noms de fichiers avant que le programme n’en voie quoi que ce soit.',
  },
};
