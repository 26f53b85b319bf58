import { saveCommand } from './state-hooks.ts';

/**
 * The shell's side of the marks (`marks.ts`): what makes bash print them, whatever a start-up file or a deck does.
 *
 * One function, handed down in the environment. PROMPT_COMMAND calls it before anything else of it (D: exit code, variables
 * that are empty), and once more after all else, so that a prompt that is built anew each time gets its marks. It puts
 * PROMPT_COMMAND, PS0, PS1 and PS2 back around whatever others have set. The same function answers a key that readline
 * runs (`askKey`, mark R): what `$?` is, without a line that people see, without history.
 *
 * It takes nothing for granted: builtins by `builtin` (functions of the same name), keywords where there are some (no alias
 * is expanded in a function), no variable but its own (`set -u`), no failure that counts (`set -e`, ERR), nothing read-only
 * assigned, nothing that `set -x` or a DEBUG trap could show (its output goes to descriptor 3, all else to /dev/null), no process.
 */

const name = '__pupitre';
const quiet = '3>&2 >/dev/null 2>&1';
/** Commands in PROMPT_COMMAND: the first, and the last when others have something in it. After them `$?` is what it was. */
const first = `{ ${name} $? && [[ 1 ]]; } ${quiet}`;
const last = `{ ${name} $? w && [[ 1 ]]; } ${quiet}`;
const answer = `{ ${name} $? r && [[ 1 ]]; } 3>/dev/tty >/dev/null 2>&1`;

/** The key that makes bash's line editor say mark R: ^^, which nothing else has. */
export const askKey = '\x1e';

/** What PROMPT_COMMAND has to be; `lastPrompt` ends it where others have something in it. */
export const promptCommand = first;
export const lastPrompt = last;

/**
 * Marks around the prompts, as PS1 and PS2 hold them. Every value is replaced when it is printed. `c` is the length of
 * PROMPT_COMMAND: `promptCommand.length` when nothing else stands in it. `e`: watched variables that are empty.
 */
export function promptMarks(watched: readonly string[]): Readonly<Record<'PS1' | 'PS2', readonly [string, string]>> {
  const empty = namesIn(watched).length > 0 ? `;e=\${${name}_e-}` : '';
  return {
    PS1: [`A;s=$?;p=$$;n=\\#;f=$-;c=\${PROMPT_COMMAND+\${#PROMPT_COMMAND}}${empty};v=\${BASH_VERSION-}`, 'B;s=$?'],
    PS2: ['A;k=s;s=$?', 'B;k=s;s=$?'],
  };
}

/** The mark in PS0. */
export const outputMark = 'C;s=$?;p=$$;n=\\#';

function namesIn(watched: readonly string[]): readonly string[] {
  return watched.filter((each) => /^[A-Za-z_]\w*$/.test(each));
}

/** What `set -v` shows of it: no output of a command. */
export const verboseLines: readonly string[] = [first, last];

/**
 * What tells whether PS0 and PS1 of a shell have changed: their lengths, which are compared faster than the texts. What changes
 * and leaves them as they were, or is another variable, is told by marks that are missing then.
 */
const state = '"$$ ${PS0+${#PS0}} ${PS1+${#PS1}}"';

/** Environment variables that hand the functions down to bash. */
export function functionVariables(token: string, watched: readonly string[]): Readonly<Record<string, string>> {
  const functions = { [name]: tell(token, watched), [`${name}_fix`]: fix(token, watched) };
  return Object.fromEntries(Object.entries(functions).map(([each, body]) => [`BASH_FUNC_${each}%%`, `() ${body}`]));
}

/** A line that defines the same functions where it is typed, and calls them once. It is long, and holds no control characters. */
export function functionLine(token: string, watched: readonly string[]): string {
  return `${name}_fix() ${fix(token, watched)}; ${name}() ${tell(token, watched)}; ${afterStartup}`;
}

/** What the shell runs after start-up files that may have changed its prompts; the functions came with its environment. */
export const afterStartup = `{ ${name} 0 a; } 3>/dev/null 2>&1`;

function mark(body: string, token: string): string {
  return `\\e]133;${body};aid=${token}\\a`;
}

/**
 * What every prompt runs: `$?`, and what to do. bash copies a function whenever it is called, so that this one is short:
 * while nothing has changed since the other one looked, one comparison tells so. Mark D is printed when others have
 * something in PROMPT_COMMAND; else mark A, in PS1, tells all there is.
 */
function tell(token: string, watched: readonly string[]): string {
  const names = namesIn(watched);
  const empty =
    `if [[ -z \${2-} ]]; then builtin local v=; ${name}_e=; for v in ${names.join(' ')}; do ` +
    `case "\${!v-}" in ''|null) ${name}_e+=$v,;; esac; done; fi; `;
  return (
    `{ ${names.length > 0 ? empty : ''}` +
    `if [[ \${${name}-} == ${state} && -z \${!-}\${2-} ]]; then [[ -z \${${name}[1]-} ]] || ` +
    `builtin printf '${mark('D;s=%s;p=%s;q=1', token)}' "$1" "$$" >&3; else ${name}_fix "$@"; fi; builtin return "$1"; }`
  );
}

