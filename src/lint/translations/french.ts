import type { Translations } from './translations.ts';

export const french: Translations = {
  programs: `tuer:kill chat:cat tête:head queue:tail exporter:export identifiant:id écho:echo moins:less plus:more trier:sort tri:sort
    sommeil:sleep dormir:sleep couper:cut coupe:cut faux:false vrai:true attendre:wait sortie:exit sortir:exit quitter:exit définir:set
    régler:set désactiver:unset désarmer:unset lire:read déplacer:mv copier:cp supprimer:rm toucher:touch trouver:find localiser:locate
    montre:watch regarder:watch surveiller:watch boucle:curl enrouler:curl friser:curl imprimer:print imprimerf:printf
    faire:make fabriquer:make homme:man haut:top libre:free qui:who temps:time délai:timeout
    histoire:history historique:history effacer:clear clair:clear comparer:diff différence:diff nourriture:source
    raccourci:ln lien:ln monter:mount démonter:umount goudron:tar unique:uniq
    traduire:tr pièce:tee oui:yes docker-composer:docker-compose gite:git
    nœud:node noeud:node pépin:pip casque:helm barre:helm exécutif:exec évaluer:eval alias:alias
    nom-hôte:hostname nomhôte:hostname hôte:host redémarrer:reboot éteindre:shutdown ajouterutilisateur:adduser
    mot-de-passe:passwd propriétaire:chown décaler:shift piège:trap revenir:return retour:return casser:break continuer:continue
    aliaser:alias déménager:mv toilette:wc toilettes:wc renvoyer:return`,
  verbs: `obtenir:get récupérer:get,pull,fetch avoir:get recevoir:get décrire:describe supprimer:delete,rm,remove effacer:delete,rm,clear
    enlever:rm,remove retirer:rm,remove créer:create exposer:expose construire:build bâtir:build pousser:push tirer:pull
    télécharger:pull,fetch,download exécuter:run,exec lancer:run,start,up courir:run démarrer:start,up commencer:start arrêter:stop
    stopper:stop appliquer:apply éditer:edit modifier:edit,patch journaux:logs journal:logs,log bûches:logs échelle:scale
    cloner:clone valider:commit commettre:commit engager:commit ajouter:add installer:install désinstaller:uninstall,remove rechercher:search
    chercher:search,grep inspecter:inspect étiqueter:tag,label étiquette:label,tag baliser:tag marquer:tag annoter:annotate expliquer:explain
    attendre:wait attacher:attach copier:cp,copy tuer:kill redémarrer:restart recharger:reload activer:enable désactiver:disable
    état:status statut:status remplacer:replace définir:set régler:set lister:list,ls liste:list,ls nettoyer:clean,prune élaguer:prune tailler:prune
    historique:history histoire:history annuler:undo,reset corriger:patch rapiécer:patch fusionner:merge extraire:checkout initialiser:init
    rejoindre:join,merge drainer:drain vider:drain,flush sauvegarder:save enregistrer:save charger:load connexion:login connecter:login,connect
    déconnecter:disconnect,logout déconnexion:logout renommer:rename haut:up,top bas:down réseau:network conteneur:container
    nœud:node noeud:node essaim:swarm pile:stack contexte:context système:system déployer:deploy déploiement:deployment importer:import
    exporter:export montrer:show afficher:show suivre:watch événements:events évènements:events comparer:diff différence:diff
    mettre-à-jour:update,upgrade mise-à-jour:update,upgrade recherche:search aide:help construit:build brancher:branch branche:branch
    commutateur:switch basculer:switch changer:switch restaurer:restore réinitialiser:reset récolter:fetch aller-chercher:fetch
    rebaser:rebase rembobiner:rewind cacher:stash remiser:stash étendre:scale autoscaler:autoscale déroulement:rollout redéployer:rollout
    boucler:cordon cordonner:cordon souiller:taint certificat:certificate complétion:completion services:services service:service
    secret:secret volume:volume image:image images:images pause:pause reprendre:unpause,resume diffuser:stream promouvoir:promote
    rétrograder:demote quitter:leave sortir:exit mettre:set,put ensemble:set clés:keys tester:test empaqueter:package
    paquet:package dépendance:dependency dépôt:repo registre:registry modèle:template gabarit:template rétablir:rollback
    audit:audit publier:publish lier:link délier:unlink purger:purge mettre-à-niveau:upgrade décrivez:describe obtenez:get pousse:push
    s'engager:commit enregistrement:log validation:commit caisse:checkout planque:stash mise-à-l'échelle:scale mettre-à-l'échelle:scale
    mettre-à-échelle:scale redimensionner:scale vers-le-haut:up en-haut:up vers-le-bas:down en-bas:down tirer-vers-le-bas:pull
    se-connecter:login se-déconnecter:logout réviser:revert revenir:revert sélectionner:pick passer-à:switch
    vérifier:checkout,check,verify parcourir:browse dépaqueter:unpack ranger:stash remisage:stash blâmer:blame étiquetage:tag
    configurer:config configuration:config distant:remote distance:remote télécommande:remote arbre:tree référence:reflog
    restauration:restore`,
  options: `nom:name détacher:detach détaché:detach publier:publish sortie:output échelle:scale suivre:follow suivi:follow queue:tail
    tout:all tous:all toutes:all toutes-les-espaces-de-noms:all-namespaces tous-les-espaces-de-noms:all-namespaces forcer:force
    fichier:file,filename nom-de-fichier:filename répliques:replicas réplicas:replicas espace-de-noms:namespace espace-noms:namespace
    étiquette:label étiquettes:labels,label sélecteur:selector réseau:network utilisateur:user hôte:host nom-hôte:hostname aide:help
    silencieux:quiet,silent verbeux:verbose depuis:since jusqu-à:until jusqu'à:until attendre:wait délai:timeout port-cible:target-port cible:target
    volume:volume interactif:interactive interactive:interactive redémarrer:restart construire:build point-d-entrée:entrypoint
    point-entrée:entrypoint environnement:env rm:rm supprimer:rm conteneur:container privilégié:privileged mémoire:memory lien:link
    montage:mount monter:mount étiqueter:tag à-sec:dry-run essai:dry-run exécution-à-sec:dry-run montrer-étiquettes:show-labels
    afficher-étiquettes:show-labels trier-par:sort-by sans-en-têtes:no-headers modèle:template écraser:overwrite récursif:recursive
    précédent:previous horodatage:timestamps horodatages:timestamps installer:install définir:set valeurs:values créer-espace-de-noms:create-namespace
    sans-cache:no-cache pas-de-cache:no-cache message:message auteur:author en-tête:header données:data demande:request requête:request
    emplacement:location insécurisé:insecure regarder:watch surveiller:watch commande:command stdin:stdin lister:list liste:list
    équipe:tty type:type schéma:schedule planification:schedule règle:rule clé:key certificat:cert annoter:annotate portée:scope
    global:global mondial:global doux:soft dur:hard mixte:mixed graphe:graph graphique:graph une-ligne:oneline branche:branch
    profondeur:depth détails:details court:short ligne:line largeur:width suivant:follow en-ligne:oneline une-seule-ligne:oneline
    publication:publish lancer:run jusque:until en-attente:wait sans-pager:no-pager sans-attente:no-wait tailler:prune élaguer:prune
    montrer:show silence:silent échouer:fail muet:silent,mute échec:fail toutes-espaces-de-noms:all-namespaces
    tous-espaces-de-noms:all-namespaces`,
  kinds: `déploiement:deployment déploiements:deployments nœud:node noeud:node nœuds:nodes noeuds:nodes espace-de-noms:namespace
    espaces-de-noms:namespaces gousse:pod gousses:pods cosse:pod cosses:pods dosette:pod dosettes:pods événement:event événements:events
    évènements:events secret:secret secrets:secrets configuration:configmap jeu-de-répliques:replicaset jeux-de-répliques:replicasets
    compte-de-service:serviceaccount comptes-de-service:serviceaccounts emploi:job emplois:jobs travail:job travaux:jobs tâche:job tâches:jobs
    rôle:role rôles:roles volumes-persistants:persistentvolumes volume-persistant:persistentvolume entrée:ingress entrées:ingresses
    points-de-terminaison:endpoints tout:all tous:all service:service services:services prestations-de-service:services
    carte-de-configuration:configmap cartes-de-configuration:configmaps démon:daemonset ensemble-de-répliques:replicaset`,
  shell: `si:if alors:then sinon:else sinonsi:elif finsi:fi pour:for dans:in faire:do fait:done terminé:done fini:done tandis:while
    pendant:while jusqu'à:until jusque:until cas:case fonction:function sélectionner:select tant-que:while tandis-que:while
    pendant-que:while faites:do effectuer:do effectuez:do finir:done,fi fin:done,fi fin-si:fi fin-pour:done terminer:done sinon-si:elif
    autrement:else ensuite:then puis:then en:in`,
  methods: `clé:key touche:key touches:keys clés:keys attendre:wait attente:wait attente-longue:longwait longue-attente:longwait
    attendre-longtemps:longwait cacher:hide masquer:hide caché:hide masqué:hide vérifier:check vérification:check contrôle:check ouvrir:open
    copier:copy coller:paste frapper:bash coquille:shell patienter:wait patientez:wait ouvert:open attendre-longuement:longwait
    délai:timeout temporisation:timeout délai-d'attente:timeout délai-attente:timeout réessayer:retry réessai:retry répéter:retry
    s'attendre:expect attendu:expect prévoir:expect masque:hide cache:hide coup:bash
    fracas:bash`,
  keys: `échap:Escape échappement:Escape entrée:Enter retour:Enter espace:Space tabulation:Tab haut:Up bas:Down gauche:Left droite:Right
    suppr:Delete supprimer:Delete effacement:Backspace retour-arrière:Backspace début:Home accueil:Home fin:End page-haut:PageUp
    page-bas:PageDown page-précédente:PageUp page-suivante:PageDown insérer:Insert inser:Insert`,
  refs: 'tête:HEAD tete:HEAD origine:origin maître:master maitre:master principal:main principale:main maitresse:master',
};
