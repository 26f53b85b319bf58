import { type Message, message } from '../../messages/message.ts';
import { type Code, isTyped, weightOf } from '../code.ts';
import { commandsOf, isCommandLike, type PlacedWord } from '../commands.ts';
import { inExercise } from '../example.ts';
import { arityOf } from '../grammar/arity.ts';
import { kubectlKindProblem, kubectlProblem } from '../grammar/kubectl-arguments.ts';
import { singularKind } from '../grammar/kubectl-kinds.ts';
import { isExpanded, type ReadCommand, readCommands } from '../grammar/read-command.ts';
import { unixProblem } from '../grammar/unix-arguments.ts';
import { hasUnknownOption } from '../grammar/unknown-options.ts';
import { wrongOption } from '../grammar/wrong-values.ts';
import { placeholdersIn } from '../placeholders.ts';
import type { LintRule, Report } from '../rule.ts';

/** `kubectl label namespaces color=x`: the program would print its usage. */
export const wrongArguments: LintRule = {
  id: 'wrong-arguments',
  severity: 'error',
  examples: [
    {
      title: 'shown with the answer that it is wrong',
      deck: '```bash\n$ kubectl get endpoint\nerror: the server has no resource type "endpoint"\n```\n',
      at: [],
    },
    { title: 'a name is missing', deck: inExercise('kubectl label namespaces color=purple'), at: ['4:1'] },
    { title: 'a kind is missing', deck: inExercise('kubectl label test-color-2 color=purple'), at: ['4:15'] },
    {
      title: 'a sub-command in the place of a kind',
      deck: inExercise('kubectl get logs deployment flux'),
      at: ['4:13'],
    },
    {
      title: 'a pod is meant, a deployment is written',
      deck: inExercise('kubectl logs deployment flux | grep identity'),
      at: ['4:14'],
      fixed: inExercise('kubectl logs deployment/flux | grep identity'),
    },
    { title: 'no name for a pod', deck: inExercise('kubectl run --image=nginx'), at: ['4:1'] },
    { title: 'no image', deck: inExercise('docker run --rm -v a:/b'), at: ['4:1'] },
    { title: 'an option that is needed', deck: inExercise('kubectl create deployment web'), at: ['4:1'] },
    { title: 'a file without its option', deck: inExercise('kubectl apply web.yaml'), at: ['4:15'] },
    { title: 'a value that was lost', deck: inExercise('kubectl get pods -n'), at: ['4:18'] },
    { title: 'an option in the place of a value', deck: inExercise('kubectl logs web --tail --follow'), at: ['4:18'] },
    { title: 'too many', deck: inExercise('docker logs web 10 - suivre'), at: ['4:17'] },
    { title: 'too few', deck: inExercise('docker tag web\ncp a.txt\nhelm install web'), at: ['4:1', '5:1', '6:1'] },
    { title: 'delete of a kind', deck: inExercise('kubectl delete pods'), at: ['4:16'] },
    { title: 'nothing to run', deck: inExercise('kubectl exec -it web'), at: ['4:1'] },
    {
      title: 'what is right',
      deck: inExercise(
        'kubectl label namespace hello color=purple\nkubectl label pods --all a=b\nkubectl logs web -c main\nkubectl get -f x.yaml\nkubectl delete pods -l a=b\n' +
          'kubectl exec web -- ls\ndocker run --rm nginx\nkubectl label pod/web color-\nkubectl create deployment web --image=x -- sleep 1d\nkubectl port-forward svc/web 80',
      ),
      at: [],
    },
    {
      title: 'words that the shell makes',
      deck: inExercise('docker rm $(docker ps -aq)\nkubectl label $NODE a=b\ncp $FILES\ndocker run $OPTIONS'),
      at: [],
    },
    {
      title: 'words that xargs adds',
      deck: inExercise('docker ps -q | xargs docker rm -f\necho x | xargs kubectl delete pod'),
      at: [],
    },
    { title: 'an extension', deck: inExercise('kubectl get applications\nkubectl label widget web a=b'), at: [] },
    {
      title: 'a name in a variable, and no kind',
      deck: inExercise('SECRET=$(kubectl get sa default -o jsonpath={.secrets[0].name})\nkubectl get $SECRET -o yaml'),
      at: ['5:13'],
      fixed: inExercise(
        'SECRET=$(kubectl get sa default -o jsonpath={.secrets[0].name})\nkubectl get secret $SECRET -o yaml',
      ),
    },
    {
      title: 'a kind and a name in a variable',
      deck: inExercise(
        'POD=$(kubectl get pods -o name | head -1)\nkubectl get $POD\nkubectl get $KIND\nkubectl get pod $POD',
      ),
      at: [],
    },
    {
      title: 'shown only',
      deck: '```\nkubectl logs deployment flux\nkubectl get logs\nkubectl label\n```\n',
      at: ['2:14', '3:13'],
    },
    { title: 'a name behind the pairs', deck: inExercise('kubectl label namespaces a=b kube-system'), at: ['4:30'] },
    {
      title: 'of programs without a grammar',
      deck: inExercise(
        'sudo systemctl restart\napt-get install -y\nssh -p 22\nsystemctl status\napt-get install -f\napt update\nkill -l',
      ),
      at: ['4:6', '5:1', '6:1'],
    },
    {
      title: 'a format without its template',
      deck: inExercise('kubectl get pods -o jsonpath\nkubectl get pods -o jsonpath={.items}'),
      at: ['4:18'],
    },
    { title: 'help', deck: inExercise('kubectl run --help\ndocker run --help\ncp --help'), at: [] },
    {
      title: 'named in a text',
      deck: 'With `docker run` and `kubectl label`.\n\n```bash\nkubectl label\n```\n',
      at: [],
    },
  ],
  check({ code, text }, report) {
    for (const piece of code) {
      if (!isTyped(piece)) {
        if (piece.kind === 'fence' && (piece.language === '' || isCommandLike(piece))) tellShown(piece, report);
        continue;
      }
      tellOthers(piece, report);
      for (const read of readCommands(piece)) {
        if (read.options.some(({ name }) => name === '--help')) continue;
        const severity = weightOf(piece);
        const cut = withoutValue(read);
        if (cut) {
          report(piece.span(cut.at.start, cut.at.end), cut.reason, { severity });
          continue;
        }
        // One fault, one message.
        if (hasUnknownOption(read)) continue;
        const problem = read.program === 'kubectl' ? (kubectlProblem(read) ?? nameAlone(read, text)) : count(read);
        if (!problem || (problem.reason.code === 'lint/extra-argument' && wrongOption(read))) continue;
        const { at, reason, fix } = problem;
        const edit = fix && { ...piece.span(fix.start, fix.end), text: fix.text };
        report(piece.span(at.start, at.end), reason, {
          severity,
          fix: edit && severity === 'error' ? [edit] : undefined,
        });
      }
    }
  },
};

