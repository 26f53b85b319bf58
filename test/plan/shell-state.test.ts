import { expect, test } from 'vitest';
import { shellStateOf } from '../../src/plan/shell-state.ts';

test.each([
  ['A=1', ['A'], [], true],
  ['export A=1 B=$C', ['A', 'B'], ['C'], true],
  ['A=1 program $B', [], ['B'], false],
  ['A=1; echo $A', ['A'], [], true],
  ['echo $A; A=1', ['A'], ['A'], true],
  ['echo "${A}/x" ${B:-y} ${#C}', [], ['A', 'B', 'C'], false],
  ["echo '$A'", [], [], false],
  ['read NAME', ['NAME'], [], true],
  ['for I in $LIST; do echo $I; done', ['I'], ['LIST', 'I'], true],
  ['PORT=$(kubectl get svc $NAME | jq .)', ['PORT'], ['NAME'], true],
  ['(A=1)', [], [], false],
  ['A=1 &', [], [], false],
  ['echo a | read A', [], [], false],
  ['cd /tmp', [], [], true],
  ['alias k=kubectl', [], [], true],
  ['f() { A=1; }', ['A'], [], true],
  ['kubectl get pods', [], [], false],
  ['if fi', [], [], false],
])('%s', (text, sets, uses, changes) => {
  const state = shellStateOf(text);
  expect([[...state.sets], [...state.uses], state.changes]).toEqual([sets, uses, changes]);
});
