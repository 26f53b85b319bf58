import { message } from '../../messages/message.ts';
import { interactiveUsages, type Usage } from '../../plan/policy-data.ts';
import { readScript } from '../../plan/script.ts';
import type { Step } from '../../plan/step.ts';
import { findUsage, nameOf } from '../../plan/usage.ts';
import { isTyped } from '../code.ts';
import { inExercise, withHidden } from '../example.ts';
import type { LintRule } from '../rule.ts';
import { runCode } from '../shell.ts';

const yes = ['-y', '--yes', '--assume-yes', '-qq', '--assumeyes'];
const force = ['-f', '--force'];

/** Uses of a program that ask a question when their input is a terminal. */
const askingUsages: readonly Usage[] = [
  ...['apt', 'apt-get', 'aptitude'].flatMap((program) =>
    ['install', 'remove', 'purge', 'upgrade', 'dist-upgrade', 'full-upgrade', 'autoremove'].map((subcommand) => ({
      program,
      subcommand,
      without: yes,
      fromTerminal: true,
    })),
  ),
  ...['yum', 'dnf'].flatMap((program) =>
    ['install', 'remove', 'update', 'upgrade'].map((subcommand) => ({
      program,
      subcommand,
      without: yes,
      fromTerminal: true,
    })),
  ),
  ...['system', 'container', 'image', 'volume', 'network', 'builder'].map((group) => ({
    program: 'docker',
    subcommand: `${group} prune`,
    without: force,
    fromTerminal: true,
  })),
  { program: 'docker-compose', subcommand: 'rm', without: [...force, '-s'], fromTerminal: true },
  { program: 'npm', subcommand: 'init', without: ['-y', '--yes'], fromTerminal: true },
  { program: 'npm', subcommand: 'login', fromTerminal: true },
  { program: 'ssh-keygen', without: ['-N', '-l', '-R', '-F', '-y', '-q', '-p', '-H', '-A'], fromTerminal: true },
  { program: 'ssh-copy-id', fromTerminal: true },
  { program: 'adduser', without: ['--gecos', '--disabled-password', '--system', '-D'], fromTerminal: true },
  { program: 'mysql_secure_installation', fromTerminal: true },
  { program: 'git', subcommand: 'add', any: ['-p', '--patch', '-i', '--interactive'], fromTerminal: true },
  { program: 'git', subcommand: 'clean', any: ['-i', '--interactive'], fromTerminal: true },
  {
    program: 'terraform',
    subcommand: 'apply',
    without: ['-auto-approve', '--auto-approve'],
    operandsAtMost: 0,
    fromTerminal: true,
  },
  { program: 'terraform', subcommand: 'destroy', without: ['-auto-approve', '--auto-approve'], fromTerminal: true },
  { program: 'kubeadm', subcommand: 'reset', without: force, fromTerminal: true },
  {
    program: 'gpg',
    any: ['--gen-key', '--full-generate-key', '--full-gen-key'],
    without: ['--batch'],
    fromTerminal: true,
  },
  { program: 'read', without: ['-t'], fromTerminal: true },
];

/** `git log`, `ssh-keygen`, `npm init`: a person has to type something, and the deck has no keys for it. */
export const waitsForPerson: LintRule = {
  id: 'waits-for-person',
  severity: 'warning',
  examples: [
    { title: 'questions', deck: inExercise('ssh-keygen -t ed25519'), at: ['4:1'] },
    { title: 'a pager', deck: inExercise('git log'), at: ['4:1'] },
    { title: 'an installation', deck: inExercise('sudo apt-get install tree'), at: ['4:6'] },
    { title: 'a form', deck: inExercise('mkdir x\nnpm init'), at: ['5:1'] },
    { title: 'an editor', deck: inExercise('git commit -a'), at: ['4:1'] },
    { title: 'removing what is not used', deck: inExercise('docker system prune'), at: ['4:1'] },
    { title: 'with keys', deck: withHidden('npm init', 'key ^C'), at: [] },
    {
      title: 'with an answer',
      deck: inExercise(
        'yes | apt-get install tree\napt-get install -y tree\nnpm init -y\ndocker system prune -f\nssh-keygen -N "" -f x\ngit log | head\ngit --no-pager log',
      ),
      at: [],
    },
    { title: 'a loop over lines', deck: inExercise('ls | while read F; do echo $F; done'), at: [] },
    {
      title: 'a shell elsewhere',
      deck: inExercise('ssh node2\nsudo -i\ndocker exec -it x sh\nkubectl run -it --rm x --image=y -- curl z'),
      at: [],
    },
    { title: 'nothing to ask', deck: inExercise('apt-get update\nnpm install\ngit commit -m x'), at: [] },
    {
      title: 'followed by lines for it',
      deck: inExercise('psql').replace('```\n\n]', '```\n\n```sql\nSELECT 1;\n```\n\n]'),
      at: [],
    },
  ],
  check(document, report) {
    const answered = answeredSteps(document.plan.steps);
    // Whoever says which editor it is has one that needs nobody.
    const hasEditor = /\b(?:KUBE_|GIT_)?EDITOR=/.test(document.text);
    const steps = new Map(document.plan.steps.map((step) => [`${step.place.line}:${step.place.column}`, step]));
    for (const piece of runCode(document).filter(isTyped)) {
      const { line, column } = document.source.point(piece.start);
      const step = steps.get(`${line}:${column}`);
      if (!step || answered.has(step) || (step.action !== 'bash' && step.action !== 'hide')) continue;
      const waiting = readScript(piece.text).commands.find(
        (command) =>
          !command.bounded &&
          !command.background &&
          (findUsage(command, askingUsages) !== undefined ||
            (findUsage(command, interactiveUsages) !== undefined && !shells.test(nameOf(command)))),
      );
      // The input of a loop is that of the loop: `cat x | while read`.
      if (waiting && hasEditor && /^(?:kubectl edit|git|crontab)/.test(nameOf(waiting))) continue;
      if (!waiting || (waiting.program === 'read' && /\bwhile\b[^\n]{0,60}\bread\b/.test(piece.text))) continue;
      const start = Math.max(0, piece.text.indexOf(waiting.program));
      report(
        piece.span(start, start + waiting.program.length),
        message('lint/waits-for-person', { command: nameOf(waiting) }),
      );
    }
  },
};

// A shell inside: what follows is typed there.
const shells =
  /^(?:ssh|sudo|su|bash|sh|dash|ash|zsh|fish|tmux|screen|docker|docker-compose|kubectl (?:exec|run|debug|attach))\b(?! login| .*prune| rm)/;

/** Steps whose next one types into what they have started, or that are left to a person anyway. */
function answeredSteps(steps: readonly Step[]): ReadonlySet<Step> {
  const answered = new Set<Step>();
  for (const [at, step] of steps.entries()) {
    const next = steps.slice(at + 1).find(({ action, skip }) => action !== 'none' || skip === undefined);
    if (next && next.action !== 'bash' && next.action !== 'hide') answered.add(step);
    if (step.policy === 'detached') answered.add(step);
  }
  return answered;
}
