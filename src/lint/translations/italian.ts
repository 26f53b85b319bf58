import type { Translations } from './translations.ts';

export const italian: Translations = {
  programs: `uccidere:kill uccidi:kill gatto:cat testa:head coda:tail esporta:export esportare:export eco:echo ordina:sort ordinare:sort dormire:sleep
    sonno:sleep taglia:cut tagliare:cut falso:false vero:true attendere:wait attendi:wait uscita:exit esci:exit uscire:exit imposta:set leggi:read
    leggere:read sposta:mv spostare:mv copia:cp copiare:cp rimuovi:rm rimuovere:rm tocca:touch trova:find trovare:find guarda:watch
    guardare:watch orologio:watch stampa:print fare:make libero:free tempo:time cronologia:history storia:history pulisci:clear
    fonte:source meno:less più:more sì:yes valuta:eval dormi:sleep`,
  verbs: `ottenere:get ottieni:get prendere:get descrivere:describe descrivi:describe eliminare:delete,rm elimina:delete,rm cancellare:delete rimuovere:rm,remove
    rimuovi:rm,remove creare:create crea:create esporre:expose esponi:expose costruire:build costruisci:build compilare:build spingere:push spingi:push
    inviare:push tirare:pull scaricare:pull,fetch scarica:pull,fetch eseguire:run,exec esegui:run,exec correre:run avviare:start avvia:start
    fermare:stop ferma:stop arrestare:stop applicare:apply applica:apply modificare:edit modifica:edit registri:logs tronchi:logs scalare:scale
    scala:scale clonare:clone clona:clone aggiungere:add aggiungi:add installare:install installa:install disinstallare:uninstall
    cercare:search cerca:search ispezionare:inspect ispeziona:inspect etichettare:tag,label etichetta:label,tag annotare:annotate
    spiegare:explain spiega:explain attendere:wait attendi:wait allegare:attach copiare:cp,copy copia:cp,copy uccidere:kill uccidi:kill
    riavviare:restart riavvia:restart ricaricare:reload abilitare:enable abilita:enable disabilitare:disable stato:status
    sostituire:replace impostare:set imposta:set elencare:list,ls elenca:list,ls elenco:list,ls pulire:clean,prune potare:prune
    cronologia:history annulla:undo annullare:undo unire:merge,join unisci:merge drenare:drain salvare:save salva:save caricare:load
    carica:load rinominare:rename su:up giù:down rete:network contenitore:container nodo:node sciame:swarm pila:stack contesto:context
    sistema:system distribuire:deploy importare:import esportare:export mostrare:show mostra:show eventi:events differenza:diff
    aggiornare:update,upgrade aggiorna:update,upgrade aiuto:help ramo:branch impegna:commit impegnare:commit commettere:commit
    spinta:push verso-l'alto:up verso-il-basso:down configurazione:config configurare:config remoto:remote`,
  options: `nome:name staccare:detach distaccato:detach pubblicare:publish pubblica:publish uscita:output scala:scale seguire:follow segui:follow coda:tail
    tutti:all tutto:all forzare:force forza:force file:file nome-file:filename repliche:replicas spazio-dei-nomi:namespace etichetta:label etichette:labels
    selettore:selector rete:network utente:user aiuto:help silenzioso:quiet,silent dettagliato:verbose da:since attendere:wait obiettivo:target
    interattivo:interactive riavvio:restart riavviare:restart costruire:build ambiente:env rimuovere:rm memoria:memory messaggio:message
    sovrascrivere:overwrite sovrascrivi:overwrite ricorsivo:recursive precedente:previous guarda:watch
    tutti-gli-spazi-dei-nomi:all-namespaces grafico:graph una-riga:oneline`,
  kinds: `distribuzione:deployment distribuzioni:deployments nodo:node nodi:nodes spazio-dei-nomi:namespace spazi-dei-nomi:namespaces baccello:pod
    baccelli:pods servizio:service servizi:services segreto:secret segreti:secrets evento:event eventi:events lavoro:job lavori:jobs ruolo:role
    ruoli:roles tutto:all tutti:all`,
  shell: `se:if allora:then altrimenti:else per:for in:in fai:do fare:do fatto:done mentre:while finché:until caso:case funzione:function
    esegui:do eseguire:do fine:done,fi finito:done se-no:else mentre-che:while`,
  methods: `tasto:key tasti:keys chiave:key attendere:wait attendi:wait attesa:wait attesa-lunga:longwait nascondere:hide nascondi:hide controlla:check
    verificare:check verifica:check aprire:open apri:open copiare:copy copia:copy incollare:paste incolla:paste guscio:shell
    conchiglia:shell colpire:bash riprovare:retry riprova:retry aspettare:wait aspetta:wait tempo-scaduto:timeout`,
  keys: `invio:Enter spazio:Space su:Up giù:Down sinistra:Left destra:Right canc:Delete inizio:Home fine:End inserisci:Insert`,
  refs: 'testa:HEAD origine:origin principale:main',
};
