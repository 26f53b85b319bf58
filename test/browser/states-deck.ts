import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function lab(...lines: readonly string[]): string {
  return `.lab[\n\n${lines.join('\n\n')}\n\n]`;
}

function fence(text: string, language = 'bash'): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function item(text: string, command: string): string {
  return `- ${text}\n\n  ${fence(command).replaceAll('\n', '\n  ')}`;
}
const expose = 'kubectl expose deploy/registry --port=5000 --type=NodePort --name=registry-external';

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: worker
  labels:
    app: worker
spec:
  # Combien de copies ?
  replicas: 10
  selector:
    matchLabels:
      app: worker
  template:
    metadata:
      labels:
        app: worker
    spec:
      containers:
        - name: worker
          image: 127.0.0.1:30311/worker:v0.1-with-a-rather-long-tag-as-made-by-a-build@sha256:0123456789abcdef
          env:
            - name: REDIS
              value: redis.default.svc.cluster.local`;

/** Every kind of slide that decks have, in French, whose words are long. The order is that of the states. */
const slides: readonly (readonly [name: string, markdown: string])[] = [
  ['title', 'class: title\n\nNotre application<br/>sur Kubernetes'],
  [
    'idle',
    `## Déployer un registre\n\n- Nous allons créer un *déploiement* et un *service* pour le registre\n\n${lab(
      item('Attendez que le nœud réponde :', 'cat gate > opened'),
      item('Exposez le registre sur un port de chaque nœud :', `echo ${expose}`),
    )}\n\nUn port est choisi entre 30000 et 32767.\n\n???\n\nAttendre que **tout le monde** ait fini.\n\n- Montrer \`kubectl get services\`\n- Rappeler ce qu’est un *NodePort*`,
  ],
  [
    'waiting',
    `## Attendre le registre\n\n${lab(item('Le port apparaît après quelques secondes :', 'cat port'), item('Notez l’adresse du registre :', 'export REGISTRY=127.0.0.1:30311'))}`,
  ],
  [
    'failed',
    `## Test de notre registre\n\n${lab(item('Affichez les dépôts :', `echo '{"repositories": ["web"]}' | tee catalog`))}\n\nNous devrions voir :\n\n${fence('{"repositories": []}', 'json')}`,
  ],
  [
    'causes',
    `## Déployer la pile\n\n${lab(item('Créez le dossier de la pile :', 'mkdir stacks'), item('Envoyez-y le manifeste :', 'cp deck.md "$REGISTRY/v2/"'))}`,
  ],
  ['code', `## Le manifeste\n\nLa ligne qui compte est celle de \`replicas\` :\n\n${fence(manifest, 'yaml')}`],
  [
    'columns',
    '## Deux colonnes\n\n.pull-left[\n### Avant\n\n- une image par service\n- un fichier `docker-compose.yml`\n- un seul nœud\n]\n\n.pull-right[\n### Après\n\n- un déploiement par service\n- des manifestes YAML\n- autant de nœuds que l’on veut\n]\n\nLes deux se ressemblent.',
  ],
  [
    'math',
    '## La file d’attente\n\nLe nombre moyen de travaux est $L = \\lambda W$, et\n\n$$\\rho = \\frac{\\lambda}{\\mu}, \\qquad W = \\frac{1}{\\mu - \\lambda} = \\sum_{n=0}^{\\infty} \\frac{\\rho^n}{\\mu}$$\n\nCe que KaTeX ne connaît pas : $\\nicefracc{1}{2}$.',
  ],
  [
    'diagram',
    '## Qui parle à qui ?\n\n```mermaid\ngraph LR\n  navigateur[Navigateur] --> web[webui]\n  web --> redis[(redis)]\n  worker --> redis\n  worker --> rng\n  worker --> hasher\n```',
  ],
  [
    'placeholders',
    '## Ce qui n’est pas montré\n\n<iframe src="https://other.example/embed"></iframe>\n\n![Un schéma](https://a.example/b.png)\n\n<video src="https://a.example/v.mp4"></video>\n\n![Le logo](absent.png)\n\n<object data="x"></object>',
  ],
  [
    'table',
    `## Les services\n\n| Service | Image | Port | Rôle | Langage | Nœud |\n|---|---|---|---|---|---|\n${['rng', 'hasher', 'webui', 'worker', 'redis'].map((name) => `| ${name} | 127.0.0.1:30311/${name}:v0.1 | 80 | ce que fait ${name} dans l’application | Python | n’importe |`).join('\n')}\n\n> Une citation, avec un [lien](https://kubernetes.io/docs).\n\n1. un\n2. deux`,
  ],
  ['manual', `## À la main\n\n${lab('- Ouvrez l’interface et regardez le compteur.')}`],
  [
    'terminals',
    `## Un second terminal\n\n${lab('<!--\n```terminal journaux```\n-->', item('Suivez les journaux :', 'echo worker-1 started'))}`,
  ],
  ['exit', `## Partir\n\n${lab('<!--\n```terminal 1```\n-->', fence('exit'))}`],
];

export function slideNumber(name: string): number {
  return slides.findIndex(([each]) => each === name) + 1;
}

/** Writes the deck, and a configuration that runs it in a bash whose home is the folder. */
export function writeStatesDeck(folder: string): void {
  writeFileSync(join(folder, 'deck.md'), slides.map(([name, text]) => `name: ${name}\n${text}`).join('\n\n---\n\n'));
  const targets = { local: { type: 'local', env: { HOME: folder } } };
  writeFileSync(
    join(folder, 'runner.config.json'),
    JSON.stringify({ lang: 'fr', decks: { deck: 'deck.md' }, targets }),
  );
  writeFileSync(join(folder, 'password'), 'open sesame\n');
  // `cat gate` runs until somebody writes into it.
  execFileSync('mkfifo', [join(folder, 'gate')]);
  mkdirSync(join(folder, 'stacks'));
}
