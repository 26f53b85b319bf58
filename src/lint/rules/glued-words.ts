import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { calledBy, commandsOf, type FoundCommand } from '../commands.ts';
import { inExercise } from '../example.ts';
import { grammarOf } from '../grammar/grammar.ts';
import { programs } from '../programs.ts';
import type { LintRule } from '../rule.ts';
import { verbs } from '../verbs.ts';

/** `kubectlget pods`, `docker run-d`, `deploy/web--follow`, `[-f x]`: a blank that was lost. */
export const gluedWords: LintRule = {
  id: 'glued-words',
  severity: 'error',
  examples: [
    {
      title: 'a program and its sub-command',
      deck: inExercise('kubectlget pods\ngitcommit -m x'),
      at: ['4:1', '5:1'],
      fixed: inExercise('kubectl get pods\ngit commit -m x'),
    },
    {
      title: 'a sub-command and an option',
      deck: inExercise('docker run-d nginx'),
      at: ['4:8'],
      fixed: inExercise('docker run -d nginx'),
    },
    {
      title: 'a name and an option',
      deck: inExercise('kubectl logs deploy/web--follow'),
      at: ['4:14'],
      fixed: inExercise('kubectl logs deploy/web --follow'),
    },
    {
      title: 'the brackets of a test',
      deck: inExercise('[-f x ] && ls\n[ -f x] && ls\nif [-z "$A" ]; then ls; fi'),
      at: ['4:1', '5:6', '6:4'],
      fixed: inExercise('[ -f x ] && ls\n[ -f x ] && ls\nif [ -z "$A" ]; then ls; fi'),
    },
    {
      title: 'names with hyphens, brackets that match files',
      deck: inExercise('git cherry-pick a\ndocker logs my--follower\nls [ab]\ndockerd --help\nkubectl-ns x\necho a]'),
      at: [],
    },
    { title: 'an alias of the deck', deck: inExercise('alias gitlog="git log --oneline"\ngitlog'), at: [] },
  ],
  check({ code, text }, report) {
    for (const piece of code.filter(isTyped)) {
      for (const command of commandsOf(piece)) {
        const found = gluedIn(command);
        if (!found || text.includes(`alias ${command.name.text}=`) || text.includes(`${command.name.text}()`)) continue;
        const [left, right] = [piece.text.slice(found.start, found.at), piece.text.slice(found.at, found.end)];
        const severity = weightOf(piece);
        const place = piece.span(found.at, found.at).start;
        report(piece.span(found.start, found.end), message('lint/glued-words', { right: `${left} ${right}` }), {
          severity,
          fix: severity === 'error' ? [{ start: place, end: place, text: ' ' }] : undefined,
        });
      }
    }
  },
};

/** A word, and where a blank is missing in it. */
interface Glued {
  readonly start: number;
  readonly at: number;
  readonly end: number;
}

function gluedIn(command: FoundCommand): Glued | undefined {
  const { name, args } = command;
  const bracket = /^(\[\[?)-[a-z]$/.exec(name.text);
  if (bracket) return { start: name.start, at: name.start + (bracket[1]?.length ?? 1), end: name.end };
  const last = args.at(-1);
  if (name.text === '[' && last && last.text !== ']' && /[^[\]]\]$/.test(last.text)) {
    return { start: last.start, at: last.end - 1, end: last.end };
  }
  for (const [program, { known }] of Object.entries(verbs)) {
    const verb = name.text.slice(program.length);
    if (name.text.startsWith(program) && verb.length > 2 && known.has(verb) && !programs.has(name.text)) {
      return { start: name.start, at: name.start + program.length, end: name.end };
    }
  }
  return gluedOption(command);
}

function gluedOption(command: FoundCommand): Glued | undefined {
  const { program, words } = calledBy(command);
  const list = Object.hasOwn(verbs, program) ? verbs[program] : undefined;
  const grammar = list && grammarOf(program);
  const [verb] = words;
  if (!list || !grammar || !verb) return undefined;
  const [, start = '', letters = ''] = /^([a-z]{2,20})-([a-zA-Z]{1,3})$/.exec(verb.text) ?? [];
  if (start !== '' && list.known.has(start) && !list.known.has(verb.text)) {
    const options = grammar.command([start])?.options;
    if (Array.from(letters).every((letter) => options?.has(`-${letter}`) === true || grammar.common.has(`-${letter}`)))
      return { start: verb.start, at: verb.start + start.length, end: verb.end };
  }
  const options = grammar.command(words.map(({ value }) => value))?.options;
  for (const word of words) {
    const [, left = '', option = ''] = /^([a-z][\w./:]*[\w])(--[a-z][a-z-]+)(?:=.*)?$/i.exec(word.text) ?? [];
    if (left !== '' && (options?.has(option) === true || grammar.common.has(option)))
      return { start: word.start, at: word.start + left.length, end: word.end };
  }
  return undefined;
}
