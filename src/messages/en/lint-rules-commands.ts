/** Rules for what translation does to commands; see `ruleWords`. */
export const translationRuleWords = {
  'html-entity': {
    summary: 'an entity of HTML in a command',
    rationale:
      'Tools for translators keep code as HTML and give it back as it was kept. `sleep 3 &amp;` runs in the background, and then there is no command "amp".',
  },
  'translated-program': {
    summary: 'the name of a program that was translated',
    rationale: 'Machine translation takes `kill` and `cat` for words: `tuer %1`, `chat f`. Exit code 127.',
  },
  'translated-shell-word': {
    summary: 'a word of the shell that was translated',
    rationale: '`si ... alors ... fi` is no command to bash, but the beginning of an error.',
  },
  'translated-argument': {
    summary: 'a kind or a name of the program that was translated',
    rationale:
      '`kubectl get nœuds` and `git reset TÊTE~1` are refused; the word is right, so no spell checker sees it.',
  },
  'spaced-assignment': {
    summary: 'blanks around the equals sign of an assignment',
    rationale: 'Translators set an equals sign as in a formula. The shell then looks for a program of that name.',
  },
  'spaced-dash': {
    summary: 'a blank after the dash of an option',
    rationale: 'Translators set a dash apart. The program then gets two words that it does not expect.',
  },
  'damaged-fence': {
    summary: 'a fence that lost its shape',
    rationale: 'The snippet is silently gone: what was to be typed is text of the slide.',
  },
  'spaced-word': {
    summary: 'blanks inside a name',
    rationale:
      '`docker pull redis : 7`, `ssh user @ node2`, `HEAD ~ 1`: signs of a name that were set as signs of a sentence.',
  },
  'glued-words': {
    summary: 'a blank that was lost',
    rationale: '`kubectlget pods`, `docker run-d`, `[-f x ]`: one word where the shell and the program need two.',
  },
  'translated-number': {
    summary: 'a number as a language writes it',
    rationale: '`sleep 0,5` is refused, and `head -c 10 000` reads a file called 000.',
  },
  'damaged-comment': {
    summary: 'a comment that lost its shape',
    rationale: 'Its hidden snippets are shown to everybody, and nothing of them is run.',
  },
  'damaged-variable': {
    summary: 'a variable of a manifest that lost its shape',
    rationale: 'It is typed, or shown, as it stands: nothing takes its place.',
  },
  'damaged-link': {
    summary: 'a link or a picture that lost its shape',
    rationale: 'A blank between the brackets and the address: people see both, and can click neither.',
  },
};

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
  'unknown-subcommand': {
    summary: 'a sub-command that its program has not',
    rationale:
      '`docker container delete`, `kubectl restart`, `git remote delete`: the word of another program, or a slip of the pen. Plugins of kubectl, docker, git and helm are left alone.',
  },
  'wrong-arguments': {
    summary: 'an argument that is missing or too much',
    rationale:
      'A name without its kind, a kind without a name, an option whose value was lost: the program prints its usage, in front of everybody.',
  },
  'wrong-value': {
    summary: 'a value that its option does not take',
    rationale:
      '`--replicas three`, `-p 8080=80`, `--type nodeport`, a time without its unit, a name with capitals: the program or the cluster refuses it.',
  },
  'exec-without-dashes': {
    summary: '`kubectl exec` without `--`',
    rationale:
      'kubectl reads the options of the command as its own, and since 1.31 it refuses the form without dashes altogether.',
  },
  'unknown-name': {
    summary: 'a name that no step makes',
    rationale:
      'A deployment, a namespace, a container, a volume that is asked for under a name which no step has given it: "not found". An error where a step makes one of nearly that name. What the machine brings along is named by `provides` in the configuration.',
  },
  'missing-file': {
    summary: 'a file that the course has not',
    rationale:
      'A manifest, a folder, a compose file that was renamed or never committed. Looked up in what `files` of the configuration puts on the node, and in the Git repository around the deck.',
  },
  'wrong-label': {
    summary: 'a label that the command before does not set',
    rationale:
      '`kubectl create deployment web` sets `app=web`, `kubectl run web` sets `run=web`. A selector with the other one finds nothing, and says so at most in passing.',
  },
  'image-tag': {
    summary: 'an image that was made with another tag',
    rationale: 'What is pushed without a tag is `latest`, which was never built; or it was, last year.',
  },
  'waits-for-person': {
    summary: 'a program that waits for a person, and no keys for it',
    rationale:
      'A question, a form, a pager, an editor: whoever follows the slide answers it; a run waits until its deadline.',
  },
  'key-typed-as-text': {
    summary: 'a key that is typed as text',
    rationale:
      '`keys` presses what is the name of a key as a whole (`^C`, `Enter`); all else it types as it stands, and the program goes on.',
  },
  'unexpanded-tilde': {
    summary: 'a tilde that bash does not expand',
    rationale:
      'bash makes a home folder of a tilde at the beginning of a word and in assignments only. `--from-file=~/x` and `"~/x"` name a folder that is called ~.',
  },
  'looks-runnable': {
    summary: 'commands that look as if they were run',
    rationale:
      'A fence in a block quote and an indented block are shown like any other code. Who reads the slide types them; a run does not.',
  },
  'unquoted-template': {
    summary: 'a template that is not in quotes',
    rationale:
      'The shell splits `{{ .Name }}` at its blanks, expands braces with commas and takes `[*]` for file names before the program sees any of it.',
  },
  'unquoted-word': {
    summary: 'a word of which the shell takes a part',
    rationale:
      '`&` in an address, `*` for another program, JSON without quotes, `$1` of awk in double quotes: the program gets something else than is written.',
  },
  'no-terminal': {
    summary: 'a shell in a container without `-it`',
    rationale: 'Without `-i` it ends at once, without `-t` it has no prompt: whoever follows the slide sees nothing.',
  },
};