/** Commands of programs whose arguments no table tells. */
function tellOthers(piece: Code, report: Report): void {
  const placeholders = placeholdersIn(piece);
  for (const command of commandsOf(piece)) {
    if (placeholders.some(({ start }) => command.start <= start && start < command.end)) continue;
    const { start, end } = command;
    const isPiped =
      /[|<]\s*(?:sudo\s+)?$/.test(piece.text.slice(0, start)) ||
      /[<>]/.test(piece.text.slice(start, end)) ||
      /^\s*\|(?!\|)/.test(piece.text.slice(end));
    const problem = unixProblem(command, isPiped);
    if (problem) report(piece.span(problem.at.start, problem.at.end), problem.reason, { severity: weightOf(piece) });
  }
}

/** Commands that nobody types here, but that somebody will copy. */
function tellShown(piece: Code, report: Report): void {
  if (!/^\s*(?:\$ )?kubectl /m.test(piece.text)) return;
  for (const read of readCommands(piece)) {
    const problem = read.program === 'kubectl' ? kubectlKindProblem(read) : undefined;
    if (problem) report(piece.span(problem.at.start, problem.at.end), problem.reason, { severity: 'warning' });
  }
}

interface Problem {
  readonly at: PlacedWord;
  readonly reason: Message;
  readonly fix?: { readonly start: number; readonly end: number; readonly text: string };
}

