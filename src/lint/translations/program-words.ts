import type { Span } from '../../deck/scan/regions.ts';

/** A word of a program's own language that was translated; places are offsets in the text that was looked at. */
export interface ProgramWord extends Span {
  readonly meant: string;
  readonly program: string;
}

// Words in upper case, as these languages are written in courses: French, German, Spanish, Portuguese, Italian.
const redis = table(
  `GET:obtenir,récupérer,avoir,holen,abrufen,bekommen,obtener,obter,ottenere,ottieni SET:mettre,définir,régler,setzen,establecer,fijar,definir,impostare,imposta
  DEL:supprimer,effacer,löschen,eliminar,borrar,excluir,apagar,eliminare,elimina KEYS:clés,touches,schlüssel,claves,teclas,chaves,chiavi
  EXISTS:existe,existiert,esiste EXPIRE:expirer,ablaufen,expirar,scadere INFO:infos,informations SAVE:sauvegarder,enregistrer,speichern,guardar,salvar,salvare`,
);

const sqlVerbs = table(
  `SELECT:sélectionner,sélectionnez,choisir,choisissez,auswählen,wählen,seleccionar,seleccione,selecionar,selecione,selezionare,seleziona
  INSERT:insérer,insérez,einfügen,insertar,inserte,inserir,insira,inserire,inserisci CREATE:créer,créez,erstellen,crear,cree,criar,crie,creare,crea
  UPDATE:mettre_à_jour,actualiser,aktualisieren,actualizar,atualizar,aggiornare,aggiorna DELETE:effacer,löschen,borrar,apagar,cancellare,cancella
  ALTER:modifier,ändern,modificar,alterar,modificare DROP:supprimer,entfernen,eliminar,excluir,eliminare,elimina`,
);

const sqlWords = table(
  `FROM:de,depuis,von,aus,desde,da,dal WHERE:où,wo,donde,dónde,onde,dove INTO:dans,en,em VALUES:valeurs,werte,valores,valori
  TABLE:tableau,tabelle,tabla,tabela,tabella DATABASE:base_de_données,datenbank,base_de_datos,banco_de_dados AND:et,und,y,e OR:ou,oder,o
  ORDER_BY:commander_par,trier_par,ordonner_par,sortieren_nach,ordenar_por,ordinare_per GROUP_BY:grouper_par,groupe_par,gruppieren_nach,agrupar_por
  LIMIT:limite,limiter SET:définir,mettre,setzen,establecer,definir,impostare`,
);

const dockerfile = table(
  `FROM:de,depuis,von,aus,desde,da RUN:courir,exécuter,lancer,exécution,ausführen,laufen,ejecutar,correr,executar,rodar,eseguire,esegui,correre
  COPY:copie,copier,copiez,kopieren,kopie,copiar,copia,copiare,cópia CMD:commande,befehl,comando ENTRYPOINT:point_d'entrée,einstiegspunkt,punto_de_entrada,ponto_de_entrada,punto_di_ingresso
  EXPOSE:exposer,exposez,freigeben,exponer,expor,esporre,esponi WORKDIR:répertoire_de_travail,reptravail,arbeitsverzeichnis,directorio_de_trabajo,diretório_de_trabalho
  ADD:ajouter,ajoutez,hinzufügen,agregar,añadir,adicionar,aggiungere,aggiungi LABEL:étiquette,etikett,etiqueta,rótulo,etichetta
  USER:utilisateur,benutzer,usuario,usuário,utente ENV:environnement,umgebung,entorno,ambiente VOLUME:volumen`,
);

const places: ReadonlyMap<string, string> = new Map([
  ...['nul', 'nulle', 'nulo', 'nullo'].map((each): [string, string] => [`/dev/${each}`, '/dev/null']),
  ...['zéro', 'cero', 'nullen'].map((each): [string, string] => [`/dev/${each}`, '/dev/zero']),
  ...['aléatoire', 'zufällig', 'aleatorio'].map((each): [string, string] => [`/dev/${each}`, '/dev/random']),
  ...['hôtes', 'anfitriones', 'gastgeber'].map((each): [string, string] => [`/etc/${each}`, '/etc/hosts']),
]);

type Table = ReadonlyMap<string, string>;

function table(text: string): Table {
  const words = new Map<string, string>();
  for (const entry of text.split(/\s+/).filter(Boolean)) {
    const [meant = '', list = ''] = entry.split(':');
    for (const word of list.split(',')) words.set(word.replaceAll('_', ' ').toUpperCase(), meant.replaceAll('_', ' '));
  }
  return words;
}

/**
 * Words of Redis, of SQL and of Dockerfiles that were translated, in a command or in the text that it passes on. They are looked for
 * where nothing else can stand: behind `redis-cli`, at the beginning of a statement, at the beginning of a line of a Dockerfile.
 */
