import { message } from '../../messages/message.ts';
import { isTyped } from '../code.ts';
import { inExercise } from '../example.ts';
import { type ReadCommand, readCommands } from '../grammar/read-command.ts';
import type { LintRule } from '../rule.ts';

// Shells and consoles that end at once without input, and say nothing of use without a terminal.
const consoles =
  /^(?:\/(?:usr\/)?bin\/)?(?:bash|sh|ash|zsh|dash|python3?|irb|psql|mysql|mongo|mongosh|redis-cli|node)$/;

/** `docker run ubuntu bash` without `-it`. */
export const noTerminal: LintRule = {
  id: 'no-terminal',
  severity: 'warning',
  examples: [
    {
      title: 'docker',
      deck: inExercise('docker run ubuntu bash\ndocker run -i alpine sh\ndocker exec web bash'),
      at: ['4:1', '5:1', '6:1'],
    },
    {
      title: 'kubectl',
      deck: inExercise('kubectl exec web -- sh\nkubectl run x --rm -i --image=alpine -- sh'),
      at: ['4:1', '5:1'],
    },
    { title: 'compose without a terminal', deck: inExercise('docker compose exec -T web sh'), at: ['4:1'] },
    {
      title: 'with one, in the background, or with something to do',
      deck: inExercise(
        'docker run -it ubuntu bash\ndocker run -d ubuntu bash\ndocker run ubuntu bash -c date\ndocker exec -i db psql < dump.sql\necho date | docker exec -i web sh\n' +
          'docker compose exec web sh\nkubectl exec -ti web -- bash\ndocker run -t -i alpine sh\ndocker run --interactive --tty x sh\ndocker run python',
      ),
      at: [],
    },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isTyped)) {
      for (const read of readCommands(piece)) {
        const { found } = read;
        if (!isConsole(read)) continue;
        const isFed =
          /[|<]\s*(?:sudo\s+)?$/.test(piece.text.slice(0, found.start)) ||
          piece.text.slice(found.start, found.end).includes('<');
        if (isFed) continue;
        report(
          piece.span(found.name.start, found.name.end),
          message('lint/no-terminal', { command: `${read.program} ${read.command.name}` }),
        );
      }
    }
  },
};

function isConsole({ program, command, operands, options, rest }: ReadCommand): boolean {
  const has = (...names: readonly string[]): boolean => options.some(({ name }) => names.includes(name));
  if (program === 'docker-compose') {
    return /^(?:exec|run)$/.test(command.name) && has('-T', '--no-TTY', '--no-tty') && isAlone(operands.slice(1));
  }
  const verb = command.name.replace(/^container /, '');
  if (!/^(?:run|exec)$/.test(verb) || !/^(?:docker|kubectl)$/.test(program) || has('-d', '--detach')) return false;
  if (has('-i', '--interactive', '--stdin') && has('-t', '--tty')) return false;
  if (program === 'kubectl') return verb === 'run' && !has('-i', '--stdin', '--attach') ? false : isAlone(rest ?? []);
  return isAlone(operands.slice(1));
}

/** A console, and nothing for it to do. */
function isAlone(words: readonly { readonly value: string }[]): boolean {
  const [first, ...others] = words;
  return (
    first !== undefined &&
    consoles.test(first.value) &&
    others.every(({ value }) => /^(?:-l|--login|-U|postgres|-u|root|-p)$/.test(value))
  );
}
