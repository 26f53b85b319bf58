import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { calledBy, commandsOf, operandsOf } from '../commands.ts';
import { inExercise } from '../example.ts';
import { isExpanded } from '../grammar/read-command.ts';
import { redisProblem, unknownInGroup, unknownVerb } from '../grammar/sub-commands.ts';
import { placeholdersIn } from '../placeholders.ts';
import type { LintRule } from '../rule.ts';
import { meantVerbs, verbs } from '../verbs.ts';

/** `docker container delete web`: a word of another program. What was translated, or is nearly right, is told by `translated-verb`. */
export const unknownSubcommand: LintRule = {
  id: 'unknown-subcommand',
  severity: 'error',
  examples: [
    {
      title: 'a word of another program',
      deck: inExercise('kubectl list pods\ndocker delete web\nhelm remove web\napt-get search curl'),
      at: ['4:9', '5:8', '6:6', '7:9'],
    },
    {
      title: 'in a group',
      deck: inExercise('docker container delete web\ngit remote delete x\nkubectl rollout revert deploy/web'),
      at: ['4:18', '5:12', '6:17'],
    },
    {
      title: 'swapped letters',
      deck: inExercise('kubectl gte pods\ndocker rnu nginx\nnpm runn build'),
      at: ['4:9', '5:8', '6:5'],
    },
    { title: 'a kind without a verb', deck: inExercise('kubectl pods'), at: ['4:9'] },
    {
      title: 'of openssl, pip and redis',
      deck: inExercise('openssl reqs -new\npip instal flask\nredis-cli sett a b'),
      at: ['4:9', '5:5', '6:11'],
    },
    {
      title: 'what is there, plugins and aliases of git',
      deck: inExercise(
        'kubectl neat get pod web\nkubectl config current-context\ndocker scout quickview\nhelm diff upgrade web .\ngit config --global alias.undo "reset HEAD~"\ngit undo\n' +
          'git stash\ngit remote -v\nkubectl create quota x\nopenssl dgst -sha256 f\nredis-cli -h db get a\ndocker $VERB web',
      ),
      at: [],
    },
  ],
  check(document, report) {
    // What the deck itself installs or defines.
    const isOwn = (program: string, verb: string): boolean =>
      new RegExp(`alias\\.${verb}\\b|${program}-${verb}\\b|(?:krew|plugin) install [^\\n]{0,80}\\b${verb}\\b`).test(
        document.text,
      );
    for (const piece of document.code.filter(isTyped)) {
      const placeholders = placeholdersIn(piece);
      for (const command of commandsOf(piece)) {
        if (placeholders.some(({ start }) => command.start <= start && start < command.end)) continue;
        const { program, words } = calledBy(command);
        const [verb, sub] = operandsOf(program, words);
        if (!verb || !/^[a-z][a-z-]{1,30}$/i.test(verb.text)) continue;
        const tell = (word: typeof verb, of: string, meant: string | undefined): void => {
          report(
            piece.span(word.start, word.end),
            message('lint/unknown-subcommand', { program: of, written: word.value, meant }),
            { severity: weightOf(piece) },
          );
        };
        if (program === 'redis-cli') {
          const problem = redisProblem(words.slice(words.indexOf(verb)).map(({ value }) => value));
          if (problem && 'meant' in problem) tell(verb, program, problem.meant);
          else if (problem && !words.some(isExpanded)) {
            report(
              piece.span(verb.start, verb.end),
              message('lint/missing-argument', { command: `redis-cli ${verb.value}`, argument: '…', usage: '' }),
              { severity: weightOf(piece) },
            );
          }
          continue;
        }
        const unknown = unknownVerb(program, verb.value);
        if (unknown) {
          // What translated-verb has a word for, or tells of a program that takes no others.
          const list = Object.hasOwn(verbs, program) ? verbs[program] : undefined;
          if (isOwn(program, verb.value) || list?.closed === true || (list && meantVerbs(verb.value, list).length > 0))
            continue;
          tell(verb, program, unknown.meant);
          continue;
        }
        if (!sub || words[words.indexOf(sub) - 1] !== verb || !/^[a-z][a-z-]{1,40}$/.test(sub.text)) continue;
        const inner = unknownInGroup(program, verb.value, sub.value);
        if (inner) tell(sub, `${program} ${verb.value}`, inner.meant);
      }
    }
  },
};