/** Removes what is ours from `x`, and separators that are of no more use. */
const strip =
  `x=\${x//"$H"/$'\\2'}; x=\${x//"$W"/$'\\2'}; while [[ $x == [$'\\2; \\t\\n']* ]]; do x=\${x:1}; done; ` +
  `while [[ $x == *[$'\\2; \\t\\n'] ]]; do x=\${x%?}; done; x=\${x//$'\\2'/:}`;

/** Puts two marks around a prompt, unless it has them or is read-only. */
function wrap(variable: string, a: string, b: string): string {
  return (
    `x=\${${variable}-}; if [[ $x != "$${a}"* || $x != *"$${b}" ]]; then x=\${x//"$${a}"/}; x=\${x//"$${b}"/}; ` +
    `[[ -n \${${variable}+x} && \${${variable}@a} == *r* ]] || ${variable}="$${a}$x$${b}"; fi`
  );
}

/**
 * Puts everything into its place. The second argument, besides `$?`: `r` prints mark R; `w` comes after all of
 * PROMPT_COMMAND, which is left as it is; none prints mark D where it is needed, and which jobs run.
 */
function fix(token: string, watched: readonly string[]): string {
  const unseen = (body: string): string => `$'\\1${mark(body, token)}\\2'`;
  const mode = `"\\001${mark('P', token)}\\002"`;
  const { PS1, PS2 } = promptMarks(watched);
  const lines = [
    `builtin local i=1 q=1 v= x= y= a= k= n= 'H=${first}' 'W=${last}'`,
    `if [[ -z \${2-} && -n \${!-} ]]; then x='\\j'; [[ \${x@P} == 0 ]] || { builtin printf '\\e]133;J;'; builtin jobs -r; builtin jobs -s; builtin printf ';aid=${token}\\a'; } >&3; fi`,
    `builtin local A=${unseen(escaped(PS1[0]))} B=${unseen(escaped(PS1[1]))} D=${unseen(escaped(PS2[0]))} E=${unseen(escaped(PS2[1]))} C=$'${mark(escaped(outputMark), token)}'`,
    // Once in each shell: the key, and a mark that readline prints with every prompt.
    `if [[ \${${name}-} != "$$ "* ]]; then for v in emacs vi-insert vi-command; do builtin bind -m $v -x '"\\C-^": ${answer}'; builtin bind -m $v -x '"\\e\\C-^": ${saveCommand}'; done; ` +
      `builtin bind 'set show-mode-in-prompt on' 'set enable-bracketed-paste on' 'set enable-active-region off' ` +
      `${['emacs-mode', 'vi-ins-mode', 'vi-cmd-mode'].map((each) => `'set ${each}-string ${mode}'`).join(' ')}; fi`,
    // PROMPT_COMMAND: a string, or elements; first and last are ours.
    `a=\${PROMPT_COMMAND[*]@a}`,
    `k=("\${!PROMPT_COMMAND[@]}"); n=\${#k[@]}; if ((n)); then y=\${PROMPT_COMMAND[k[n-1]]}; x=\${PROMPT_COMMAND[k[0]]}; fi`,
    `if ((n == 0)) || [[ ( $x != "$H"$'\\n'* || $y != *$'\\n'"$W" ) && ( $n != 1 || $x != "$H" ) ]]; then i=0 q=0; ` +
      `if [[ $a == *r* || \${2-} == w ]]; then [[ 1 ]]; ` +
      `elif [[ $a == *a* ]]; then for v in "\${k[@]}"; do x=\${PROMPT_COMMAND[v]}; ${strip}; ` +
      `((v == k[0])) && x=$H$'\\n'$x; ((v == k[n-1])) && x=$x$'\\n'$W; PROMPT_COMMAND[v]=$x; done; ` +
      `else x=\${PROMPT_COMMAND-}; ${strip}; PROMPT_COMMAND=$H\${x:+$'\\n'$x$'\\n'$W}; fi; fi`,
    // While a line is edited, bash still has the texts of the prompts where they were: it is left to the next prompt to change them.
    `if [[ \${2-} == r ]]; then [[ \${PS1-} == "$A"*"$B" ]] || i=0; ` +
      `builtin printf '${mark('R;s=%s;p=%s;i=%s', token)}' "$1" "$$" "$i" >&3; ${name}="$$ "; builtin return 0; fi`,
    wrap('PS1', 'A', 'B'),
    wrap('PS2', 'D', 'E'),
    `x=\${PS0-}; if [[ $x != "$C" && $x != "$C"?*"$C" ]]; then x=\${x//"$C"/}; ` +
      `[[ -n \${PS0+x} && \${PS0@a} == *r* ]] || PS0=$C$x\${x:+$C}; fi`,
    `x=; [[ \${PROMPT_COMMAND[*]-} == "$H" ]] || x=1`,
    `${name}=(${state} $x)`,
    `[[ -n \${2-} || -z $x\${!-} && $q == 1 ]] || builtin printf '${mark('D;s=%s;p=%s;q=%s', token)}' "$1" "$$" "$q" >&3`,
  ];
  return `{ ${lines.join('; ')}; }`;
}

/** A mark as a word in `$'...'`. */
function escaped(body: string): string {
  return body.replaceAll('\\', '\\\\');
}
