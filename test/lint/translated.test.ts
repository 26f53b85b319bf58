import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inExercise } from '../../src/lint/example.ts';
import { fixDeck } from '../../src/lint/fix.ts';
import { lintDeck } from '../../src/lint/lint.ts';
import { builtinRules } from '../../src/lint/rules.ts';

const options = { file: 'a.md', rules: builtinRules };

const folder = new URL('../fixtures/translated/', import.meta.url);

// Commands as machine translation and the tools of translators leave them, and what --fix makes of them without the original. ⏎ is a line end.
const damages = readFileSync(new URL('commands.txt', folder), 'utf8');

function rows(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.replaceAll('⏎', '\n'));
}

test.each(
  rows(damages).map((row) => {
    const at = row.lastIndexOf(' => ');
    return [row.slice(0, at), row.slice(at + 4)] as const;
  }),
)('%s', (damaged, right) => {
  const deck = inExercise(damaged);
  expect(lintDeck(deck, options).some(({ severity }) => severity === 'error')).toBe(true);
  expect(fixDeck(deck, options).text).toBe(inExercise(right));
});

// Commands and words of people who write these languages: nothing of them is damage.
const right = String.raw`
cat chat.txt tête.md
ls chat
mkdir -p déploiement/web
git checkout -b fonctionnalité
git commit -m "ajouter le déploiement"
git commit -m 'exécuter : si vide, alors rien'
echo "pour i dans 1 2 3; faire rien; fait"
echo "Il est 10 000 fois trop tard, à 0,5 près !"
echo 'SÉLECTIONNER est un mot'
grep -n "exporter" notes.txt
tail -n 3 journal.log
kubectl get pods -l app=déploiement
kubectl create namespace espace
docker run --name tete -d nginx
docker exec tete ls
docker tag web web:v1
docker run -p 127.0.0.1:80:80 nginx
git remote add origine ../dépôt⏎git push origine main
git branch principal⏎git checkout principal
alias exporter=export⏎exporter A=3
alias tuer="kill -9"⏎tuer %1
statut() { git status; }⏎statut
git config --global alias.statut status⏎git statut
cat > ~/bin/tri <<'EOF'⏎sort "$@"⏎EOF⏎chmod +x ~/bin/tri⏎tri x
cat > Dockerfile <<EOF⏎FROM alpine⏎# DE alpine⏎RUN echo DE⏎EOF
cat > notes.md <<EOF⏎si vide, alors⏎  faire rien⏎EOF
psql -c "SELECT nom AS DE FROM clients WHERE ville = 'OÙ'"
redis-cli set obtenir 1⏎redis-cli get OBTENIR
while read ligne; do echo "$ligne"; done < notes.md
for pour in a b; do echo $pour; done
for f in si alors sinon; do touch $f; done
if [ -f si ]; then rm si; fi
X= sh -c 'echo $X'
IFS= read -r ligne < notes.md
: > vide.txt
. ./fonctions.sh
cp notes.md ..
cp ./notes.md ./copie.md
docker build . -t web
find . -name '*.md' | sort
test a = b || echo non
expr 3 - 1
echo a - b
head -n 5 100
sort -t, -k 1,2 x.csv
sed -n 1,5p notes.md
sleep 1.5
echo $((10 - 3))
[ "$A" = b ] && echo oui
[[ $A == [ab] ]] && echo oui
ls [ab]*
echo fin; echo done
git diff HEAD~1 HEAD
git log main..dev
git add . .gitignore
ssh user@node2
curl http://localhost:8080/
curl 'http://x/?a=1&b=2'
echo '<p>a &amp; b</p>' > x.html
kubectl get svc -o name
kubectl get pods -o jsonpath='{.items[0].metadata.name}'
docker ps --format '{{.Names}}'
make 2>&1 | tee journal
cat << EOF⏎a⏎EOF
diff <(sort a) <(sort b)
python3 -c 'print("à faire")'
echo "l’ami d’un ami"
mv brouillon.md "À relire.md"
touch "été : programme.txt"
`;

test.each(rows(right).map((row) => [row] as const))('is right as it is: %s', (command) => {
  const deck = inExercise(command);
  expect(lintDeck(deck, options).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(fixDeck(deck, options).text).toBe(deck);
});

test('a text in French or German is left alone', () => {
  const deck = [
    '# Pour commencer : tuer un processus',
    '',
    '- Si le conteneur est vide, alors on peut le supprimer ; sinon on attend.',
    '- Mettre à jour `notes.md` (10 000 lignes, 0,5 s) – puis exporter le tout …',
    '- « Attendre » n’est pas `wait` ; on écrit tant que ça marche',
    '- L’image [Schéma](images/a.png), Attention ! [Suite](b.md), voir [1] (plus loin), a @ b',
    '',
    '| Commande | Sens |',
    '|---|---|',
    '| `kill` | tuer |',
    '',
    '---',
    '',
    '# Wenn alles läuft, dann prüfen',
    '',
    'Für jeden Knoten: warten, öffnen, löschen. Ende – oder doch nicht?',
    '',
    '---',
    '',
    '# Ejercicio',
    '',
    'Si termina, entonces seguimos; para más, ejercicio[2].',
    '',
  ].join('\n');
  expect(lintDeck(deck, options).filter(({ rule }) => rule !== 'dead-link')).toEqual([]);
});
