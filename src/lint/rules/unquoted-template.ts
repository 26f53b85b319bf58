import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { commandsOf } from '../commands.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

const templated = new Set([
  'kubectl',
  'docker',
  'docker-compose',
  'helm',
  'oc',
  'podman',
  'crictl',
  'nerdctl',
  'stern',
  'argo',
]);

/** `docker inspect -f {{ .Id }} web`. */
export const unquotedTemplate: LintRule = {
  id: 'unquoted-template',
  severity: 'error',
  examples: [
    { title: 'blanks in it', deck: inExercise('docker inspect -f {{ .Id }} web'), at: ['4:19'] },
    { title: 'a comma in braces', deck: inExercise('docker ps --format {{.ID}},{{.Names}}{a,b}'), at: ['4:20'] },
    { title: 'a string in it', deck: inExercise('docker ps --format {{.ID}}{{"\\t"}}{{.Names}}'), at: ['4:20'] },
    {
      title: 'a jsonpath with blanks',
      deck: inExercise('kubectl get pods -o jsonpath={range .items[*]}{.metadata.name}{end}'),
      at: ['4:21'],
    },
    {
      title: 'in quotes',
      deck: inExercise(`docker inspect -f '{{ .Id }}' web\nkubectl get po -o jsonpath="{.items[*].metadata.name}"`),
      at: [],
    },
    {
      title: 'nothing for the shell in it',
      deck: inExercise('docker inspect -f {{.Id}} web\nkubectl get svc x -o jsonpath={.spec.clusterIP}'),
      at: [],
    },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      for (const { name, args } of commandsOf(piece)) {
        if (!templated.has(name.value)) continue;
        const at = args.findIndex(({ text }) => isSplit(text) || isChanged(text));
        const word = args[at];
        if (!word) continue;
        const last = isSplit(word.text) ? (args.slice(at + 1).find(({ text }) => closes(text)) ?? word) : word;
        report(
          piece.span(word.start, last.end),
          message('lint/unquoted-template', { template: piece.text.slice(word.start, last.end) }),
          {
            severity: weightOf(piece),
          },
        );
      }
    }
  },
};

/** A template that begins in this word and does not end in it. */
function isSplit(text: string): boolean {
  const bare = withoutQuotes(text);
  if (!/\{\{|^(?:jsonpath=)?\{(?:range|\.)/.test(bare) || bare.startsWith('$')) return false;
  return count(bare, '{') > count(bare, '}');
}

function closes(text: string): boolean {
  const bare = withoutQuotes(text);
  return count(bare, '}') > count(bare, '{');
}

/** bash takes away the quotes of a string in it, or expands braces. */
function isChanged(text: string): boolean {
  const template = /\{\{[^{}]*["'][^{}]*\}\}/.exec(text);
  const isQuoted = /^[^{]*["']/.test(text);
  return (
    !isQuoted &&
    (template !== null || (text.includes('{{') && /(?<!\{)\{[^{}]*,[^{}]*\}(?!\})/.test(withoutQuotes(text))))
  );
}

function withoutQuotes(text: string): string {
  return text.replace(/'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^]/g, '');
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
