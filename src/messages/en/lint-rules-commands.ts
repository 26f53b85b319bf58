/** Rules that read commands by the grammar of their program; see `ruleWords`. */
export const commandRuleWords = {
  'unknown-option': {
    summary: 'an option that its program has not',
    rationale:
      'A slip of the pen, an option of another command, or one that was translated: the program prints its usage and does nothing. The options are those of the programs’ own help (`scripts/cut-grammar.js`).',
  },
  'removed-option': {
    summary: 'an option or a sub-command that is gone',
    rationale:
      'It worked when the slide was written. The program of today refuses it, or does something else without saying so.',
  },
  'wrong-arguments': {
    summary: 'an argument that is missing or too much',
    rationale:
      'A name without its kind, a kind without a name, an option whose value was lost: the program prints its usage, in front of everybody.',
  },
  'exec-without-dashes': {
    summary: '`kubectl exec` without `--`',
    rationale:
      'kubectl reads the options of the command as its own, and since 1.31 it refuses the form without dashes altogether.',
  },
  'unquoted-template': {
    summary: 'a template that is not in quotes',
    rationale:
      'The shell splits `{{ .Name }}` at its blanks, expands braces with commas and takes `[*]` for file names before the program sees any of it.',
  },
};
