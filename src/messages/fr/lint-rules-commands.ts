/** Règles pour ce que la traduction fait aux commandes ; voir `ruleWords`. */
export const translationRuleWords = {
  'html-entity': {
    summary: 'une entité HTML dans une commande',
    rationale:
      'Les outils de traduction gardent le code en HTML et le rendent ainsi. `sleep 3 &amp;` part en arrière-plan, et il n’y a pas de commande «\u00a0amp\u00a0».',
  },
  'translated-program': {
    summary: 'le nom d’un programme qui a été traduit',
    rationale:
      'La traduction automatique prend `kill` et `cat` pour des mots\u00a0: `tuer %1`, `chat f`. Code de retour 127.',
  },
  'translated-shell-word': {
    summary: 'un mot du shell qui a été traduit',
    rationale: 'Pour bash, `si ... alors ... fi` n’est pas une commande, mais le début d’une erreur.',
  },
  'translated-argument': {
    summary: 'un type ou un nom du programme qui a été traduit',
    rationale:
      '`kubectl get nœuds` et `git reset TÊTE~1` sont refusés\u00a0; le mot est juste, aucun correcteur ne le voit.',
  },
  'spaced-assignment': {
    summary: 'des espaces autour du signe égal d’une affectation',
    rationale: 'On compose le signe égal comme dans une formule. Le shell cherche alors un programme de ce nom.',
  },
  'spaced-dash': {
    summary: 'une espace après le tiret d’une option',
    rationale: 'On sépare le tiret. Le programme reçoit alors deux mots qu’il n’attend pas.',
  },
  'damaged-fence': {
    summary: 'un bloc de code qui a perdu sa forme',
    rationale: 'L’extrait disparaît sans rien dire\u00a0: ce qui devait être tapé est du texte de la diapositive.',
  },
  'spaced-word': {
    summary: 'des espaces à l’intérieur d’un nom',
    rationale:
      '`docker pull redis : 7`, `ssh user @ node2`, `HEAD ~ 1`\u00a0: les signes d’un nom composés comme ceux d’une phrase.',
  },
  'glued-words': {
    summary: 'une espace qui s’est perdue',
    rationale:
      '`kubectlget pods`, `docker run-d`, `[-f x ]`\u00a0: un mot là où le shell et le programme en attendent deux.',
  },
  'translated-number': {
    summary: 'un nombre écrit comme dans un texte',
    rationale: '`sleep 0,5` est refusé, et `head -c 10 000` lit un fichier nommé 000.',
  },
  'damaged-comment': {
    summary: 'un commentaire qui a perdu sa forme',
    rationale: 'Ses extraits cachés se montrent à tous, et rien n’en est exécuté.',
  },
  'damaged-variable': {
    summary: 'une variable de manifeste qui a perdu sa forme',
    rationale: 'Elle est tapée, ou affichée, telle quelle\u00a0: rien ne prend sa place.',
  },
  'damaged-link': {
    summary: 'un lien ou une image qui a perdu sa forme',
    rationale: 'Une espace entre les crochets et l’adresse\u00a0: on voit les deux, on ne clique sur rien.',
  },
};

