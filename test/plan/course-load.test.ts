import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { builtinMatchers } from '../../src/match/matchers.ts';
import { loadOf } from '../../src/plan/course-load.ts';
import { planDeck } from '../../src/plan/plan.ts';

test.each([
  ['kubectl create deployment web --image=nginx', 1, 0],
  ['kubectl create deployment web --image=nginx --replicas=3', 3, 0],
  ['kubectl create deployment web --image=nginx\nkubectl scale deployment web --replicas=10', 10, 0],
  ['for SERVICE in hasher rng webui worker; do kubectl create deployment $SERVICE --image=$R/$SERVICE; done', 4, 0],
  ['kubectl run shell --rm -ti --image alpine', 1, 0],
  ['kubectl apply -f dockercoins.yaml', 5, 0],
  ['sudo docker run -d -p 80:80 nginx', 1, 0],
  ['docker-compose build', 0, 5],
  ['docker compose up -d', 5, 0],
  ['docker build -t web .', 0, 1],
  ['docker service create --replicas=4 nginx', 4, 0],
  ['kubectl get pods; docker ps; echo kubectl run x', 0, 0],
])('%s', (command, workloads, builds) => {
  const deck = parseDeck(`# A\n\n.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n]\n`, { file: 'deck.md' });
  expect(loadOf(planDeck(deck, { matchers: builtinMatchers }).plan)).toEqual({ steps: 1, workloads, builds });
});
