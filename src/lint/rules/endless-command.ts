import { message } from '../../messages/message.ts';
import { isEndless } from '../../plan/policy.ts';
import { shorten } from '../../plan/shorten.ts';
import type { Step } from '../../plan/step.ts';
import { isMove } from '../../plan/terminals.ts';
import type { Code } from '../code.ts';
import type { LintDocument } from '../document.ts';
import { inExercise, withHidden } from '../example.ts';
import type { LintRule } from '../rule.ts';
import { runCode, topCommands } from '../shell.ts';

/** The exercise says that several terminals are used. */
const severalTerminals =
  /\b(?:terminals?|windows?|panes?|tabs?|screens?|shells?|consoles?|sessions?|fenêtres?|terminaux|onglets?|écrans?|panneaux?)\b/i;

/** A command that does not end by itself, and that nothing in the deck stops. */
export const endlessCommand: LintRule = {
  id: 'endless-command',
  severity: 'warning',
  examples: [
    { title: 'logs that are followed', deck: inExercise('kubectl logs deploy/worker --follow'), at: ['4:1'] },
    { title: 'a loop', deck: inExercise('while true; do date; sleep 1; done'), at: ['4:1'] },
    { title: 'commands after it in the same snippet', deck: inExercise('ping 1.1.1.1\nls'), at: ['4:1'] },
    {
      title: 'one after the other in the same snippet',
      deck: inExercise('kubectl get pods -w\nkubectl get deploy -w'),
      at: ['4:1'],
    },
    {
      title: 'several terminals',
      deck: inExercise('kubectl get pods -w\nkubectl get deploy -w').replace('[\n', '[\n\n- In two terminals:\n'),
      at: ['6:1'],
    },
    { title: 'stopped by a key', deck: withHidden('top', 'key ^C'), at: [] },
    { title: 'stopped by keys', deck: withHidden('top', 'keys q'), at: [] },
    { title: 'a wait', deck: withHidden('kubectl logs deploy/worker -f', 'wait Coin found:'), at: [] },
    {
      title: 'stopped later',
      deck: `${inExercise('docker-compose up')}\n---\n\n${withHidden('ls', 'key ^C')}`,
      at: [],
    },
    {
      title: 'stopped by a later command',
      deck: `${inExercise('docker-compose up')}\n---\n\n${inExercise('docker-compose down')}`,
      at: [],
    },
    { title: 'left running beside a new terminal', deck: withHidden('top', 'tmux split-pane -v'), at: [] },
    { title: 'in the background', deck: inExercise('kubectl proxy &'), at: [] },
    { title: 'a limit of time', deck: inExercise('timeout 10 ping 1.1.1.1'), at: [] },
    { title: 'a command that ends', deck: inExercise('kubectl logs deploy/worker'), at: [] },
  ],
  check(document, report) {
    const stopped = stoppedSteps(document.plan.steps);
    for (const { piece, step } of stepsWithCode(document)) {
      if (step.skip !== undefined || !mayBeEndless(step) || !isEndless(piece.text)) continue;
      const commands = topCommands(piece);
      const index = commands.findIndex(({ text }) => isEndless(text));
      const command = commands[index];
      const follows = command !== undefined && index < commands.length - 1;
      const isStopped = stopped.has(step);
      if (isStopped && !follows) continue;
      const { start, end } = command ?? { start: 0, end: piece.text.length };
      const at = piece.span(start, end);
      const name = shorten(piece.text.slice(start, end));
      if (follows && !isStopped) {
        const position = piece.exercise?.position;
        const prose = position ? document.source.original.slice(position.start.offset, position.end.offset) : '';
        report(at, message('lint/endless-command-in-the-way', { command: name }), {
          severity: severalTerminals.test(prose) ? 'warning' : 'error',
        });
      } else if (!isStopped) {
        report(at, message('lint/endless-command', { command: name }));
      }
    }
  },
};

const stopsOthers =
  /\b(?:p?kill|killall)\b|\bdocker(?:-compose| compose| container)?\b[^\n]{0,100}\b(?:stop|kill|down|rm)\b/;

/** The endless steps that a later step stops, leaves for another terminal, or waits for. */
function stoppedSteps(steps: readonly Step[]): Set<Step> {
  const stopped = new Set<Step>();
  const running: Step[] = [];
  // Those of `running` before this index are in `stopped`.
  let settled = 0;
  const stopAll = (): void => {
    for (const step of running.slice(settled)) stopped.add(step);
    settled = running.length;
  };
  for (const step of steps) {
    if (isShell(step)) {
      if (mayBeEndless(step) && isEndless(step.input)) running.push(step);
      else if (stopsOthers.test(step.input)) stopAll();
    } else if (step.action === 'wait' || step.action === 'longwait' || isMove(step)) {
      stopAll();
    } else if (step.action === 'key' || step.action === 'keys') {
      const last = running.pop();
      if (last) stopped.add(last);
      settled = Math.min(settled, running.length);
    }
  }
  return stopped;
}

/** The plan knows most of those that are not. */
function mayBeEndless({ policy }: Step): boolean {
  return policy === 'endless' || policy === 'detached';
}

function* stepsWithCode(document: LintDocument): Iterable<{ readonly piece: Code; readonly step: Step }> {
  const steps = new Map(
    document.plan.steps.filter(isShell).map((step) => [`${step.place.line}:${step.place.column}`, step]),
  );
  for (const piece of runCode(document)) {
    const { line, column } = document.source.point(piece.start);
    const step = steps.get(`${line}:${column}`);
    if (step) yield { piece, step };
  }
}

function isShell({ action }: Step): boolean {
  return action === 'bash' || action === 'hide';
}
