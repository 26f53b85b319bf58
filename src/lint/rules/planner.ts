import { nearestKey } from '../../plan/keys.ts';
import { inExercise, withHidden } from '../example.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';
import { meaningsOf } from '../translations/words.ts';

/** An output that is shown, but that nothing is compared with. */
export const fenceNotChecked: LintRule = {
  id: 'fence-not-checked',
  severity: 'info',
  examples: [
    {
      title: 'an expect says what is checked',
      deck: `${withHidden('ls', 'expect a')}\nWe should see:\n\`\`\`\na b\n\`\`\`\n`,
      at: ['12:1'],
    },
    {
      title: 'an output that says nothing',
      deck: `${inExercise('ls')}\nWe should see:\n\`\`\`\n...\n\`\`\`\n`,
      at: ['10:1'],
    },
    { title: 'an output', deck: `${inExercise('ls')}\nWe should see:\n\`\`\`\na b\n\`\`\`\n`, at: [] },
  ],
  check: plannedCheck('fence-not-checked'),
};

/** A snippet for a shell that Pupitre does not have. */
export const otherShell: LintRule = {
  id: 'other-shell',
  severity: 'warning',
  examples: [
    { title: 'PowerShell', deck: inExercise('Get-ChildItem', 'powershell'), at: ['3:1'] },
    { title: 'cmd', deck: inExercise('dir', 'cmd'), at: ['3:1'] },
    { title: 'bash', deck: inExercise('ls'), at: [] },
    { title: 'outside of exercises', deck: '# A\n\n```powershell\nGet-ChildItem\n```\n', at: [] },
  ],
  check: plannedCheck('other-shell'),
};

/** An `expect` whose text makes no sense for its way to compare. */
export const invalidExpectation: LintRule = {
  id: 'invalid-expectation',
  severity: 'error',
  examples: [
    { title: 'no JSON', deck: withHidden('ls', 'expect json {"a": }'), at: ['7:6'] },
    { title: 'no regular expression', deck: withHidden('ls', 'expect regex (a'), at: ['7:6'] },
    { title: 'anything would do', deck: withHidden('ls', 'expect ...'), at: ['7:6'] },
    { title: 'JSON', deck: withHidden('ls', 'expect json {"a": 1}'), at: [] },
    { title: 'braces that are no JSON', deck: withHidden('ls', 'expect {a}'), at: [] },
  ],
  check: plannedCheck('invalid-expectation'),
};

/** An `expect` that names a way to compare that there is not. */
export const unknownMatcher: LintRule = {
  id: 'unknown-matcher',
  severity: 'error',
  examples: [
    {
      title: 'a misspelt name',
      deck: `${inExercise('ls').replace(/\n\]\n$/, '')}\n\`\`\`expect jsno\n{}\n\`\`\`\n\n]\n`,
      at: ['7:1'],
    },
    {
      title: 'a name that is near none',
      deck: `${inExercise('ls').replace(/\n\]\n$/, '')}\n\`\`\`expect whatever\n{}\n\`\`\`\n\n]\n`,
      at: ['7:1'],
    },
    {
      title: 'a known name',
      deck: `${inExercise('ls').replace(/\n\]\n$/, '')}\n\`\`\`expect json\n{}\n\`\`\`\n\n]\n`,
      at: [],
    },
  ],
  check: plannedCheck('unknown-matcher'),
};

/** A `timeout` or `retry` whose duration cannot be read. */
export const badDuration: LintRule = {
  id: 'bad-duration',
  severity: 'error',
  examples: [
    { title: 'a word', deck: withHidden('make', 'timeout long'), at: ['7:6'] },
    { title: 'a unit that there is not', deck: withHidden('make', 'retry 5 min'), at: ['7:6'] },
    { title: 'nothing', deck: withHidden('make', 'timeout 0s'), at: ['7:6'] },
    { title: 'more than a day', deck: withHidden('make', 'timeout 48h'), at: ['7:6'] },
    { title: 'durations', deck: withHidden('make', 'timeout 1m30s', 'retry 90'), at: [] },
  ],
  check: plannedCheck('bad-duration'),
};

/** An `expect`, `timeout` or `retry` that has no step to be about. */
export const orphanModifier: LintRule = {
  id: 'orphan-modifier',
  severity: 'error',
  examples: [
    { title: 'alone in its exercise', deck: inExercise('hello', 'expect'), at: ['3:1'] },
    { title: 'before its command', deck: '.exercise[\n\n```timeout 5m```\n\n```bash\nls\n```\n\n]\n', at: ['3:1'] },
    { title: 'a key cannot be repeated', deck: withHidden('top', 'key q', 'retry 1m'), at: ['8:6'] },
    { title: 'after its command', deck: withHidden('ls', 'expect total', 'timeout 5m', 'retry 1m'), at: [] },
  ],
  check: plannedCheck('orphan-modifier'),
};

