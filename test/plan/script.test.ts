import { expect, test } from 'vitest';
import { assignedVariables } from '../../src/plan/script.ts';

test.each<[string, string[]]>([
  ['NODEPORT=$(kubectl get svc/registry -o json | jq .spec.ports[0].nodePort)', ['NODEPORT']],
  ['NODEPORT=$(ls)\nREGISTRY=127.0.0.1:$NODEPORT', ['NODEPORT']],
  ['export X=$(ls) Y=1 Z="a `ls`"', ['X', 'Z']],
  ['declare -r X=$(ls)', ['X']],
  ['X=$(ls) && Y=$(pwd)', ['X', 'Y']],
  ['{ X=$(ls); }', ['X']],
  ['X=$(ls) make', []],
  ['(X=$(ls))', []],
  ['f() { X=$(ls); }', []],
  ['if true; then X=$(ls); fi', []],
  ['X=$(ls) &', []],
  ['X=$(ls) | cat', []],
  ['X=${Y:-$(ls)}', ['X']],
  ["X='$(ls)'", []],
  ['echo X=$(ls)', []],
  ['X=$((1 + 1))', []],
  ['', []],
])('%j assigns %j', (text, names) => {
  expect(assignedVariables(text)).toEqual(names);
});