/** Règles qui lisent les commandes selon la grammaire de leur programme ; voir `ruleWords`. */
export const commandRuleWords = {
  'unknown-option': {
    summary: 'une option que son programme n’a pas',
    rationale:
      'Une faute de frappe, une option d’une autre commande, ou une option traduite\u00a0: le programme affiche son usage et ne fait rien. Les options sont celles de l’aide des programmes (`scripts/cut-grammar.js`).',
  },
  'removed-option': {
    summary: 'une option ou une sous-commande qui n’existe plus',
    rationale:
      'Elle marchait quand la diapositive a été écrite. Le programme d’aujourd’hui la refuse, ou fait autre chose sans le dire.',
  },
  'unknown-subcommand': {
    summary: 'une sous-commande que son programme n’a pas',
    rationale:
      '`docker container delete`, `kubectl restart`, `git remote delete`\u00a0: le mot d’un autre programme, ou une faute de frappe. Les extensions de kubectl, docker, git et helm sont laissées en paix.',
  },
  'wrong-arguments': {
    summary: 'un argument qui manque ou qui est de trop',
    rationale:
      'Un nom sans son type, un type sans nom, une option qui a perdu sa valeur\u00a0: le programme affiche son usage, devant tout le monde.',
  },
  'wrong-value': {
    summary: 'une valeur que son option n’accepte pas',
    rationale:
      '`--replicas three`, `-p 8080=80`, `--type nodeport`, une durée sans unité, un nom avec des majuscules\u00a0: le programme ou le cluster refuse.',
  },
  'exec-without-dashes': {
    summary: '`kubectl exec` sans `--`',
    rationale:
      'kubectl prend les options de la commande pour les siennes, et depuis la version 1.31 il refuse la forme sans tirets.',
  },
  'unknown-name': {
    summary: 'un nom qu’aucune étape ne crée',
    rationale:
      'Un déploiement, un espace de noms, un conteneur, un volume demandé sous un nom qu’aucune étape ne lui a donné\u00a0: «\u00a0not found\u00a0». C’est une erreur si une étape en crée un de presque ce nom. Ce que la machine apporte est nommé par `provides` dans la configuration.',
  },
  'missing-file': {
    summary: 'un fichier que le cours n’a pas',
    rationale:
      'Un manifeste, un dossier, un fichier compose renommé ou jamais validé. Cherché dans ce que `files` de la configuration pose sur le nœud, et dans le dépôt Git autour du support.',
  },
  'wrong-label': {
    summary: 'une étiquette que la commande d’avant ne pose pas',
    rationale:
      '`kubectl create deployment web` pose `app=web`, `kubectl run web` pose `run=web`. Un sélecteur avec l’autre ne trouve rien, et le dit à peine.',
  },
  'image-tag': {
    summary: 'une image faite avec une autre étiquette',
    rationale:
      'Ce qui est poussé sans étiquette est `latest`, qui n’a jamais été construite\u00a0; ou alors l’an dernier.',
  },
  'waits-for-person': {
    summary: 'un programme qui attend une personne, sans touches pour lui',
    rationale:
      'Une question, un formulaire, un éditeur\u00a0: qui suit la diapositive répond\u00a0; une exécution attend jusqu’à son échéance.',
  },
  'key-typed-as-text': {
    summary: 'une touche tapée comme du texte',
    rationale:
      '`keys` appuie sur ce qui est en entier le nom d’une touche (`^C`, `Enter`)\u00a0; il tape tout le reste tel quel, et le programme continue.',
  },
  'unexpanded-tilde': {
    summary: 'un tilde que bash ne développe pas',
    rationale:
      'bash ne remplace le tilde par le dossier personnel qu’au début d’un mot et dans les affectations. `--from-file=~/x` et `"~/x"` nomment un dossier appelé ~.',
  },
  'looks-runnable': {
    summary: 'des commandes qui ont l’air exécutées',
    rationale:
      'Un bloc de code dans une citation et un bloc en retrait s’affichent comme tout autre code. Qui lit la diapositive les tape\u00a0; une exécution, non.',
  },
  'unquoted-template': {
    summary: 'un modèle qui n’est pas entre guillemets',
    rationale:
      'Le shell coupe `{{ .Name }}` à ses espaces, développe les accolades à virgules et prend `[*]` pour des noms de fichiers avant que le programme n’en voie quoi que ce soit.',
  },
  'unquoted-word': {
    summary: 'un mot dont le shell prend une partie',
    rationale:
      '`&` dans une adresse, `*` pour un autre programme, du JSON sans guillemets, `$1` d’awk entre guillemets doubles\u00a0: le programme reçoit autre chose que ce qui est écrit.',
  },
  'no-terminal': {
    summary: 'un shell dans un conteneur sans `-it`',
    rationale:
      'Sans `-i` il se termine aussitôt, sans `-t` il n’a pas d’invite\u00a0: qui suit la diapositive ne voit rien.',
  },
};