/** A snippet that has nothing to act on. */
export const emptySnippet: LintRule = {
  id: 'empty-snippet',
  severity: 'error',
  examples: [
    { title: 'no command', deck: inExercise(''), at: ['3:1'] },
    {
      title: 'a command behind its method',
      deck: '.exercise[\n\n  ```bash ls -l\n  ```\n\n]\n',
      at: ['3:3'],
      fixed: '.exercise[\n\n  ```bash\n  ls -l\n  ```\n\n]\n',
    },
    { title: 'nothing to wait for', deck: withHidden('ls', 'wait '), at: ['7:6'] },
    { title: 'nothing to expect', deck: withHidden('ls', 'expect '), at: ['7:6'] },
    { title: 'nothing to open', deck: withHidden('ls', 'open'), at: ['7:6'] },
    { title: 'a blank to type', deck: withHidden('less x', 'keys  '), at: [] },
    { title: 'methods that need nothing', deck: withHidden('ls', 'check'), at: [] },
  ],
  check: plannedCheck('empty-snippet', ({ start, language, snippet }, { text }) => {
    // The first line of the command has come to stand behind the method.
    const [opener = '', indent = '', blanks = ''] =
      /^([ \t]*)`{3,}\w+([ \t]+)\S[^`\n]*\n/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1, start + 500)) ?? [];
    if (opener === '' || !snippet?.argument || (language !== 'bash' && language !== 'hide')) return undefined;
    const at = text.indexOf(blanks, text.indexOf(language, start));
    return [{ start: at, end: at + blanks.length, text: `\n${indent}` }];
  }),
};

/** A `key` whose name no key has. */
export const unknownKey: LintRule = {
  id: 'unknown-key',
  severity: 'error',
  examples: [
    {
      title: 'another notation',
      deck: withHidden('top', 'key Ctrl-C'),
      at: ['7:6'],
      fixed: withHidden('top', 'key ^C'),
    },
    {
      title: 'letters swapped',
      deck: withHidden('vim x', 'key Esacpe'),
      at: ['7:6'],
      fixed: withHidden('vim x', 'key Escape'),
    },
    {
      title: 'translated',
      deck: withHidden('vim x', 'key Leertaste', 'key Suprimir', 'key Page suivante'),
      at: ['7:6', '8:6', '9:6'],
      fixed: withHidden('vim x', 'key Space', 'key Delete', 'key PageDown'),
    },
    {
      title: 'a control key with something between',
      deck: withHidden('vim x', 'key ^ C', 'key \\^C'),
      at: ['7:6', '8:6'],
      fixed: withHidden('vim x', 'key ^C', 'key ^C'),
    },
    { title: 'a word', deck: withHidden('vim x', 'key frobnicate'), at: ['7:6'] },
    { title: 'keys', deck: withHidden('vim x', 'key Enter', 'key ^C', 'key F5', 'key q', 'key C-Left'), at: [] },
    { title: 'text that is no key', deck: withHidden('vim x', 'keys frobnicate'), at: [] },
  ],
  check: plannedCheck('unknown-key', ({ text, span }) => {
    const name = text.trim();
    const [translated, other] = meaningsOf('keys', name.replace(/\s+/g, '-'));
    const [, control] = /^\\?\^ ?(\S)$/.exec(name) ?? [];
    const meant =
      control !== undefined
        ? `^${control}`
        : translated !== undefined && other === undefined
          ? translated
          : nearestKey(text);
    const start = text.indexOf(name);
    return meant === undefined ? undefined : [{ ...span(start, start + name.length), text: meant }];
  }),
};

/** An `expect exit` that says neither a number, nor `nonzero`, nor `any`. */
export const badExit: LintRule = {
  id: 'bad-exit',
  severity: 'error',
  examples: [
    { title: 'a word', deck: withHidden('false', 'expect exit one'), at: ['7:6'] },
    { title: 'nothing', deck: withHidden('false', 'expect exit'), at: ['7:6'] },
    { title: 'more than an exit code can be', deck: withHidden('false', 'expect exit 256'), at: ['7:6'] },
    { title: 'a text that begins so', deck: withHidden('false', 'expect exit code: 1'), at: ['7:6'] },
    { title: 'a number', deck: withHidden('false', 'expect exit 1'), at: [] },
    { title: 'any failure', deck: withHidden('false', 'expect exit nonzero'), at: [] },
    { title: 'the text', deck: withHidden('false', 'expect text exit code: 1'), at: [] },
  ],
  check: plannedCheck('bad-exit'),
};

/** A `copy` whose expression is none. */
export const invalidExpression: LintRule = {
  id: 'invalid-expression',
  severity: 'error',
  examples: [
    { title: 'a bracket that is never closed', deck: withHidden('ls', 'copy (a'), at: ['7:6'] },
    { title: 'a group with a name as in Python', deck: withHidden('ls', 'copy (?P<name>a)'), at: ['7:6'] },
    { title: 'an expression', deck: withHidden('ls', 'copy pod-[^-]*-.....', 'paste'), at: [] },
  ],
  check: plannedCheck('invalid-expression'),
};
