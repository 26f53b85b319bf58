import { commandRuleWords, translationRuleWords } from './lint-rules-commands.ts';

/** What a rule of lint finds, in half a sentence, and why that is worth a message: what happens on stage when nobody mends it. */
export interface RuleWords {
  readonly summary: string;
  readonly rationale: string;
}

/** By the id of the rule. */
export const ruleWords = {
  mojibake: {
    summary: 'UTF-8 that was read in a wrong charset',
    rationale:
      'Pupitre reads such a deck as if it were repaired; other programs, and whoever reads the file, see the damage. One message for a file: the repair mends all of it.',
  },
  'invalid-utf8': {
    summary: 'bytes that are not UTF-8',
    rationale: 'The characters are lost: they appear as question marks, and a command that holds one cannot work.',
  },
  'byte-order-mark': {
    summary: 'a byte order mark',
    rationale:
      'It is invisible, and other programs take it for a part of the first line: a property there is none any more, a heading is a paragraph.',
  },
  'line-endings': {
    summary: 'line ends of several kinds',
    rationale:
      'gnab/remark finds no separator at a line that ends with CR LF: such a deck is one long slide there. Pupitre reads every kind, so a file that is CR LF throughout is left as it is.',
  },
  'spaced-variable': {
    summary: 'a blank between $ and the name of a variable',
    rationale:
      'Machine translation treats $NAME as a price and a word. The shell then passes a lone dollar and the name of the variable to the program.',
  },
  'spaced-path': {
    summary: 'blanks around the slashes of a path',
    rationale:
      'Machine translation puts blanks around a slash between words. The shell then passes three words where one is meant.',
  },
  'spaced-url': {
    summary: 'blanks inside a URL',
    rationale:
      'Machine translation sets a colon as in a sentence. The program then gets half an address, and another word that it does not expect.',
  },
  'spaced-option': {
    summary: 'blanks around the equals sign of an option',
    rationale:
      'Translators set an equals sign as in a formula. The program then takes "=" for the value of the option.',
  },
  'spaced-operator': {
    summary: 'a blank inside an operator',
    rationale: 'Translators set every sign apart. The shell says "syntax error", and nothing of the snippet runs.',
  },
  'glued-redirect': {
    summary: 'a redirection glued to an option',
    rationale:
      'Translation moves the blank behind the sign. The shell does not mind, but the audience reads the sign as a part of the option, and other commands nearby may be damaged in ways that matter.',
  },
  'translated-verb': {
    summary: 'a sub-command that was translated or misspelt',
    rationale:
      'Machine translation takes sub-commands for words of the sentence. No spell checker sees it, because the word is right; the program refuses it.',
  },
  'capitalised-command': {
    summary: 'a command with a capital letter',
    rationale:
      'Translators and word processors begin lines with a capital letter. The shell knows no such command: exit code 127.',
  },
  'misspelt-command': {
    summary: 'nearly the name of a program',
    rationale:
      'A letter that was lost, or a name that a translator took for a word (docker-composer), ends in "command not found".',
  },
  'translated-key': {
    summary: 'a key that was translated',
    rationale:
      'Keys belong to the program, not to the text. Kubernetes refuses a manifest with a translated one; in a jq program it works, but the output differs from what the slides go on to say.',
  },
  'typographic-quotes': {
    summary: 'typographic quotes in code',
    rationale:
      'Word processors and translators set quotes as in a book. To the shell they are letters: what they enclose falls apart into words.',
  },
  'typographic-dash': {
    summary: 'a typographic dash before an option',
    rationale:
      'Word processors make one long dash of two hyphens. The program then takes the option for a name, and says that there is no such thing.',
  },
  'non-breaking-space': {
    summary: 'a non-breaking space in code',
    rationale:
      'It looks like a blank, but the shell takes it for a letter: "command not found" for a command that everybody sees on the screen.',
  },
  'look-alike': {
    summary: 'a character that only looks like ASCII',
    rationale:
      'A Cyrillic "о" in a name, a wide bracket, a hyphen from a word processor: nobody sees the difference on the screen, and no program accepts it.',
  },
  'invisible-character': {
    summary: 'an invisible character',
    rationale:
      'Copied from a web page, a zero-width space makes another word of a command that looks right. Direction controls can make a command look like another one (CVE-2021-42574).',
  },
  'quoted-code': {
    summary: 'quotes where code is meant',
    rationale:
      'Translation takes the backticks of inline code for quotes, and then translates what is in them. Who reads it looks for a thing of that name in vain.',
  },
  'code-span-blanks': {
    summary: 'inline code with a stray blank',
    rationale:
      'Translation moves the blank between two pieces of inline code into the second. The words stick together on the slide, and whoever copies the code copies the blank.',
  },
  ...translationRuleWords,
  'shell-syntax': {
    summary: 'a command that bash does not understand',
    rationale:
      'A quote or a bracket without its counterpart makes the terminal wait for more, and everything that is typed afterwards is taken for the rest.',
  },
  'prompt-in-command': {
    summary: 'a prompt before a command',
    rationale:
      'All of a snippet is typed. With its prompt the command is not found, and its output is run as if it were commands.',
  },
  'unclosed-heredoc': {
    summary: 'a heredoc that never ends',
    rationale: 'The terminal waits for the line that ends the text, and takes every command after it for more text.',
  },
  'unset-variable': {
    summary: 'a variable that no step sets before',
    rationale:
      'The shell takes it for an empty text and says nothing: curl $REGISTRY/v2/ asks for /v2/, rm -rf $DIR/* empties the disk.',
  },
  'highlight-or-substitution': {
    summary: 'backticks that may be a highlight or a substitution',
    rationale:
      'Backticks in a snippet highlight a part of it and are not typed, unless they look like a command substitution. Where both are possible the wrong one may be run.',
  },
  placeholder: {
    summary: 'a placeholder in a command',
    rationale:
      'The command can only be run by a person who replaces the placeholder. A variable that an earlier step sets would do it for everybody.',
  },
  ...commandRuleWords,
  'endless-command': {
    summary: 'a command that nothing stops',
    rationale:
      'The class looks at a terminal that shows no prompt any more, and what is typed next goes into the program that still runs.',
  },
  'wait-without-command': {
    summary: 'a wait or a key before any command',
    rationale: 'Nothing runs that could print the text or read the key: the wait lasts until its deadline.',
  },
  'nothing-to-run': {
    summary: 'an exercise without anything to run',
    rationale: 'Nothing shows that it can still be done; a snippet that was lost looks the same.',
  },
  'kubectl-run-deployment': {
    summary: 'kubectl run where a Deployment is needed',
    rationale: 'Since Kubernetes 1.18 it makes a Pod: every later command that names the Deployment says "not found".',
  },
  'wrong-port': {
    summary: 'a service on a port that its image does not have',
    rationale: 'The command passes, and whoever connects to the service is refused.',
  },
  'unbound-output': {
    summary: 'an expected output without a command',
    rationale: 'An output belongs to the last command before it on its slide. Without one nothing is compared with it.',
  },
  'invalid-json-expectation': {
    summary: 'an expected JSON output that is no JSON',
    rationale: 'It is compared as text, so that a blank more or less makes the step fail.',
  },
  'unknown-method': {
    summary: 'a snippet of a method that there is not',
    rationale: 'Nothing is typed for such a snippet: what comes after it misses what it should have done.',
  },
  'empty-snippet': {
    summary: 'a snippet without anything in it',
    rationale: 'It does nothing, and what was meant to be in it is missing afterwards.',
  },
  'orphan-modifier': {
    summary: 'an expect, timeout or retry without a step before it',
    rationale:
      'It says something about the step before it in its exercise. Without one it says nothing, so nothing is checked.',
  },
  'bad-duration': {
    summary: 'a duration that cannot be read',
    rationale: 'The step keeps its usual limit of time, and a slow one fails.',
  },
  'unknown-matcher': {
    summary: 'an expect with an unknown way to compare',
    rationale: 'Nothing is checked, and the step passes whatever it prints.',
  },
  'invalid-expectation': {
    summary: 'an expect that makes no sense',
    rationale: 'Nothing can be compared with it, so nothing is checked.',
  },
  'unknown-key': {
    summary: 'the name of a key that there is not',
    rationale: 'The key is not pressed: the step is left out, and the program goes on without it.',
  },
  'bad-exit': {
    summary: 'an expect exit that says no exit code',
    rationale: 'The command must end with 0 then, and the failure that the slide shows fails the step.',
  },
  'invalid-expression': {
    summary: 'a copy whose regular expression is none',
    rationale: 'Nothing is copied, and the next paste has nothing to type.',
  },
  'other-shell': {
    summary: 'a snippet for another shell than bash',
    rationale: 'Pupitre types into bash only, so nothing shows that such a command works.',
  },
  'fence-not-run': {
    summary: 'a fence in an exercise that nobody types',
    rationale:
      'The audience takes it for something to do, the run leaves it out and says so. A file is put in place by a bash or hide snippet; lines for a program need the program before them.',
  },
  'fence-not-checked': {
    summary: 'an expected output that is not checked',
    rationale: 'The output of the command may become another one, and the slide goes on showing the old one.',
  },
  'unclosed-class': {
    summary: 'a class that is never closed',
    rationale: 'It is literal text then. When it is an exercise, none of its commands is found, and nothing runs.',
  },
  'misspelt-class': {
    summary: 'nearly the name of a class',
    rationale: 'The slide loses its style. When "exercise" is meant, its commands are no exercise, and nothing runs.',
  },
  'nested-class': {
    summary: 'classes nested too deeply',
    rationale:
      'Real decks need three levels. More than 32 are a mistake or an attack; the inner ones are read as text.',
  },
  'unclosed-fence': {
    summary: 'a fence that is never closed',
    rationale:
      'Everything to the end of the slide is code then, prose included. In gnab/remark the code goes on over the next slides.',
  },
  'too-complex': {
    summary: 'markdown nested too deeply',
    rationale: 'What is too deep for the parser is shown as text, as it is written.',
  },
  'separator-blanks': {
    summary: 'a line that is nearly a separator',
    rationale:
      'A separator is exactly ---, -- or ???, without blanks. Anything else is text, or a rule across the slide: two slides become one.',
  },
  'duplicate-slide-name': {
    summary: 'two slides of one name',
    rationale: 'Links and templates reach only one of them.',
  },
  'dead-link': {
    summary: 'a link to a slide that there is not',
    rationale:
      'The click does nothing. In a chapter of a larger course the name may be in another file, so this is no error.',
  },
  'missing-image': {
    summary: 'a picture whose file is missing',
    rationale:
      'The audience sees a broken picture. Looked for beside the deck; pictures on other hosts are not asked for.',
  },
  'not-shown': {
    summary: 'something that the page does not show',
    rationale:
      'A placeholder stands in its place. Pictures, films and sounds are shown when they are files of the deck; frames, when `frameHosts` in the configuration has their host; formulas, when KaTeX understands them; drawings in the deck (`<svg>`), objects, scripts and style sheets never.',
  },
  'lost-property': {
    summary: 'a property that is not understood',
    rationale:
      'A property with another name, a capital letter or a blank before its colon is shown as text. One with an unknown name vanishes from the slide.',
  },
  'remark-differs': {
    summary: 'gnab/remark would read it otherwise',
    rationale:
      'Where gnab/remark has a defect, Pupitre reads what the author meant. Who shows the same deck with gnab/remark should know that it looks different there.',
  },
  'differs-from-source': {
    summary: 'code that differs from the original',
    rationale:
      'A translation changes words, not commands. What was changed, dropped or moved in code is damage far more often than intention, and no spell checker sees it.',
  },
  'code-span-differs': {
    summary: 'inline code of the original that is missing',
    rationale:
      'Translators put guillemets around names, or translate them. What the audience should type or recognise must stay code, letter by letter.',
  },
  'class-fails': {
    summary: 'a step at which a class failed',
    rationale:
      'Only with `--class FILE`: at least three students tried the step, and a third of them or more failed first. What so many stumble over is rarely their fault: an unclear sentence, a step that is missing, a wait that is too short.',
  },
} satisfies Readonly<Record<string, RuleWords>>;
