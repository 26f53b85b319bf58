import { message } from '../../messages/message.ts';
import { isTyped, weightOf } from '../code.ts';
import { commandsOf, type FoundCommand } from '../commands.ts';
import { inExercise } from '../example.ts';
import { readCommands } from '../grammar/read-command.ts';
import { hasUnknownOption } from '../grammar/unknown-options.ts';
import { signalForm, type ValueForm } from '../grammar/value-forms.ts';
import { isMade, wrongOperand, wrongOption, type WrongValue } from '../grammar/wrong-values.ts';
import { placeholdersIn } from '../placeholders.ts';
import type { LintRule } from '../rule.ts';

/** `kubectl scale --replicas three`: the option is right, its value is not. */
export const wrongValue: LintRule = {
  id: 'wrong-value',
  severity: 'error',
  examples: [
    {
      title: 'no number',
      deck: inExercise('kubectl scale deployment web --replicas three\ntail -n ten x'),
      at: ['4:41', '5:9'],
    },
    {
      title: 'none of the words that there are',
      deck: inExercise('kubectl expose deploy web --port 80 --type=nodeport\nkubectl get po -o yml'),
      at: ['4:44', '5:19'],
    },
    {
      title: 'ports',
      deck: inExercise('docker run -p 8080=80 nginx\ndocker run -p 80:80:80 nginx'),
      at: ['4:15', '5:15'],
    },
    {
      title: 'a time without its unit',
      deck: inExercise('kubectl wait pod/web --for=condition=Ready --timeout=60'),
      at: ['4:54'],
    },
    { title: 'no pair', deck: inExercise('kubectl create configmap a --from-literal b:c'), at: ['4:43'] },
    { title: 'a name with capitals', deck: inExercise('kubectl create deployment my_Web --image=nginx'), at: ['4:27'] },
    { title: 'no image', deck: inExercise('docker build -t Web .\ndocker run nginx:'), at: ['4:17', '5:12'] },
    {
      title: 'braces that are not closed',
      deck: inExercise(`kubectl patch svc web -p '{"spec":{"type":"NodePort"}'`),
      at: ['4:26'],
    },
    {
      title: 'a mode, a signal',
      deck: inExercise('chmod x+ run.sh\nkill -TREM 12\nkill web'),
      at: ['4:7', '5:6', '6:6'],
    },
    {
      title: 'what is right',
      deck: inExercise(
        'kubectl scale deploy web --replicas=3\ndocker run -p 127.0.0.1:8080:80/tcp -v $PWD:/x -m 512m --restart on-failure:3 reg:5000/a/b:v1\n' +
          "kubectl patch svc web -p '{spec: {type: NodePort}}'\nchmod -R u=rwX,go+r .\nchmod -x run.sh\nkill -s TERM %1\nkill -9 $PID\n" +
          "kubectl get po -o=jsonpath='{.items}' --sort-by .x\nsleep 1.5m\ntail -n +2 x\nkubectl logs web --tail $N\nkubectl logs web --since 1h30m",
      ),
      at: [],
    },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      const placeholders = placeholdersIn(piece);
      const tell = ({ word, start, value, of, form }: WrongValue): void => {
        if (placeholders.some((each) => each.start < word.end && word.start < each.end)) return;
        report(piece.span(start, word.end), message('lint/wrong-value', { of, value, form: form.told }), {
          severity: weightOf(piece),
        });
      };
      for (const read of readCommands(piece)) {
        const wrong = hasUnknownOption(read) ? undefined : (wrongOption(read) ?? wrongOperand(read));
        if (wrong) tell(wrong);
      }
      for (const command of commandsOf(piece)) {
        const wrong = wrongSignal(command);
        if (wrong) tell(wrong);
      }
    }
  },
};

/** `kill` is the shell's own, and has no grammar. */
function wrongSignal({ name, args }: FoundCommand): WrongValue | undefined {
  if (name.value !== 'kill') return undefined;
  const [first, second] = args;
  if (!first || isMade(first)) return undefined;
  const [word, value] =
    first.value === '-s' ? [second, second?.value] : [first, /^-(?!-|l$|L$|p$)(.+)$/.exec(first.value)?.[1]];
  if (word && value !== undefined && !isMade(word)) {
    if (!signalForm.fits(value)) return { word, start: word.start, value, of: 'kill', form: signalForm };
  }
  const target = args.find((each) => !each.value.startsWith('-') && each !== second);
  if (first.value !== '-s' && !first.value.startsWith('-') && target && /^[a-z]/i.test(target.value) && !isMade(target))
    return { word: target, start: target.start, value: target.value, of: 'kill', form: processForm };
  return undefined;
}

const processForm: ValueForm = { fits: (value) => /^[%\d-]/.test(value), told: message('lint/form-number') };
