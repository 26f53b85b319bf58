import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { planDeck } from '../../src/plan/plan.ts';

const root = resolve(import.meta.dirname, '../..');

function plan(file: string) {
  const deck = parseDeck(readFileSync(resolve(root, file), 'utf8'), { file });
  const { plan: made, messages } = planDeck(deck);
  const steps = made.steps.map(({ action, input, place, policy, expectations }) => {
    const expected = expectations.map(({ matcher, origin }) => `${matcher} (${origin})`).join(', ');
    return [place.line, action, input.split('\n')[0], policy, expected].filter(Boolean).join(' | ');
  });
  return { steps, messages: [...deck.messages, ...messages].map(({ rule, line }) => `${rule} ${line}`), made };
}

test('the shipped course: every step, how it runs, and what it expects', () => {
  const { steps, messages } = plan('slides/ourapponkube_fr.md');
  expect(messages).toEqual([]);
  expect(steps).toMatchInlineSnapshot(`
    [
      "77 | bash | kubectl create deployment registry --image=registry:2 | once",
      "82 | bash | kubectl expose deploy/registry --port=5000 --type=NodePort | once",
      "97 | bash | kubectl describe svc/registry | eventually | ellipsis (snippet)",
      "103 | bash | NODEPORT=$(kubectl get svc/registry -o json | jq .spec.ports[0].nodePort) | eventually",
      "119 | bash | curl $REGISTRY/v2/_catalog | eventually | json (fence)",
      "142 | bash | docker pull busybox | once",
      "149 | bash | docker push $REGISTRY/busybox | once",
      "165 | bash | curl $REGISTRY/v2/_catalog | eventually | json (fence)",
      "185 | bash | cd ~/container.training/stacks | once",
      "190 | bash | export REGISTRY | once",
      "260 | bash | kubectl create deployment redis --image=redis | once",
      "265 | bash | for SERVICE in hasher rng webui worker; do | once",
      "284 | bash | kubectl logs deploy/rng | eventually | text (snippet), text (snippet)",
      "318 | bash | kubectl expose deployment redis --port 6379 | once",
      "335 | bash | kubectl logs deploy/worker --follow | detached",
      "342 | wait | Coin found: | once",
      "344 | key | ^C | once",
      "366 | bash | kubectl expose deploy/webui --type=NodePort --port=80 | once",
      "371 | bash | kubectl get svc | eventually | ellipsis (snippet)",
      "389 | open | http://node1:3xxxx/ | eventually | text (snippet)",
    ]
  `);
});

test('the seed as it came: the same steps in spite of its encoding, and what is wrong with it', () => {
  const { steps, messages, made } = plan('test/fixtures/seed/ourapponkube_fr.md');
  expect(messages).toEqual(['mojibake 13']);
  expect(made.watchedVariables).toEqual(['NODEPORT']);
  expect(made.steps.map(({ slide }) => slide.title)).toContain('Déployer un registre auto-hébergé');
  expect(steps).toMatchInlineSnapshot(`
    [
      "77 | bash | kubectl run registry --image=registry:2 | once",
      "82 | bash | kubectl expose deploy/registry --port=5000 --type=NodePort | once",
      "97 | bash | kubectl describe svc/registry | eventually",
      "102 | bash | NODEPORT=$(kubectl get svc/registry -o json | jq .spec.ports[0].nodePort) | eventually",
      "118 | bash | curl $REGISTRY/v2/_catalog | eventually | json (fence)",
      "140 | bash | docker pull busybox | once",
      "146 | bash | docker push $REGISTRY/busybox | once",
      "161 | bash | curl $ REGISTRY / v2 / _catalog | eventually | json (fence)",
      "181 | bash | cd ~/container.training/stacks | once",
      "186 | bash | export REGISTRY | once",
      "255 | bash | kubectl run redis --image=redis | once",
      "260 | bash | for SERVICE in hasher rng webui worker; do | once",
      "279 | bash | kubectl logs deploy/rng | eventually",
      "307 | bash | kubectl expose deployment redis --port 6379 | once",
      "324 | bash | kubectl logs deploy/worker --follow | endless",
      "349 | bash | kubectl expose deploy/webui --type=NodePort --port=8080 | once",
      "354 | bash | kubectl obtenir svc | once",
      "368 | open | http://node-ip-address:3xxxx/ | eventually",
    ]
  `);
});
