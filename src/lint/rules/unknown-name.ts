import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import { judge } from '../names/judge.ts';
import { keyOf } from '../names/name.ts';
import type { LintRule } from '../rule.ts';

/** `get configmap regsitry`, five lines after `create configmap registry`. */
export const unknownName: LintRule = {
  id: 'unknown-name',
  severity: 'warning',
  examples: [
    {
      title: 'nearly a name that was made',
      deck: inExercise('kubectl create configmap registry --from-literal=a=b\nkubectl get configmap regsitry -o yaml'),
      at: ['5:23'],
      fixed: inExercise('kubectl create configmap registry --from-literal=a=b\nkubectl get configmap registry -o yaml'),
    },
    {
      title: 'a deployment that no step makes',
      deck: inExercise('kubectl create deployment clock --image=jpetazzo/clock\nkubectl describe deployment web'),
      at: ['5:29'],
    },
    {
      title: 'a namespace, a container, a network, a volume',
      deck: inExercise(
        'kubectl create namespace blue\nkubectl get pods -n bleu\ndocker run -d --name webserver nginx\ndocker logs websrever\n' +
          'docker network create frontend\ndocker run --net frontned nginx\ndocker volume create database\ndocker volume inspect databse',
      ),
      at: ['5:21', '7:13', '9:18', '11:23'],
      fixed: inExercise(
        'kubectl create namespace blue\nkubectl get pods -n blue\ndocker run -d --name webserver nginx\ndocker logs webserver\n' +
          'docker network create frontend\ndocker run --net frontend nginx\ndocker volume create database\ndocker volume inspect database',
      ),
    },
    {
      title: 'in a loop',
      deck: inExercise(
        'for N in hasher rng; do\nkubectl create deployment $N --image=x\ndone\nkubectl expose deployment rng --port 80\nkubectl expose deployment hashr --port 80',
      ),
      at: ['8:27'],
      fixed: inExercise(
        'for N in hasher rng; do\nkubectl create deployment $N --image=x\ndone\nkubectl expose deployment rng --port 80\nkubectl expose deployment hasher --port 80',
      ),
    },
    {
      title: 'a branch',
      deck: inExercise('git checkout -b feature\ngit checkout main\ngit merge faeture'),
      at: ['6:11'],
      fixed: inExercise('git checkout -b feature\ngit checkout main\ngit merge feature'),
    },
    {
      title: 'of a manifest in a heredoc',
      deck: inExercise(
        'kubectl apply -f- <<EOF\nkind: Deployment\nmetadata:\n  name: registry\nEOF\nkubectl get deployment regsitry',
      ),
      at: ['9:24'],
      fixed: inExercise(
        'kubectl apply -f- <<EOF\nkind: Deployment\nmetadata:\n  name: registry\nEOF\nkubectl get deployment registry',
      ),
    },
    {
      title: 'of a file that nobody can read',
      deck: inExercise('kubectl create deployment a --image=x\nkubectl apply -f x.yaml\nkubectl get deployment web'),
      at: [],
    },
    {
      title: 'nothing of the kind is made here',
      deck: inExercise('kubectl get deployment web\nkubectl logs deploy/web\ndocker logs web'),
      at: [],
    },
    {
      title: 'what is there from the beginning',
      deck: inExercise(
        'kubectl create namespace x\nkubectl get pods -n kube-system\nkubectl create service clusterip web --tcp=80\nkubectl get service kubernetes',
      ),
      at: [],
    },
    {
      title: 'names that differ in a number or an end',
      deck: inExercise(
        'kubectl create deployment web1 --image=x\nkubectl create deployment web2 --image=x\nkubectl get deployment web1\nkubectl get pods web1-5d8f7b9c4d-x2x4z',
      ),
      at: [],
    },
  ],
  check(document, report) {
    const { names } = document;
    for (const ask of names.asks) {
      const judgement = judge(ask, names.made, document.provided);
      if (!judgement) continue;
      const { meant } = judgement;
      const { kind, name } = ask;
      const words = message('lint/unknown-name', { kind, name, meant });
      // An option's word holds its own name, too.
      const at = document.text.slice(ask.start, ask.end).indexOf(name);
      const span =
        at < 0 ? nameAfter(document.text, ask.end, name) : { start: ask.start + at, end: ask.start + at + name.length };
      report(span ?? ask, words, {
        unless: keyOf(ask),
        severity: meant === undefined ? 'warning' : 'error',
        fix: meant === undefined || !span ? undefined : [{ ...span, text: meant }],
      });
    }
  },
};

/** The value of an option, in the next word. */
function nameAfter(text: string, from: number, name: string): { start: number; end: number } | undefined {
  const start = text.indexOf(name, from);
  return start < 0 || start > from + 3 ? undefined : { start, end: start + name.length };
}
