/**
 * The shell's side of saving what it has become, and of giving that to another shell (`shell-part.ts`): bash tells it, and is
 * told it, through the terminal, out of band. Nothing is typed on a line, nothing comes into its history.
 *
 * - A key that readline runs (`saveKey`, bound with `askKey` in `hooks.ts`) calls a function that prints its state in marks S: sections, quoted by
 *   `printf %q` so that no control character is among them, cut into pieces.
 * - A shell that begins asks for a state by mark L, in PROMPT_COMMAND, before its first prompt; the answer is bash, in one line that ends with ^^.
 */

/** Calls the function that tells the state. The traps of a shell are not seen from within a function. */
export const saveCommand = '{ __pupitre_save $? "$(builtin trap -p)" "$@" && [[ 1 ]]; } 3>/dev/tty >/dev/null 2>&1';
/** The key that makes bash tell its state: Meta-^^. */
export const saveKey = '\x1b\x1e';
/** What ends the answer to mark L. */
export const answerEnd = '\x1e';

/** Characters of a quoted state above which it is not told. */
export const stateLimit = 256 * 1024;
/** Characters of one mark. */
const pieceLength = 8_000;
/** Between two sections: nothing of the shell has the token. */
export function sectionEnd(token: string): string {
  return `\x1d${token}`;
}

/** The function, as the environment hands it down. */
export function saveVariables(token: string): Readonly<Record<string, string>> {
  // Made when it runs: the function itself is among what is told.
  const between = `builtin printf %s "$__pupitre_b"; `;
  const told = ['builtin pwd', 'builtin shopt -p', 'builtin umask -p', 'builtin alias -p', 'builtin declare -p'];
  told.push('builtin declare -f', 'builtin declare -F', 'builtin jobs', `[[ $# == 0 ]] || builtin printf ' %q' "$@"`);
  const mark = (body: string): string => `builtin printf '\\e]133;S;${body};aid=${token}\\a'`;
  const lines = [
    // After `builtin` words are split.
    `builtin local __pupitre_c= __pupitre_i=0 __pupitre_x= __pupitre_b=`,
    `__pupitre_c=$1; __pupitre_x=$2`,
    `builtin printf -v __pupitre_b '\\035%s' ${token}`,
    `builtin shift 2`,
    `__pupitre_x=$SHELLOPTS$__pupitre_b$__pupitre_x$__pupitre_b$(${told.join(`; ${between}`)})`,
    `builtin printf -v __pupitre_x %q "$__pupitre_x"`,
    `if ((\${#__pupitre_x} > ${stateLimit})); then ${mark('-%s')} "\${#__pupitre_x}" >&3; ` +
      `else while ((__pupitre_i < \${#__pupitre_x})); do ${mark('+%s')} "\${__pupitre_x:__pupitre_i:${pieceLength}}" >&3; ` +
      `__pupitre_i=$((__pupitre_i + ${pieceLength})); done; ${mark('.')} >&3; fi`,
    `__pupitre "$__pupitre_c" r`,
    `builtin return "$__pupitre_c"`,
  ];
  return { 'BASH_FUNC___pupitre_save%%': `() { ${lines.join('; ')}; }` };
}

/** What asks for a state once, before anything else of a shell; and the variable without which it does nothing. */
export function loader(token: string): string {
  return (
    `[[ -z \${__pupitre_load-} ]] || { builtin unset __pupitre_load; ` +
    `builtin read -rs -d $'\\036' -p $'\\e]133;L;aid=${token}\\a' __pupitre_in </dev/tty 2>/dev/tty; ` +
    `builtin eval "$__pupitre_in" >/dev/null 2>&1; }`
  );
}

export const loaderVariable = '__pupitre_load';

/** A text as one word of bash without control characters. */
export function ansiQuoted(text: string): string {
  const escaped = text.replaceAll(/[\\'\x00-\x1f\x7f-\x9f]/g, (character) =>
    character === '\\' || character === "'"
      ? `\\${character}`
      : character < '\x80'
        ? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `$'${escaped}'`;
}

const letters: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};

/** What one word of bash stands for, as `printf %q` and `declare -p` write it; what is no UTF-8 in it is lost. */
export function unquoted(word: string): string {
  if (!word.startsWith("$'"))
    return word.replaceAll(/\\([^])|["]/g, (_, character: string | undefined) => character ?? '');
  const body = word.slice(2, word.endsWith("'") ? -1 : undefined);
  const isText = !/\\[23]\d\d/.test(body);
  if (isText) {
    return body.replaceAll(/\\(?:([0-7]{1,3})|([^]))/g, (_, octal: string | undefined, letter = '') =>
      octal === undefined
        ? (letters[letter as string] ?? (letter as string))
        : String.fromCharCode(Number.parseInt(octal, 8)),
    );
  }
  const bytes: Buffer[] = [];
  for (const [, octal, letter, plain = ''] of body.matchAll(/\\([0-7]{1,3})|\\([^])|([^\\]+)/g)) {
    if (octal !== undefined) bytes.push(Buffer.of(Number.parseInt(octal, 8) & 0xff));
    else bytes.push(Buffer.from(letter === undefined ? plain : (letters[letter] ?? letter)));
  }
  return Buffer.concat(bytes).toString('utf8');
}
