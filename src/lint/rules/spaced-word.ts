import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { calledBy, commandsOf, type FoundCommand, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { programs } from '../programs.ts';
import type { LintRule } from '../rule.ts';

/** What files that courses write and read end with; names that a file may have as a whole (`.env`) are not here. */
const endings =
  /^(?:txt|ya?ml|md|json|py|js|ts|sh|sql|html|css|conf|csv|log|tar|gz|tgz|zip|go|rb|java|xml|toml|ini|pem|crt|png|svg)$/;
/** Programs to whose operands a lone colon or at sign is nothing. */
const withColons = new Set(['docker', 'docker-compose', 'kubectl', 'scp', 'rsync', 'podman', 'helm']);
const withAts = new Set(['ssh', 'scp', 'rsync', 'git', 'sftp', 'ssh-copy-id']);
const refs = /^(?:HEAD|[\w/-]*(?:main|master|origin)[\w/-]*|v\d[\w.]*|[0-9a-f]{7,40})$/;

// `* .txt`, `*. txt`, as a word of its own.
const spacedGlob = new RegExp(`(?<=[ \\t])\\*(?: ?\\. | \\.)${endings.source.slice(1, -1)}(?=[\\s;|]|$)`, 'gm');

/** `redis : 7`, `user @ node2`, `HEAD ~ 1`, `web .yaml`, `./ run.sh`: blanks in the middle of a name. */
export const spacedWord: LintRule = {
  id: 'spaced-word',
  severity: 'error',
  examples: [
    {
      title: 'colons',
      deck: inExercise('docker pull redis : 7\ndocker run -p 80 : 80 nginx\ndocker build -t web: v1 .'),
      at: ['4:13', '5:15', '6:17'],
      fixed: inExercise('docker pull redis:7\ndocker run -p 80:80 nginx\ndocker build -t web:v1 .'),
    },
    {
      title: 'at signs',
      deck: inExercise('ssh user @ node2\nssh user @node2\ngit clone git @ github.com:a/b.git'),
      at: ['4:5', '5:5', '6:11'],
      fixed: inExercise('ssh user@node2\nssh user@node2\ngit clone git@github.com:a/b.git'),
    },
    {
      title: 'revisions',
      deck: inExercise('git reset HEAD ~ 1\ngit reset HEAD ~1\ngit show HEAD ^\ngit diff main .. dev'),
      at: ['4:11', '5:11', '6:10', '7:10'],
      fixed: inExercise('git reset HEAD~1\ngit reset HEAD~1\ngit show HEAD^\ngit diff main..dev'),
    },
    {
      title: 'endings of files',
      deck: inExercise('cat notes . txt\nkubectl apply -f web. yaml\nkubectl apply -f web .yaml'),
      at: ['4:5', '5:18', '6:18'],
      fixed: inExercise('cat notes.txt\nkubectl apply -f web.yaml\nkubectl apply -f web.yaml'),
    },
    {
      title: 'patterns of files',
      deck: inExercise('ls * .txt\nfor f in *. md; do wc $f; done'),
      at: ['4:4', '5:10'],
      fixed: inExercise('ls *.txt\nfor f in *.md; do wc $f; done'),
    },
    {
      title: 'scripts',
      deck: inExercise('./ run.sh\nbash . /run.sh'),
      at: ['4:1', '5:6'],
      fixed: inExercise('./run.sh\nbash ./run.sh'),
    },
    {
      title: 'programs and names with a hyphen',
      deck: inExercise('docker - compose up\napt - get update\nkubectl get pods -n kube - system'),
      at: ['4:1', '5:1', '6:21'],
      fixed: inExercise('docker-compose up\napt-get update\nkubectl get pods -n kube-system'),
    },
    {
      title: 'what may stand alone',
      deck: inExercise(
        'docker build . -t web:v1\ngit add .. .gitignore\ngit diff HEAD -- a\ncp notes .. \necho a : b @ c\n: > x\n. ~/.bashrc\ngit add .env\ncp ./ x\ngit log HEAD ^main\nkubectl port-forward pod/web :80',
      ),
      at: [],
    },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      for (const { 0: written, index } of piece.text.matchAll(spacedGlob)) {
        const span = piece.span(index, index + written.length);
        report(span, message('lint/spaced-word', { right: written.replaceAll(' ', '') }), {
          severity: weightOf(piece),
          fix: [{ ...span, text: written.replaceAll(' ', '') }],
        });
      }
      for (const command of commandsOf(piece)) {
        for (const { from, to } of spacedIn(command)) {
          const written = piece.text.slice(from.start, to.end);
          // A line that goes on below is another matter.
          if (/[\\\n]/.test(written)) continue;
          const right = written.replace(/[ \t\u00a0]+/g, '');
          const span = piece.span(from.start, to.end);
          const severity = weightOf(piece);
          report(span, message('lint/spaced-word', { right }), {
            severity,
            fix: severity === 'error' ? [{ ...span, text: right }] : undefined,
          });
        }
      }
    }
  },
};

