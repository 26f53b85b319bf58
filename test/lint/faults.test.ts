import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lintDeck } from '../../src/lint/lint.ts';
import { builtinRules } from '../../src/lint/rules.ts';

// Mistakes in single commands as authors, translators and their tools make them: RULE | COMMAND.
const faults = String.raw`
wrong-arguments | kubectl label namespaces color=x
wrong-arguments | kubectl logs deployment flux
wrong-arguments | kubectl run --image=x
wrong-arguments | docker run --rm -v a:b
exec-without-dashes | kubectl exec pod cmd
removed-option | kubectl apply -f x.yaml --dry-run --server-dry-run
removed-option | docker-compose scale worker=3
unknown-option | docker run -d -p 80:80 --nmae web nginx
wrong-arguments | docker exec -it web
wrong-arguments | docker network connect web
wrong-arguments | docker cp web:/etc/hosts
wrong-arguments | kubectl scale deployment web
wrong-arguments | kubectl scale web --replicas=3
wrong-arguments | kubectl expose deployment --port 80
wrong-arguments | kubectl create configmap
unknown-option | kubectl create secret mysecret --from-literal=a=b
wrong-arguments | kubectl rollout status
unknown-option | kubectl get pods -all-namespaces
unknown-option | kubectl get pods --allnamespaces
wrong-arguments | kubectl drain
wrong-arguments | kubectl apply x.yaml
wrong-arguments | kubectl describe
wrong-arguments | kubectl edit
wrong-arguments | git clone
wrong-arguments | git remote add origin
wrong-arguments | git commit -am
unknown-option | git push origin main --forced
wrong-arguments | curl
wrong-arguments | curl -X
wrong-arguments | ssh
wrong-arguments | chmod +x
wrong-arguments | apt-get install
wrong-arguments | helm repo add bitnami
wrong-arguments | helm install
wrong-arguments | helm upgrade web --install
wrong-arguments | docker service create --name web
wrong-arguments | docker build -t web
wrong-arguments | docker build
wrong-arguments | docker tag web
wrong-arguments | docker-compose up -d --scale
wrong-arguments | docker-compose exec web
wrong-arguments | docker-compose logs --tail
wrong-arguments | kubectl port-forward svc/web
wrong-arguments | kubectl set image deployment/web
wrong-arguments | kubectl wait deployment/web
wrong-arguments | kubectl config use-context
wrong-arguments | kubectl auth can-i
wrong-arguments | kubectl cp a b c
wrong-arguments | kubectl taint nodes node1
wrong-arguments | kubectl annotate pod web
wrong-arguments | kubectl create deployment --image=nginx
wrong-arguments | kubectl create namespace
unknown-option | kubectl create service web --tcp=80
wrong-arguments | kubectl create role x --verb=get
wrong-arguments | kubectl explain
wrong-arguments | kubectl delete
wrong-arguments | kubectl delete deploy
wrong-arguments | kubectl delete -n blue
wrong-arguments | kubectl patch deploy web
wrong-arguments | kubectl autoscale deploy web
wrong-arguments | kubectl diff
wrong-arguments | kubectl replace x.yaml
wrong-arguments | kubectl logs
wrong-arguments | kubectl attach
wrong-arguments | systemctl restart
wrong-arguments | mkdir
wrong-arguments | kubectl get po web -o jsonpath
wrong-arguments | kubectl get po --output
wrong-arguments | docker logs
spaced-dash | docker logs -f --tail 10 - suivre
wrong-arguments | docker pull
wrong-arguments | docker push
wrong-arguments | docker rm
wrong-arguments | docker rm -f
wrong-arguments | docker stop
wrong-arguments | docker inspect
wrong-arguments | docker ps web
wrong-arguments | docker images a b c
wrong-arguments | docker swarm join --token
wrong-arguments | docker node update --availability drain
wrong-arguments | docker stack deploy -c x.yml
wrong-arguments | docker secret create
unknown-option | docker run nginx -d
unknown-option | docker run nginx -p 80:80
html-entity | sleep 3 &amp;
html-entity | echo a &gt; b
html-entity | cat x | grep y &amp;&amp; ls
spaced-assignment | export A = 3
translated-program | exporter A=3
translated-program | chat f | tête -n 3
translated-program | queue -f x
translated-verb | git commutateur -c x
translated-argument | git reset --hard TÊTE~3
waits-for-person | git log HEAD~3..TÊTE
spaced-dash | sudo - i
translated-verb | apt-get installer curl
spaced-dash | docker logs --tail 10 - suivre
spaced-assignment | docker-compose up -d --scale worker = 10
spaced-dash | kubectl get pods - o wide
unknown-option | kubectl get pods --sortie wide
unknown-option | docker run --nom web nginx
unknown-option | docker run --détacher nginx
unknown-option | docker run -d --publier 80:80 nginx
unknown-option | docker-compose up --échelle worker=3
translated-program | tuer %1
translated-program | tuer -9 $PID
translated-program | tuer % 1
translated-program | identifiant -un
spaced-path | cd ~ / dockercoins
translated-program | écho bonjour
translated-program | imprimer a
translated-shell-word | si [ -f x ]; alors echo a; fi
translated-shell-word | pour i dans 1 2 3; faire echo $i; fait
translated-shell-word | tandis que true; do date; done
translated-program | sommeil 3
translated-verb | kubectl créer déploiement web --image=nginx
translated-argument | kubectl get déploiements
translated-argument | kubectl get nœuds
translated-argument | kubectl get noeuds
translated-argument | kubectl get espaces-de-noms
translated-verb | kubectl décrire nœud node1
translated-argument | kubectl delete déploiement web
spaced-url | curl http: //localhost
translated-program | curl -s localhost | moins
translated-program | ls | trier | uniq
spaced-dash | chmod + x run.sh
spaced-dash | mkdir - p a/b
translated-verb | git ajouter .
translated-verb | git commettre -m x
translated-verb | git branche x
translated-verb | git fusionner x
translated-verb | git pousser origine maître
translated-argument | git checkout maître
spaced-assignment | NOM = web
spaced-variable | NOM=web ; echo $ NOM
wrong-arguments | docker tag web : v1
spaced-dash | docker build - t web .
translated-verb | npm installer
translated-verb | npm courir construire
translated-verb | helm installer x y
translated-verb | systemctl redémarrer docker
translated-program | vrai
translated-program | faux
translated-program | attendre
translated-program | sortie
translated-program | définir -e
spaced-dash | wget - O x http://y
spaced-dash | tar - xzf x.tgz
spaced-dash | python - m http.server
spaced-dash | watch - n 1 kubectl get po
spaced-dash | curl - v localhost
spaced-assignment | kubectl get pods -l app = web
translated-verb | docker network créer x
translated-verb | docker volume lister
translated-verb | docker image élaguer
translated-verb | docker conteneur ls
translated-verb | docker essaim init
translated-verb | docker-compose journaux -f
translated-verb | kubectl journaux web
translated-verb | kubectl échelle deploy web --replicas=3
translated-verb | kubectl échelle deploy web --répliques=3
translated-verb | kubectl exposer deploy web --port=80
translated-verb | kubectl exposer deploy web --type=NodePort --port = 80
translated-verb | kubectl appliquer -f x.yaml
translated-verb | kubectl appliquer -f x .yaml
`;

