import { message } from '../../messages/message.ts';
import { weightOf } from '../code.ts';
import { commandsOf } from '../commands.ts';
import { inExercise } from '../example.ts';
import { readCommand } from '../grammar/read-command.ts';
import { labelSlips } from '../names/labels.ts';
import type { LintRule } from '../rule.ts';
import { runCode } from '../shell.ts';

/** `-l run=web` after `create deployment web`, which sets `app=web`. */
export const wrongLabel: LintRule = {
  id: 'wrong-label',
  severity: 'error',
  examples: [
    {
      title: 'no selector, after a deployment without a name',
      deck: inExercise('kubectl create deployment --image=x\nkubectl exec web ls -l'),
      at: [],
    },
    {
      title: 'of a deployment',
      deck: inExercise(
        'kubectl create deployment web --image=nginx\nkubectl get pods -l run=web\nkubectl logs --selector=run=web',
      ),
      at: ['5:18', '6:14'],
      fixed: inExercise(
        'kubectl create deployment web --image=nginx\nkubectl get pods -l app=web\nkubectl logs --selector=app=web',
      ),
    },
    {
      title: 'of a pod',
      deck: inExercise('kubectl run web --image=nginx\nkubectl get pods -l app=web'),
      at: ['5:18'],
      fixed: inExercise('kubectl run web --image=nginx\nkubectl get pods -l run=web'),
    },
    {
      title: 'nearly the value or the key',
      deck: inExercise(
        'kubectl create deployment shop --image=nginx\nkubectl get pods -l app=shopp\nkubectl label node node1 disk=fast\nkubectl get nodes -l dsik=fast',
      ),
      at: ['5:25', '7:22'],
      fixed: inExercise(
        'kubectl create deployment shop --image=nginx\nkubectl get pods -l app=shop\nkubectl label node node1 disk=fast\nkubectl get nodes -l disk=fast',
      ),
    },
    {
      title: 'right ones',
      deck: inExercise(
        'kubectl create deployment web --image=nginx\nkubectl get pods -l app=web\nkubectl run pong --image=x\nkubectl get pods -l run=pong',
      ),
      at: [],
    },
    {
      title: 'set by hand',
      deck: inExercise(
        'kubectl create deployment web --image=nginx\nkubectl label pods --all run=web\nkubectl get pods -l run=web',
      ),
      at: [],
    },
    {
      title: 'from a file',
      deck: inExercise(
        'kubectl create deployment web --image=nginx\nkubectl apply -f x.yaml\nkubectl get pods -l run=web',
      ),
      at: [],
    },
    {
      title: 'of both',
      deck: inExercise(
        'kubectl create deployment web --image=nginx\nkubectl run web --image=nginx\nkubectl get pods -l run=web',
      ),
      at: [],
    },
  ],
  check(document, report) {
    for (const { piece, start, end, written, meant } of labelSlips(document)) {
      const span = piece.span(start, end);
      const severity = weightOf(piece);
      report(span, message('lint/label-slip', { written, meant }), {
        severity,
        fix: severity === 'error' ? [{ ...span, text: meant }] : undefined,
      });
    }
    const labels = new Map<string, Set<string>>();
    for (const piece of runCode(document)) {
      for (const found of commandsOf(piece)) {
        const read = readCommand(found);
        if (read?.program !== 'kubectl') continue;
        const { command, operands, options } = read;
        if (/^(?:apply|replace|label|edit|patch|create)$/.test(command.name)) return;
        const name = operands[0]?.value ?? '';
        const label = command.name === 'create deployment' ? 'app' : command.name === 'run' ? 'run' : undefined;
        if (label !== undefined && !options.some((option) => /^(?:-l|--labels)$/.test(option.name))) {
          labels.set(name, (labels.get(name) ?? new Set()).add(label));
          continue;
        }
        // What is only made may be for others.
        if (command.name.startsWith('create ')) continue;
        for (const option of options) {
          if (!/^(?:-l|--selector)$/.test(option.name)) continue;
          const [, key = '', value = ''] = /^(app|run)==?([\w.-]+)$/.exec(option.value ?? '') ?? [];
          // Another selector, or none.
          if (key === '') continue;
          const set = labels.get(value);
          if (!set || set.has(key)) continue;
          const right = [...set][0] ?? '';
          const at = document.text.indexOf(`${key}=`, piece.span(option.word.start, option.word.end).start);
          const span = piece.span(option.word.start, option.word.end);
          const fix = at >= 0 && at < span.end + 4 ? [{ start: at, end: at + key.length, text: right }] : undefined;
          report(span, message('lint/wrong-label', { name: value, written: key, right }), {
            severity: weightOf(piece),
            fix,
          });
        }
      }
    }
  },
};
