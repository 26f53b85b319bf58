import { type Message, message } from '../../messages/message.ts';
import { nearest } from '../../plan/nearest.ts';
import { isTyped } from '../code.ts';
import type { LintDocument } from '../document.ts';
import { inExercise, withHidden } from '../example.ts';
import type { LintRule } from '../rule.ts';
import { runCode } from '../shell.ts';
import { variablesIn } from '../variables.ts';

/** Variables that a login shell or the system sets, or that programs read though nobody has to set them. */
const names = new Set(
  (
    'HOME USER LOGNAME PATH HOSTNAME HOSTTYPE OSTYPE MACHTYPE PWD OLDPWD SHELL SHLVL TERM LANG LANGUAGE TZ MAIL EDITOR VISUAL PAGER DISPLAY TMPDIR ' +
    'RANDOM SECONDS LINENO PPID UID EUID GROUPS PS1 PS2 PS3 PS4 IFS OPTARG OPTIND OPTERR REPLY COLUMNS LINES DIRSTACK FUNCNAME PIPESTATUS ' +
    'EPOCHSECONDS EPOCHREALTIME SRANDOM COMP_WORDS COMP_CWORD COMPREPLY MAPFILE COPROC HISTFILE HISTSIZE PROMPT_COMMAND ' +
    'SSH_CONNECTION SSH_CLIENT SSH_TTY SSH_AUTH_SOCK SUDO_USER SUDO_UID SUDO_GID XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_CACHE_HOME TMUX ' +
    'http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY KUBECONFIG DOCKER_HOST COMPOSE_FILE COMPOSE_PROJECT_NAME'
  ).split(' '),
);

function slides(...decks: readonly string[]): string {
  return decks.join('\n---\n\n');
}

/** A variable that nothing sets before it is used. */
export const unsetVariable: LintRule = {
  id: 'unset-variable',
  severity: 'warning',
  examples: [
    { title: 'set nowhere', deck: inExercise('curl $REGISTRY/v2/'), at: ['4:6'] },
    { title: 'once is enough', deck: inExercise('ping $NODE\nssh $NODE'), at: ['4:6'] },
    { title: 'in quotes and braces', deck: inExercise('curl "http://${ADDRESS}/"'), at: ['4:14'] },
    { title: 'in a text for a file', deck: inExercise('cat > x <<EOF\n$NAMESPACE\nEOF'), at: ['5:1'] },
    { title: 'set afterwards', deck: slides(inExercise('echo $TAG'), inExercise('TAG=v1')), at: ['4:6'] },
    { title: 'misspelt', deck: slides(inExercise('REGISTRY=a'), inExercise('curl $REGISTYR/')), at: ['14:6'] },
    { title: 'another number', deck: slides(inExercise('NODE1=a'), inExercise('ssh $NODE2')), at: ['14:5'] },
    { title: 'set before', deck: slides(inExercise('TAG=v1'), inExercise('echo $TAG')), at: [] },
    { title: 'set in the same step', deck: inExercise('export TAG=v1\necho $TAG'), at: [] },
    { title: 'set by a hidden step', deck: slides(withHidden('ls', 'hide TAG=v1'), inExercise('echo $TAG')), at: [] },
    { title: 'set by a loop', deck: inExercise('for I in 1 2; do echo $I; done'), at: [] },
    { title: 'read', deck: inExercise('read NAME REST\necho $NAME $REST'), at: [] },
    { title: 'printed into', deck: inExercise('printf -v LINE %d 3\necho $LINE'), at: [] },
    { title: 'mapped', deck: inExercise('mapfile -t LINES_READ < x\necho ${LINES_READ[0]}'), at: [] },
    { title: 'a default', deck: inExercise('echo ${TAG:-latest} ${OTHER:=x} $OTHER'), at: [] },
    {
      title: 'not expanded',
      deck: inExercise("echo '$TAG' \\$TAG\ncat <<'EOF'\n$TAG\nEOF\nawk '{print $NF}' x"),
      at: [],
    },
    { title: 'the environment', deck: inExercise('echo $HOME $USER $$ $? $1 $RANDOM $LC_ALL'), at: [] },
    { title: 'a script that may set it', deck: inExercise('source ./settings\necho $TAG'), at: [] },
    { title: 'what a program prints', deck: inExercise('eval $(docker-machine env node1)\necho $MACHINE'), at: [] },
    { title: 'the text says how to set it', deck: `- Set it: \`TAG=v1\`\n\n${inExercise('echo $TAG')}`, at: [] },
  ],
  check(document, report) {
    const set = new Set(setInWords(document));
    const pieces = runCode(document).map((piece) => ({ piece, ...variablesIn(piece) }));
    const told = new Set<string>();
    const setSomewhere = new Map<string, number>();
    for (const { piece, sets } of pieces) {
      for (const [name, at] of sets) if (!setSomewhere.has(name)) setSomewhere.set(name, piece.span(at, at).start);
    }
    const known = [...setSomewhere.keys()];
    for (const { piece, uses, sets, unknownFrom } of pieces) {
      for (const { name, start, end } of uses) {
        if (start > unknownFrom) return;
        if (set.has(name) || isInEnvironment(name) || told.has(name) || (sets.get(name) ?? Infinity) <= start) continue;
        told.add(name);
        const later = setSomewhere.get(name);
        const meant = later === undefined ? misspelt(name, known) : undefined;
        const words = wordsAbout(name, meant, later === undefined ? undefined : document.source.point(later).line);
        report(piece.span(start, end), words, { severity: meant === undefined ? 'warning' : 'error' });
      }
      if (unknownFrom < Infinity) return;
      for (const name of sets.keys()) set.add(name);
    }
  },
};

/** Names that are set in what is not run by itself: typed key by key, or told in the text. */
function* setInWords({ code }: LintDocument): Iterable<string> {
  for (const piece of code) {
    if (isTyped(piece) && !piece.inNotes) continue;
    for (const [, name = ''] of piece.text.matchAll(/(?<![\w$])([A-Za-z_]\w{0,60})=/g)) yield name;
  }
}

/** The variable that was most likely meant. Names that differ in a digit or in a plural are different names. */
function misspelt(name: string, known: readonly string[]): string | undefined {
  // Comparing takes time in proportion to how many there are; nobody sets hundreds.
  if (name.length < 5 || known.length > 200) return undefined;
  const meant = nearest(name, known);
  const shape = (text: string): string => text.replace(/\d+/g, '').replace(/_?s$/i, '').toLowerCase();
  return meant === undefined || meant.length < 5 || shape(meant) === shape(name) ? undefined : meant;
}

function wordsAbout(name: string, meant: string | undefined, laterLine: number | undefined): Message {
  if (meant !== undefined) {
    return message('lint/misspelt-variable', { name, meant });
  }
  if (laterLine !== undefined) {
    return message('lint/variable-set-later', { name, line: laterLine });
  }
  return message('lint/unset-variable', { name });
}

/** True for a variable that needs no step to set it. */
function isInEnvironment(name: string): boolean {
  return names.has(name) || /^(?:BASH|LC)_|^BASH$/.test(name);
}
