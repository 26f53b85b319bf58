/** How prompts are written in fences: what a reader takes them by, and what the page takes off before it compares what is shown with what is typed. */

const end = '(?:[ \\t\\u00a0]+|$)';
const user = '[\\w.-]{1,40}@[\\w.-]{1,60}';

/** Families of prompts: in one text only those of the family of the first one are prompts. */
const families: readonly RegExp[] = [
  [
    '(?:(?:~|\\.{0,2}/)[\\w./~-]{0,80}\\s?|[a-z][\\w-]{0,20}\\s?)?\\$>?',
    `${user}(?:[: ][^\\s$#]{0,80})?\\s?[$#]`,
    `\\[${user} [^\\s\\]]{1,80}\\]\\s?[$#]`,
    '(?:ba|da|k|z)?sh-\\d[\\d.]{0,8}[$#]',
  ].join('|'),
  `(?:${user}[: ][^\\s%]{1,80}\\s?)?%`,
  '(?:~|[\\w./~-]{1,80}\\s)?❯',
  // oh-my-zsh shows the folder and the branch behind two blanks.
  '➜(?:  [\\w.~-]{1,80}(?: git:\\([^)\\s]{1,80}\\))?(?: ✗)?(?= ))?',
  '[λ▶]',
].map((form) => new RegExp(`^(?:\\([\\w.-]{1,30}\\)\\s?)?(?:${form})${end}`));

/**
 * A prompt of a shell at the beginning of a line, as tutorials write them: `$ `, `user@host:~$ `, `[root@node1 ~]# `, `(venv) $ `, `~/x $ `, `% `,
 * `❯ `, `➜ `. Counted in 4,203 fences of public READMEs; `$HOME/x`, `$(x)` and a `#` alone are none.
 */
export const loosePrompt = new RegExp(families.map(({ source }) => source).join('|'));

/**
 * The prompts of a text: those of the family of its first one, as far from the margin as that one (a help text shows prompts, too); undefined when it
 * has none.
 */
export function promptsIn(rows: readonly string[]): RegExp | undefined {
  for (const row of rows) {
    const indent = /^[ \t]{0,8}/.exec(row)?.[0] ?? '';
    const family = families.find((each) => each.test(row.slice(indent.length)));
    if (family) return new RegExp(`^[ \\t]{0,${indent.length + 1}}(?:${family.source.slice(1)})`);
  }
  return undefined;
}

/** The prompts of a shell that a command has opened in a container, on another machine, or as root. */
export const innerPrompt = new RegExp(`^(?:(?:(?:~|/[^\\s$#]{0,80})\\s?)?#|(?:~|/[^\\s$#]{0,80})\\s?\\$)${end}`);

/** The prompt of root, where there is no other: elsewhere a `#` begins a comment. */
export const rootPrompt = /^#[ \t\u00a0]+/;

/**
 * Prompts of shells in marked exercises: `$ `, `user@host:~$ `, `[root@node1 ~]# `, `node1$ `, `/ # `. A `#` alone begins a comment: prompts of root are
 * written in full.
 */
export const strictPrompt =
  /^\s{0,8}(?:\$|[\w.-]{1,40}@[\w.-]{1,60}(?:[: ][^\s$#]{0,80})?\s?[$#]|\[[\w.-]{1,40}@[\w.-]{1,60} [^\s\]]{1,80}\][$#]|[a-z][\w-]{0,20}\$|(?:~|\/[^\s$#]{0,80}) [$#])(?: |$)/;

/** What a shell shows before a line that goes on with a command. */
export const continuationPrompt = /^\s{0,8}> ?/;

/**
 * Prompts of programs as fences show them: of their first line, and of the lines that continue it. A `>` alone is node's, and
 * a mark of other things elsewhere.
 */
export const programPrompts = {
  main: /^\s{0,8}(?:>>>|In \[\d{1,5}\]:|[\w-]{1,60}[=!^][*!?]?[#>]|[\w-]{1,60}>|MariaDB \[[^\]\n]{1,60}\]>|[\w.-]{1,60}:\d{1,5}(?:\[\d{1,3}\])?>|irb\([^)\n]{1,60}\):[\d:]{1,12}>)(?: |$)/,
  continued:
    /^\s{0,12}(?:\.{3}[:>]?|->|['"`]>|[\w-]{1,60}[-*'"$(][*!?]?[#>]|irb\([^)\n]{1,60}\):[\d:]{1,12}[*"'])(?: |$)/,
  node: /^\s{0,8}>(?: |$)/,
} as const;

/** What is typed around a cell of runme that needs a shell of its own, or another program than a shell. */
export const cellShell = {
  begin: '( set -e -o pipefail',
  /** At the end of a cell that exports variables. */
  keep: 'export -p >~/.pupitre-$$',
  end: ')',
  mark: 'CELL',
} as const;

/** The programs that read cells of other languages (command/command.go of runmedev/runme), of those that take a text from their input. */
export const cellInterpreters: ReadonlyMap<string, string> = new Map([
  ...['js', 'javascript', 'jsx', 'javascriptreact'].map((language) => [language, 'node'] as const),
  ...['ts', 'typescript', 'tsx', 'typescriptreact'].map((language) => [language, 'ts-node'] as const),
  ...['py', 'python'].map((language) => [language, 'python3'] as const),
  ...['rb', 'ruby'].map((language) => [language, 'ruby'] as const),
  ...['lua', 'perl', 'php'].map((language) => [language, language] as const),
]);

/** A cell without what is typed around it; undefined for what is no such cell. */
export function insideCell(typed: string): string | undefined {
  const lines = typed.split('\n');
  const [first = '', last = ''] = [lines[0], lines.at(-1)];
  if (first === cellShell.begin && last.replace(/ &$/, '') === cellShell.end) {
    return lines.slice(1, lines.at(-2) === cellShell.keep ? -2 : -1).join('\n');
  }
  const [, program = '', mark] = /^([\w-]+) <<'(CELL_*)'$/.exec(first) ?? [];
  return mark === last && [...cellInterpreters.values()].includes(program) ? lines.slice(1, -1).join('\n') : undefined;
}