export function translatedProgramWords(text: string, language: string): ProgramWord[] {
  return [
    ...placesIn(text),
    ...(text.includes('redis-cli') ? redisWords(text) : []),
    ...(language === 'sql' || /\b(?:psql|sqlite3|mysql|mariadb)\b/.test(text) ? sqlStatements(text, language) : []),
    ...(language === 'dockerfile' ? dockerfileWords(text, 0, text.length) : dockerfilesWritten(text)),
  ];
}

/** Files of every machine, and the machine itself. */
function placesIn(text: string): ProgramWord[] {
  const found: ProgramWord[] = [];
  for (const { 0: written, index } of text.matchAll(/(?<=[\s>=])\/(?:dev|etc)\/\p{L}+(?=[\s;]|$)/gu)) {
    const meant = places.get(written);
    if (meant !== undefined) found.push({ start: index, end: index + written.length, meant, program: 'Linux' });
  }
  for (const { 0: written, index } of text.matchAll(
    /(?<=https?:\/\/)(?:h[ôo]te-?local|local-?h[ôo]te|anfitri[óo]n-?local|lokaler-?host)(?=[:/\s'"]|$)/giu,
  )) {
    found.push({ start: index, end: index + written.length, meant: 'localhost', program: 'Linux' });
  }
  return found;
}

function redisWords(text: string): ProgramWord[] {
  const found: ProgramWord[] = [];
  for (const { 0: all, 1: word = '', index } of text.matchAll(
    /\bredis-cli(?: +(?:-[a-zA-Z] +[^\s-]\S*|--[a-z-]+)){0,5} +(\p{Lu}{2,30})(?=\s|$)/gu,
  )) {
    const meant = redis.get(word);
    const end = index + all.length;
    if (meant !== undefined) found.push({ start: end - word.length, end, meant, program: 'redis-cli' });
  }
  return found;
}

/** From the beginning of a statement that has a translated verb to its end: all its words in upper case. */
function sqlStatements(text: string, language: string): ProgramWord[] {
  const found: ProgramWord[] = [];
  const opener = language === 'sql' ? /(?<=^|[;\n]\s{0,20})/ : /(?<=["';\n]\s{0,20})/;
  const verb = new RegExp(`${opener.source}(\\p{Lu}{3,20}(?: À JOUR)?)(?=\\s)([^;"]{0,2000})`, 'gu');
  for (const { 1: word = '', 2: rest = '', index } of text.matchAll(verb)) {
    const meant = sqlVerbs.get(word);
    if (meant === undefined && !/^(?:SELECT|INSERT|CREATE|UPDATE|DELETE)$/.test(word)) continue;
    const isDelete = meant === 'DROP' && /^\s+(?:DE|FROM|VON|DA|DESDE)\s/.test(rest);
    const start = index + word.length;
    const words = [
      ...rest.matchAll(/(?<=[\s,)])(?:\p{Lu}+(?: (?:PAR|NACH|POR|PER|DE DONNÉES|DE DATOS|DE DADOS))?)(?=[\s,(]|$)/gu),
    ];
    const others = words.flatMap((each) => {
      const right = sqlWords.get(each[0]);
      return right === undefined
        ? []
        : [{ start: start + each.index, end: start + each.index + each[0].length, meant: right, program: 'SQL' }];
    });
    // A name in upper case may be a word of these tables; a whole statement is not.
    if (meant === undefined) continue;
    found.push({ start: index, end: start, meant: isDelete ? 'DELETE' : meant, program: 'SQL' }, ...others);
  }
  return found;
}

/** Dockerfiles that a here-document of a command writes. */
function dockerfilesWritten(text: string): ProgramWord[] {
  if (!text.includes('<<') || !/dockerfile|docker build/i.test(text)) return [];
  return [...text.matchAll(/^[^\n]*<<-?\s*['"\\]?(\w+)[^\n]*\n/gm)].flatMap(({ 0: line, 1: mark = '', index }) => {
    if (!/dockerfile|docker build/i.test(line)) return [];
    const start = index + line.length;
    const length = text.slice(start).search(new RegExp(`^\\s*${mark}\\s*$`, 'm'));
    return dockerfileWords(text, start, length < 0 ? text.length : start + length);
  });
}

function dockerfileWords(text: string, from: number, to: number): ProgramWord[] {
  const found: ProgramWord[] = [];
  for (const { 0: words, index } of text.slice(from, to).matchAll(/^[ \t]{0,8}\p{Lu}[\p{Lu}' ]{0,30}(?=\s)/gmu)) {
    const written = words.trim();
    const parts = written.split(' ');
    for (let count = Math.min(4, parts.length); count > 0; count--) {
      const word = parts.slice(0, count).join(' ');
      const meant = dockerfile.get(word);
      if (meant === undefined) continue;
      const start = from + index + words.indexOf(written);
      found.push({ start, end: start + word.length, meant, program: 'Docker' });
      break;
    }
  }
  return found;
}
