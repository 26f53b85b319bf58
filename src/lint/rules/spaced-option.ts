import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { commandsOf, isCommandLike } from '../commands.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** `--validate = false`: an option, an equals sign and a value as three words. */
export const spacedOption: LintRule = {
  id: 'spaced-option',
  severity: 'error',
  examples: [
    {
      title: 'both sides',
      deck: inExercise('kubectl apply --validate = false'),
      at: ['4:25'],
      fixed: inExercise('kubectl apply --validate=false'),
    },
    {
      title: 'after it',
      deck: inExercise('kubectl scale x --replicas= 8'),
      at: ['4:28'],
      fixed: inExercise('kubectl scale x --replicas=8'),
    },
    {
      title: 'in inline code',
      deck: 'Use `kubectl run --schedule = x`.\n',
      at: ['1:28'],
      fixed: 'Use `kubectl run --schedule=x`.\n',
    },
    {
      title: 'an option alone',
      deck: 'Use `--cluster-ip = None`.\n',
      at: ['1:18'],
      fixed: 'Use `--cluster-ip=None`.\n',
    },
    {
      title: 'a test, an empty value',
      deck: inExercise('[ "$A" = b ]\ntest a = b\nsort --field-separator= x -k1'),
      at: ['6:24'],
    },
    { title: 'good ones', deck: inExercise('kubectl get --output=json; x --empty= --other'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      for (const { name, args } of commandsOf(piece)) {
        const words = [name, ...args];
        words.forEach((option, at) => {
          const next = words[at + 1];
          const value = next?.text === '=' ? words[at + 2] : next;
          const ownSign = /^--[a-z][a-z-]*=$/.test(option.text);
          if (!next || !value || value.text.startsWith('-') || /[\\\n]/.test(piece.text.slice(option.end, value.start)))
            return;
          if (!ownSign && (next.text !== '=' || !/^--[a-z][a-z-]*$/.test(option.text))) return;
          if (ownSign && next.text === '=') return;
          const span = piece.span(option.end, value.start);
          report(
            span,
            message('lint/spaced-option', { option: option.text, sign: ownSign ? '' : '=', value: value.text }),
            {
              // `--separator= file` may mean an empty value.
              severity: ownSign && !/^(?:\d+|true|false|json|yaml)$/.test(value.text) ? 'warning' : weightOf(piece),
              fix:
                ownSign && !/^(?:\d+|true|false|json|yaml)$/.test(value.text)
                  ? undefined
                  : [{ ...span, text: ownSign ? '' : '=' }],
            },
          );
        });
      }
    }
  },
};
