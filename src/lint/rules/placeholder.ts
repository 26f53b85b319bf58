import { message } from '../../messages/message.ts';
import { nearest } from '../../plan/nearest.ts';
import { inExercise } from '../example.ts';
import { placeholdersIn } from '../placeholders.ts';
import type { LintRule } from '../rule.ts';
import { runCode } from '../shell.ts';

/** What a person has to replace before a command can be run. */
export const placeholder: LintRule = {
  id: 'placeholder',
  severity: 'warning',
  examples: [
    { title: 'an address', deck: inExercise('ssh X.X.X.X'), at: ['4:5'] },
    { title: 'another address', deck: inExercise('ssh docker@A.B.C.D'), at: ['4:12'] },
    { title: 'angle brackets', deck: inExercise('ping <ClusterIP>'), at: ['4:6'] },
    { title: 'several words', deck: inExercise('curl http://<your node>/'), at: ['4:13'] },
    { title: 'a port', deck: inExercise('curl localhost:3xxxx'), at: ['4:17'] },
    { title: 'a name', deck: inExercise('kubectl logs web-xxxxx'), at: ['4:18'] },
    { title: 'your', deck: inExercise('docker login -u YOUR_NAME'), at: ['4:17'] },
    { title: 'something left out', deck: inExercise('kubectl apply -f ...'), at: ['4:18'] },
    {
      title: 'a variable of the deck that nobody sets',
      deck: inExercise('git clone @@GITRPEO@@ @@GITREPO@@'),
      variables: ['GITREPO'],
      at: ['4:11'],
      fixed: inExercise('git clone @@GITREPO@@ @@GITREPO@@'),
    },
    { title: 'a variable of a manifest that nobody knows', deck: inExercise('git clone @@GITREPO@@'), at: [] },
    { title: 'brackets', deck: inExercise('export KEY=[Enter your key]\nping [[HOST1_IP]]'), at: ['4:12', '5:6'] },
    { title: 'of another lab format', deck: inExercise('curl http://{{host}}:8080/'), at: ['4:13'] },
    { title: 'a path', deck: inExercise('cd /path/to/your/project'), at: ['4:4'] },
    {
      title: 'templates',
      deck: inExercise("docker inspect -f '{{.Id}}' x\nhelm template x --set a='{{ b }}'\nls [abc]*\n[ -f x ]"),
      at: [],
    },
    {
      title: 'redirections',
      deck: inExercise('sort <names >sorted\nsort <names>sorted\ncat <<EOF >sorted\nEOF'),
      at: [],
    },
    { title: 'quoted markup', deck: inExercise("echo '<b>' > page.html"), at: [] },
    { title: 'markup in a file', deck: inExercise('cat > page.html <<EOF\n<title> xxxxx\nEOF'), at: [] },
    { title: 'a remark', deck: inExercise('ls # FIXME ...'), at: [] },
    { title: 'ranges and patterns', deck: inExercise('git diff main...next\ngo test ./...\nls xxx'), at: [] },
    { title: 'a variable', deck: inExercise('YOUR_NAME=me\necho $YOUR_NAME'), at: [] },
  ],
  check(document, report) {
    for (const piece of runCode(document)) {
      for (const { text, start, end } of placeholdersIn(piece)) {
        if (piece.text[end] === '=') continue;
        report(piece.span(start, end), message('lint/placeholder', { text }));
      }
      if (!document.variables) continue;
      for (const { 0: text, 1: name = '', index } of piece.text.matchAll(/@@(\w+)@@/g)) {
        if (document.variables.has(name)) continue;
        const meant = nearest(name, [...document.variables]);
        const span = piece.span(index, index + text.length);
        report(span, message('lint/unknown-variable', { name, meant }), {
          severity: 'error',
          fix: meant === undefined ? undefined : [{ ...span, text: `@@${meant}@@` }],
        });
      }
    }
  },
};