/** An option whose value is not there, or is another option. */
function withoutValue({ options, isOpen }: ReadCommand): Problem | undefined {
  for (const { name, word, kind, value, isCut } of options) {
    if (kind !== 'value') continue;
    const takesOption = value !== undefined && /^--[a-z][a-z-]+$/.test(value) && word.value === name;
    if (!isCut && !takesOption) continue;
    if (isCut && isOpen && isExpanded(word)) continue;
    return {
      at: word,
      reason: message('lint/option-without-value', { option: name, next: takesOption ? value : undefined }),
    };
  }
  return undefined;
}

/** `kubectl get $SECRET`, where the variable holds a name without its kind. */
function nameAlone({ command, operands }: ReadCommand, text: string): Problem | undefined {
  const [word, ...others] = operands;
  const [, variable] = /^"?\$\{?([A-Z][A-Z0-9_]*)\}?"?$/.exec(word?.text ?? '') ?? [];
  if (!word || variable === undefined || others.length > 0 || !/^(?:get|describe|delete|edit)$/.test(command.name))
    return undefined;
  const kind = singularKind(variable.replace(/_?(?:NAME|\d+)$/, ''));
  const [, value] = new RegExp(`\\b${variable}=(.{1,300})`).exec(text) ?? [];
  // `-o name` gives `pod/web`; only what is known to be a name alone is told.
  if (
    kind === undefined ||
    value === undefined ||
    !/\.name\b|\.metadata\.name/.test(value) ||
    /-o ?=?name|\//.test(value)
  )
    return undefined;
  const reason = message('lint/no-kind', { word: word.text, meant: undefined });
  return { at: word, reason, fix: { start: word.start, end: word.start, text: `${kind} ` } };
}

function count(read: ReadCommand): Problem | undefined {
  const arity = arityOf(read);
  if (!arity || read.isOpen) return undefined;
  const { command, program, found } = read;
  const operands = [...read.operands, ...(read.rest ?? [])];
  const file = fileForFolder(read);
  if (file) return file;
  const name = command.name === '' ? program : `${program} ${command.name}`;
  if (operands.length < arity.min) {
    const argument = argumentAt(command.usage, operands.length);
    return {
      at: found.name,
      reason: message('lint/missing-argument', { command: name, argument, usage: command.usage }),
    };
  }
  const extra = operands[arity.max];
  if (!extra) return undefined;
  return {
    at: extra,
    reason: message('lint/extra-argument', { command: name, argument: extra.text, usage: command.usage }),
  };
}

/** `docker build -t web Dockerfile`, `helm install web values.yaml`: a file where a folder is wanted. */
function fileForFolder({ program, command, operands }: ReadCommand): Problem | undefined {
  const isBuild = program === 'docker' && /^(?:image |builder |buildx )?build$/.test(command.name);
  const isChart = program === 'helm' && /^(?:install|upgrade|template)$/.test(command.name);
  const word = isBuild ? operands[0] : isChart ? operands[1] : undefined;
  if (!word || !(isBuild ? /(?:^|\/)Dockerfile(?:\.\w+)?$/ : /^(?!https?:)[\w./-]+\.ya?ml$/).test(word.value))
    return undefined;
  return {
    at: word,
    reason: message('lint/missing-option', { command: `${program} ${command.name}`, options: ['-f'] }),
  };
}

/** What the usage calls the operand of a number. */
function argumentAt(usage: string, index: number): string {
  const words = usage.split(' ').filter((word) => /^[[<]?[A-Z]{2}|^<\w/.test(word) && !/OPTION/i.test(word));
  return (words[index] ?? words.at(-1) ?? '…').replace(/[[\]]/g, '');
}