interface Range {
  readonly from: PlacedWord;
  readonly to: PlacedWord;
}

function spacedIn(command: FoundCommand): Range[] {
  const { name, args } = command;
  const [first, second] = args;
  if (name.text === './' && first && /^[\w.-]+$/.test(first.text)) return [{ from: name, to: first }];
  if (/^(?:ba|z)?sh$/.test(name.text) && first?.text === '.' && second && /^\/[\w./-]+$/.test(second.text))
    return [{ from: first, to: second }];
  if (first?.text === '-' && second && isHyphenated(`${name.text}-${second.text}`)) return [{ from: name, to: second }];
  const { program, words } = calledBy(command);
  const found: Range[] = [];
  for (let at = 0; at < words.length; at++) {
    const [left, middle, right] = [words[at], words[at + 1], words[at + 2]];
    if (!left || !middle) break;
    const to = joinedBy(program, left, middle, right, words[at - 1]);
    if (!to) continue;
    found.push({ from: left, to });
    at = words.indexOf(to);
  }
  return found;
}

/** The last of some words that were one; undefined where they are several. */
function joinedBy(
  program: string,
  left: PlacedWord,
  middle: PlacedWord,
  right: PlacedWord | undefined,
  before: PlacedWord | undefined,
): PlacedWord | undefined {
  const isName = /^[\w$][\w./${}-]*$/.test(left.text);
  const isPart = right !== undefined && /^[\w$][\w.:/${}~-]*$/.test(right.text);
  if (withColons.has(program)) {
    if (isName && middle.text === ':' && isPart) return right;
    if (/^[\w$][\w./${}-]*:$/.test(left.text) && /^[\w$][\w.${}-]*$/.test(middle.text) && program !== 'scp')
      return middle;
    // `port-forward pod/web :80`: kubectl chooses the other port.
    if (program.startsWith('docker') && isName && /^:[\w$][\w.${}-]*$/.test(middle.text) && before) return middle;
  }
  if (withAts.has(program)) {
    if (isName && middle.text === '@' && isPart) return right;
    if (program !== 'git' && isName && /^@[\w$][\w.:/${}-]*$/.test(middle.text)) return middle;
  }
  if (program === 'git') {
    if (left.text === 'HEAD' && /^[~^]$/.test(middle.text))
      return right && /^\d{1,3}$/.test(right.text) ? right : middle;
    if (left.text === 'HEAD' && /^[~^]\d{1,3}$/.test(middle.text)) return middle;
    if (refs.test(left.text) && /^\.{2,3}$/.test(middle.text) && isPart) return right;
  }
  if (before?.text === '-n' || before?.text === '--namespace') {
    if (left.text === 'kube' && middle.text === '-' && right && /^(?:system|public|node-lease)$/.test(right.text))
      return right;
  }
  if (!isName || left.text.startsWith('$')) return undefined;
  if (left.text.endsWith('.') && endings.test(middle.text)) return middle;
  if (left.text.includes('.')) return undefined;
  if (middle.text === '.' && right && endings.test(right.text)) return right;
  return middle.text.startsWith('.') && endings.test(middle.text.slice(1)) ? middle : undefined;
}

function isHyphenated(name: string): boolean {
  return (
    name.includes('-') &&
    (programs.has(name) || /^(?:apt-cache|apt-key|ssh-keygen|ssh-copy-id|docker-machine)$/.test(name))
  );
}
