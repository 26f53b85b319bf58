import { message } from '../../messages/message.ts';
import { type Code, isTyped, weightOf } from '../code.ts';
import { commandsOf, isCommandLike, operandsOf, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { programs } from '../programs.ts';
import type { LintRule, Report } from '../rule.ts';
import { verbs } from '../verbs.ts';

/** More programs, whose names are words, or are hardly ever in a text with a capital letter. */
const everyday = new Set(
  (
    'vi less sort uniq cut wc touch tee xargs diff df du ps chown uname mount tree gzip unzip man date cal clear history id whoami which ' +
    'env printf sqlite3 apk systemctl service top htop read set unset alias exit true false pwd hostname tr'
  ).split(' '),
);

/** `Kubectl get all`: a capital letter where a line begins. */
export const capitalisedCommand: LintRule = {
  id: 'capitalised-command',
  severity: 'error',
  examples: [
    {
      title: 'kubectl',
      deck: inExercise('Kubectl get all'),
      at: ['4:1'],
      fixed: inExercise('kubectl get all'),
    },
    {
      title: 'in a pipeline, after sudo',
      deck: inExercise('sudo Docker ps | Grep x'),
      at: ['4:6', '4:18'],
      fixed: inExercise('sudo docker ps | grep x'),
    },
    {
      title: 'a sub-command, a whole program',
      deck: inExercise('kubectl -n web Get pods\nGIT status\nVi x'),
      at: ['4:16', '5:1', '6:1'],
      fixed: inExercise('kubectl -n web get pods\ngit status\nvi x'),
    },
    { title: 'inline, with a sub-command', deck: 'Run `Kubectl get all`.\n', at: ['1:6'] },
    { title: 'the name of a product in inline code', deck: 'With `Docker` and `Git` it works.\n', at: [] },
    {
      title: 'the output of a command',
      deck: '```bash\n$ docker version\nGit commit: 1\nGo version: 2\n```\n',
      at: [],
    },
    { title: 'operands', deck: inExercise('echo Kubectl; kubectl get Docker'), at: [] },
    {
      title: 'an instruction for a Dockerfile',
      deck: inExercise('ENV x\nMake x=1'),
      at: ['5:1'],
      fixed: inExercise('ENV x\nmake x=1'),
    },
    { title: 'a function of the deck', deck: inExercise('Curl() { curl -s "$@"; }\nCurl localhost'), at: [] },
  ],
  check({ code, text }, report) {
    for (const piece of code.filter(isCommandLike)) {
      for (const { name, args } of commandsOf(piece)) {
        const right = name.value.toLowerCase();
        const [verb] = isTyped(piece) && Object.hasOwn(verbs, right) ? operandsOf(right, args) : [];
        if (verb && /^[A-Z][a-z-]+$/.test(verb.text) && verbs[right]?.known.has(verb.text.toLowerCase()) === true)
          tell(piece, verb, report);
        const isShouted = /^[A-Z]{3,20}$/.test(name.text) && isTyped(piece) && isUseOf(right, args);
        if (
          (!/^[A-Z][a-z0-9-]+$/.test(name.text) && !isShouted) ||
          !(programs.has(right) || (isTyped(piece) && everyday.has(right)))
        )
          continue;
        if (text.includes(`${name.text}()`)) continue;
        if (!isTyped(piece) && !isUseOf(right, args)) continue;
        tell(piece, name, report);
      }
    }
  },
};

function tell(piece: Code, { text: written, start, end }: PlacedWord, report: Report): void {
  const right = written.toLowerCase();
  const span = piece.span(start, end);
  const severity = weightOf(piece);
  report(span, message('lint/capitalised-command', { written, right }), {
    severity,
    fix: severity === 'error' ? [{ ...span, text: right }] : undefined,
  });
}

/** One of the program's sub-commands stands behind it. */
function isUseOf(program: string, args: readonly PlacedWord[]): boolean {
  return Object.hasOwn(verbs, program) && verbs[program]?.known.has(args[0]?.value.toLowerCase() ?? '') === true;
}
