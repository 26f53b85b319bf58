import { message } from '../../messages/message.ts';
import { nearest } from '../../plan/nearest.ts';
import { type Code, isTyped, weightOf } from '../code.ts';
import { commandsOf, isCommandLike, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { gitOptionNear, wrongDashWord } from '../grammar/dash-words.ts';
import { grammarOf } from '../grammar/grammar.ts';
import { type ReadCommand, readCommands, type ReadOption } from '../grammar/read-command.ts';
import { isUnknown, takesOthers } from '../grammar/unknown-options.ts';
import type { LintRule, Report } from '../rule.ts';
import { meaningsOf } from '../translations/words.ts';

/** `kubectl get --namspace x`: an option that the program's own help does not know. */
export const unknownOption: LintRule = {
  id: 'unknown-option',
  severity: 'error',
  examples: [
    {
      title: 'a slip of the pen',
      deck: inExercise('kubectl get pods --namspace kube-system'),
      at: ['4:18'],
      fixed: inExercise('kubectl get pods --namespace kube-system'),
    },
    { title: 'of another command', deck: inExercise('docker ps --follow'), at: ['4:11'] },
    {
      title: 'docker compose',
      deck: inExercise('docker compose up --detached'),
      at: ['4:19'],
      fixed: inExercise('docker compose up --detach'),
    },
    { title: 'a letter', deck: inExercise('curl -@ http://x'), at: [] },
    {
      title: 'git',
      deck: inExercise('git commit --mesage x'),
      at: ['4:12'],
      fixed: inExercise('git commit --message x'),
    },
    {
      title: 'helm',
      deck: inExercise('helm install web stable/x --versoin 3'),
      at: ['4:27'],
      fixed: inExercise('helm install web stable/x --version 3'),
    },
    {
      title: 'one dash for a long option',
      deck: inExercise('kubectl get pods -all-namespaces\ndocker run -rm nginx\ndocker run -it -name web nginx'),
      at: ['4:18', '5:12', '6:16'],
      fixed: inExercise('kubectl get pods --all-namespaces\ndocker run --rm nginx\ndocker run -it --name web nginx'),
    },
    {
      title: 'an option of docker behind the image',
      deck: inExercise(
        'docker run nginx -d -p 80:80\ndocker run redis --appendonly yes\ndocker run jpetazzo/httping -c 3 x',
      ),
      at: ['4:18'],
    },
    {
      title: 'of a program with sub-commands of its own',
      deck: inExercise('kubectl krew install --whatever\nkubectl argo list --x'),
      at: [],
    },
    {
      title: 'options of what is run',
      deck: inExercise('docker run nginx --port 3\nkubectl exec web -- ls --color'),
      at: [],
    },
    {
      title: 'everyday ones',
      deck: inExercise(
        'kubectl get po -owide -n x --watch=false\ndocker run -dit --net host -p80:80 nginx\ntail -5 x\ngrep -rn --include=*.ts x .',
      ),
      at: [],
    },
    { title: 'shortened as getopt allows', deck: inExercise('ls --recurs'), at: [] },
    { title: 'shown, not run', deck: '```bash\nkubectl get pods --namspace x\n```\n', at: ['2:18'] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      if (piece.kind === 'inline') continue;
      if (isTyped(piece)) tellDashWords(piece, report);
      for (const command of readCommands(piece)) {
        const late = lateOption(command);
        if (late && isTyped(piece)) {
          const words = message('lint/option-of-later-words', { command: nameOf(command), option: late.text });
          report(piece.span(late.start, late.end), words, { severity: 'warning' });
        }
        const oneDash = command.found.args.find((word) => isOneDash(command, word));
        if (oneDash) {
          const span = piece.span(oneDash.start, oneDash.end);
          const meant = `-${oneDash.text}`;
          report(span, message('lint/unknown-option', { command: nameOf(command), option: oneDash.text, meant }), {
            severity: weightOf(piece),
            fix: [{ ...span, text: meant }],
          });
          continue;
        }
        const option = command.options.find((each) => isUnknown(command, each));
        if (!option) continue;
        const meant = meantOption(command, option);
        // What is neither nearly a known one nor typed is hardly worth a message.
        if (meant === undefined && !isTyped(piece)) continue;
        const span = piece.span(option.word.start, option.word.start + option.name.length);
        const severity = weightOf(piece);
        report(span, message('lint/unknown-option', { command: nameOf(command), option: option.name, meant }), {
          severity,
          fix:
            severity === 'error' &&
            meant !== undefined &&
            (isSlip(option.name, meant) || isTranslated(command, option.name, meant))
              ? [{ ...span, text: meant }]
              : undefined,
        });
      }
    }
  },
};

/** `find . -nmae x`: programs whose options have one dash and several letters. */
function tellDashWords(piece: Code, report: Report): void {
  for (const found of commandsOf(piece)) {
    const wrong = wrongDashWord(found);
    if (!wrong) continue;
    const { word, command, meant } = wrong;
    report(piece.span(word.start, word.end), message('lint/unknown-option', { command, option: word.text, meant }), {
      severity: weightOf(piece),
    });
  }
}

/** The options that a translated one stands for. */
function translationsOf(
  own: ReadonlyMap<string, unknown>,
  common: ReadonlyMap<string, unknown>,
  name: string,
): string[] {
  return meaningsOf('options', name.slice(2))
    .map((each) => `--${each}`)
    .filter((each) => own.has(each) || common.has(each));
}

function nameOf({ program, command }: ReadCommand): string {
  return command.name === '' ? program : `${program} ${command.name}`;
}

/** `docker run nginx -d`: what is meant for docker goes to the image. Only options that hardly any image has. */
function lateOption({ program, command, operands }: ReadCommand): PlacedWord | undefined {
  const [, , inner] = /^(container )?(run|create|exec)$/.exec(command.name) ?? [];
  if ((program !== 'docker' && program !== 'docker-compose') || inner === undefined) return undefined;
  const [, first, second] = operands;
  if (!first) return undefined;
  // What is run in a container has a name, and no dash.
  if (inner === 'exec') return first.text.startsWith('-') ? first : undefined;
  const isOurs =
    /^-(?:d|it|ti|itd|dit|P)$|^--(?:rm|detach|name|publish|publish-all|volume|interactive|tty|network|net|restart|env-file|entrypoint|hostname|mount|memory|cpus)(?:=|$)/.test(
      first.value,
    );
  const isPair =
    (/^-[pv]$/.test(first.value) && second?.value.includes(':') === true) ||
    (first.value === '-e' && /^[A-Z_]\w*=/.test(second?.value ?? ''));
  return isOurs || isPair ? first : undefined;
}

/** `-name` where `--name` is an option, and `-n -a -m -e` are not. */
function isOneDash({ command, grammar, options }: ReadCommand, { text, value }: PlacedWord): boolean {
  if (grammar.from.length === 0 || text !== value || !/^-[a-z][a-z-]{1,30}$/.test(value)) return false;
  const known = (name: string): boolean => command.options.has(name) || grammar.common.has(name);
  if (!known(`-${value}`) || !options.some(({ word }) => word.text === text)) return false;
  const letters = Array.from(value.slice(1));
  // `-all` would be `-a -l -l`.
  const isTwice =
    new Set(letters).size < letters.length && letters.every((letter) => command.options.get(`-${letter}`) === 'none');
  return isTwice || (letters.some((letter) => !known(`-${letter}`)) && !takesRest(command.options, value));
}

/** `-fname`: the first letter is an option that takes the rest for its value. */
function takesRest(options: ReadonlyMap<string, string>, value: string): boolean {
  return options.get(value.slice(0, 2)) === 'value' && value.length < 4;
}

function meantOption({ command, grammar }: ReadCommand, { name }: ReadOption): string | undefined {
  if (grammar === grammarOf('git') && takesOthers('git', command.name)) return gitOptionNear(name);
  if (!name.startsWith('--') || name.length < 5) return undefined;
  const [translated] = translationsOf(command.options, grammar.common, name);
  if (translated !== undefined) return translated;
  const known = [...command.options.keys(), ...grammar.common.keys()].filter((each) => each.startsWith('--'));
  const near = nearest(
    name.slice(2),
    known.map((each) => each.slice(2)),
  );
  return near === undefined ? undefined : `--${near}`;
}

function isTranslated({ command, grammar }: ReadCommand, name: string, meant: string): boolean {
  const found = translationsOf(command.options, grammar.common, name);
  return found.length === 1 && found[0] === meant;
}

/** One letter more, less or other, in a word that is long enough. */
function isSlip(written: string, meant: string): boolean {
  return (
    written.length >= 7 &&
    Math.abs(written.length - meant.length) <= 2 &&
    nearest(written.slice(2), [meant.slice(2)]) !== undefined &&
    written.slice(0, 4) === meant.slice(0, 4)
  );
}
