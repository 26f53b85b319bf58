import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { commandsOf, type FoundCommand, isCommandLike, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { grammarOf } from '../grammar/grammar.ts';
import type { LintRule } from '../rule.ts';
import { meaningsOf } from '../translations/words.ts';

// They read a lone dash as a name (standard input, the other user).
const takesDash = new Set(
  'su login cat tee diff cmp paste join comm sort tar base64 sha256sum md5sum xargs cd printf echo [ test'.split(' '),
);

/** `kubectl get pods - o wide`, `sudo - i`, `chmod + x`. */
export const spacedDash: LintRule = {
  id: 'spaced-dash',
  severity: 'error',
  examples: [
    {
      title: 'a letter',
      deck: inExercise('kubectl get pods - o wide'),
      at: ['4:18'],
      fixed: inExercise('kubectl get pods -o wide'),
    },
    { title: 'letters', deck: inExercise('tar - xzf x.tgz'), at: ['4:5'], fixed: inExercise('tar -xzf x.tgz') },
    { title: 'of sudo', deck: inExercise('sudo - i'), at: ['4:6'], fixed: inExercise('sudo -i') },
    {
      title: 'translated, too',
      deck: inExercise('docker logs web - suivre'),
      at: ['4:17'],
      fixed: inExercise('docker logs web --follow'),
    },
    {
      title: 'a long one',
      deck: inExercise('docker logs web - follow\nkubectl get pods - - watch'),
      at: ['4:17', '5:18'],
      fixed: inExercise('docker logs web --follow\nkubectl get pods --watch'),
    },
    {
      title: 'permissions',
      deck: inExercise('chmod + x run.sh\nchmod u + x run.sh'),
      at: ['4:7', '5:7'],
      fixed: inExercise('chmod +x run.sh\nchmod u+x run.sh'),
    },
    {
      title: 'a job',
      deck: inExercise('kill % 1\nfg % 2\nkill% 1'),
      at: ['4:6', '5:4', '6:1'],
      fixed: inExercise('kill %1\nfg %2\nkill %1'),
    },
    {
      title: 'any program',
      deck: inExercise('curl - v localhost\npython - m http.server\nmkdir - p a/b\nwatch - n 1 date'),
      at: ['4:6', '5:8', '6:7', '7:7'],
      fixed: inExercise('curl -v localhost\npython -m http.server\nmkdir -p a/b\nwatch -n 1 date'),
    },
    {
      title: 'standard input',
      deck: inExercise(
        'cat x | tar xf - -C y\nkubectl apply -f - < x\ndocker build - < Dockerfile\nsu - postgres\ncat - x\necho a - b',
      ),
      at: [],
    },
    { title: 'a sum', deck: inExercise('expr 3 - 1\necho $((3 - 1))'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      if (piece.kind === 'inline') continue;
      for (const command of commandsOf(piece)) {
        const found = spacedIn(command, piece.text);
        if (!found) continue;
        const span = piece.span(found.start, found.end);
        const severity = weightOf(piece);
        report(span, message('lint/spaced-dash', { right: found.text }), {
          severity,
          fix: severity === 'error' ? [{ ...span, text: found.text }] : undefined,
        });
      }
    }
  },
};

function spacedIn(
  { name, args, prefix }: FoundCommand,
  text: string,
): { start: number; end: number; text: string } | undefined {
  const program = name.value.slice(name.value.lastIndexOf('/') + 1);
  const before = prefix.at(-1);
  if (before?.text === '-' && prefix[0]?.text === 'sudo' && /^[a-zA-Z]$/.test(name.text)) {
    return joined(before, name, `-${name.text}`);
  }
  const [job] = args;
  const [, killer] = /^(kill|fg|bg|wait|disown)%$/.exec(name.text) ?? [];
  if (killer !== undefined && job && /^\d$/.test(job.text)) return joined(name, job, `${killer} %${job.text}`);
  for (const [at, dash] of args.entries()) {
    const word = args[at + 1];
    if (!word || !/^[ \t\u00a0]+$/.test(text.slice(dash.end, word.start))) continue;
    if (/^[+-]$/.test(dash.text) && program === 'chmod' && /^[rwxXst]+$/.test(word.text)) {
      const who = args[at - 1];
      return who && /^[ugoa]{1,4}$/.test(who.text)
        ? joined(who, word, `${who.text}${dash.text}${word.text}`)
        : joined(dash, word, `${dash.text}${word.text}`);
    }
    // `kill % 1`: a job of the shell.
    if (dash.text === '%' && /^(?:kill|fg|bg|wait|disown|tuer)$/.test(program) && /^\d+$/.test(word.text)) {
      return joined(dash, word, `%${word.text}`);
    }
    // `--en ligne`: one option in two words.
    const phrase =
      dash.text.startsWith('--') && /^\p{L}+$/u.test(word.text) ? `${dash.text.slice(2)}-${word.text}` : '';
    const [whole] = meaningsOf('options', phrase).filter(
      (each) => isKnown(program, args, `--${each}`) || (program === 'git' && each === 'oneline'),
    );
    if (whole !== undefined) return joined(dash, word, `--${whole}`);
    const isLong = dash.text === '-' && word.text === '-' && args[at + 2] !== undefined;
    if (
      dash.text === '--' &&
      /^[a-z][a-z-]+$/.test(word.text) &&
      at < args.length - 1 &&
      isKnown(program, args, `--${word.text}`) &&
      !word.text.includes('/')
    ) {
      if (program !== 'kubectl' && program !== 'docker') return joined(dash, word, `--${word.text}`);
    }
    if (dash.text !== '-') continue;
    const option = isLong ? args[at + 2] : word;
    if (!option || !/^[\p{L}][\p{L}-]*$/u.test(option.text)) continue;
    if (!isLong && takesDash.has(program) && program !== 'tar' && program !== 'sort') continue;
    const right = meant(program, args, option.text, isLong);
    if (right !== undefined) return joined(dash, option, right);
  }
  return undefined;
}

function joined(
  { start }: PlacedWord,
  { end }: PlacedWord,
  text: string,
): { start: number; end: number; text: string } {
  return { start, end, text };
}

/** What the word behind a lone dash is as an option of the program. */
function meant(program: string, args: readonly PlacedWord[], word: string, isLong: boolean): string | undefined {
  const long = `--${word}`;
  if (word.length > 1 && isKnown(program, args, long)) return long;
  const [translated] = meaningsOf('options', word).filter((each) => isKnown(program, args, `--${each}`));
  if (translated !== undefined) return `--${translated}`;
  if (isLong) return undefined;
  if (word.length === 1) return `-${word}`;
  const letters = Array.from(word).every((letter) => isKnown(program, args, `-${letter}`));
  return letters && word.length <= 5 && /^[a-z]+$/.test(word) && grammarOf(program) !== undefined
    ? `-${word}`
    : undefined;
}

function isKnown(program: string, args: readonly PlacedWord[], option: string): boolean {
  const grammar = grammarOf(program);
  if (!grammar) return false;
  const names = args.map(({ value }) => value).filter((value) => !value.startsWith('-'));
  return grammar.common.has(option) || (grammar.command(names)?.options.has(option) ?? false);
}