// More of them, by what is wrong with them.
const more = readFileSync(new URL('commands/faults.txt', import.meta.url), 'utf8');

test.each(
  `${faults}${more}`
    .trim()
    .split('\n')
    .map((line) => {
      const at = line.indexOf(' | ');
      return [line.slice(at + 3), line.slice(0, at)] as const;
    }),
)('%s: %s', (command, rule) => {
  const deck = `.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n]\n`;
  expect(lintDeck(deck, { file: 'a.md', rules: builtinRules }).map((message) => message.rule)).toContain(rule);
});

// Courses of several steps: a line with ! has a fault in a name, a label, a file or a tag; the others are right.
const decks = readFileSync(new URL('commands/decks.txt', import.meta.url), 'utf8')
  .split(/^=== /m)
  .slice(1);

test.each(decks.map((deck) => [deck.split('\n', 1)[0] ?? '', deck] as const))('names over a course: %s', (_, deck) => {
  const lines = deck.trimEnd().split('\n').slice(1);
  const text = lines.map((line) => line.replace(/^!/, '')).join('\n');
  const found = lintDeck(`.exercise[\n\n\`\`\`bash\n${text}\n\`\`\`\n\n]\n`, { file: 'a.md', rules: builtinRules });
  const names =
    /^(?:unknown-name|missing-file|wrong-label|image-tag|unset-variable|wrong-port|unknown-option|wrong-arguments)$/;
  const told = new Set(found.filter(({ rule }) => names.test(rule)).map(({ line }) => line - 4));
  expect([...told].sort((one, other) => one - other).map((index) => lines[index])).toEqual(
    lines.filter((line) => line.startsWith('!')),
  );
});
