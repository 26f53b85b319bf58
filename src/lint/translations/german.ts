import type { Translations } from './translations.ts';

export const german: Translations = {
  programs: `töten:kill katze:cat kopf:head schwanz:tail exportieren:export kennung:id sortieren:sort schlafen:sleep schlaf:sleep
    schneiden:cut falsch:false wahr:true warten:wait beenden:exit setzen:set lesen:read finden:find berühren:touch beobachten:watch
    ansehen:watch uhr:watch drucken:print machen:make oben:top frei:free wer:who zeit:time verlauf:history löschen:rm kopieren:cp
    verschieben:mv quelle:source weniger:less mehr:more ja:yes auswerten:eval rückgabe:return abbrechen:break fortfahren:continue`,
  verbs: `holen:get,pull,fetch abrufen:get,fetch bekommen:get erhalten:get beschreiben:describe löschen:delete,rm entfernen:rm,remove erstellen:create
    erzeugen:create freigeben:expose bauen:build schieben:push drücken:push ziehen:pull ausführen:run,exec laufen:run starten:start
    stoppen:stop anhalten:stop anwenden:apply bearbeiten:edit protokolle:logs protokoll:log,logs skalieren:scale klonen:clone
    hinzufügen:add installieren:install deinstallieren:uninstall suchen:search prüfen:inspect markieren:tag,label beschriften:label
    erklären:explain warten:wait anhängen:attach kopieren:cp,copy töten:kill neustarten:restart neuladen:reload aktivieren:enable
    deaktivieren:disable status:status ersetzen:replace setzen:set auflisten:list,ls liste:list,ls aufräumen:prune,clean verlauf:history
    zurücksetzen:reset zusammenführen:merge auschecken:checkout beitreten:join speichern:save laden:load anmelden:login abmelden:logout
    umbenennen:rename hoch:up runter:down netzwerk:network behälter:container knoten:node schwarm:swarm stapel:stack kontext:context
    system:system bereitstellen:deploy importieren:import exportieren:export zeigen:show ereignisse:events unterschied:diff
    aktualisieren:update,upgrade hilfe:help übergeben:commit festschreiben:commit wechseln:switch zweig:branch bekommt:get
    begehen:commit verpflichten:commit verstauen:stash zusammenführung:merge drängen:push hochfahren:up herunterfahren:down,shutdown
    hinauf:up nach-oben:up nach-unten:down kasse:checkout vergrößern:scale rückgängig:undo konfiguration:config konfigurieren:config
    entfernt:remote`,
  options: `name:name abtrennen:detach veröffentlichen:publish ausgabe:output skalieren:scale folgen:follow ende:tail alle:all erzwingen:force datei:file,filename
    dateiname:filename repliken:replicas namensraum:namespace etikett:label beschriftung:label auswahl:selector selektor:selector netzwerk:network
    benutzer:user rechnername:hostname hilfe:help leise:quiet ausführlich:verbose seit:since bis:until warten:wait zeitüberschreitung:timeout
    ziel:target interaktiv:interactive neustart:restart bauen:build umgebung:env entfernen:rm speicher:memory nachricht:message überschreiben:overwrite
    rekursiv:recursive vorherige:previous beobachten:watch alle-namensräume:all-namespaces grafik:graph graph:graph eine-zeile:oneline
    still:silent`,
  kinds: `bereitstellung:deployment bereitstellungen:deployments knoten:nodes namensraum:namespace namensräume:namespaces dienst:service dienste:services
    geheimnis:secret geheimnisse:secrets ereignisse:events ereignis:event aufgabe:job aufgaben:jobs rolle:role rollen:roles alle:all`,
  shell: `wenn:if dann:then sonst:else für:for tue:do mache:do erledigt:done fertig:done während:while solange:while bis:until fall:case funktion:function
    mach:do tun:do tut:do getan:done gemacht:done beendet:done ende:done,fi sonst-wenn:elif im:in andernfalls:else`,
  methods: `taste:key tasten:keys schlüssel:key warten:wait lange-warten:longwait verstecken:hide verbergen:hide prüfen:check öffnen:open
    kopieren:copy einfügen:paste überprüfen:check kontrollieren:check wiederholen:retry zeitüberschreitung:timeout erwarten:expect
    schlagen:bash ausblenden:hide schale:shell`,
  keys: `esc:Escape eingabe:Enter eingabetaste:Enter leertaste:Space leerzeichen:Space tabulator:Tab hoch:Up runter:Down links:Left rechts:Right entf:Delete
    entfernen:Delete rücktaste:Backspace pos1:Home ende:End bild-auf:PageUp bild-ab:PageDown einfügen:Insert enter:Enter eingeben:Enter
    escape:Escape flucht:Escape`,
  refs: 'kopf:HEAD ursprung:origin haupt:main meister:master',
};
