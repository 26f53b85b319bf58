import type { Span } from '../../deck/scan/regions.ts';
import { message } from '../../messages/message.ts';
import { commandsOf, type FoundCommand } from '../commands.ts';
import { inExercise } from '../example.ts';
import { PortReader } from '../image-ports.ts';
import { deploymentsNamedBy, imageCommands } from '../kubectl.ts';
import type { LintRule } from '../rule.ts';
import { runCode } from '../shell.ts';

const files = {
  'stacks/app.yml':
    'services:\n  web:\n    build: web\n    image: ${REGISTRY}/web:${TAG}\n    ports:\n      - "8000:80"\n  api:\n    build: ./api\n',
  'stacks/web/Dockerfile': 'FROM nginx\nEXPOSE 80\n',
  'stacks/api/Dockerfile': 'FROM node\nEXPOSE 3000/tcp 9090\n',
};
function course(command: string): string {
  return [
    inExercise('cd ~/course/stacks\ndocker-compose -f app.yml build'),
    inExercise('for S in web api; do\n  kubectl create deployment $S --image=$REGISTRY/$S:$TAG\ndone'),
    inExercise(command),
  ].join('\n---\n\n');
}

/** A port of a service that its image does not listen on. */
export const wrongPort: LintRule = {
  id: 'wrong-port',
  severity: 'error',
  examples: [
    {
      title: 'another port than EXPOSE says',
      deck: course('kubectl expose deploy/web --type=NodePort --port=8080'),
      files,
      at: ['27:50'],
      fixed: course('kubectl expose deploy/web --type=NodePort --port=80'),
    },
    {
      title: 'a port that the text names, too: which one is wrong only people know',
      deck: `${course('kubectl expose deploy/web --type=NodePort --port=8080')}\nIt listens on port 8080.\n`,
      files,
      at: ['27:50'],
    },
    { title: 'inside of the cluster', deck: course('kubectl expose deployment web --port 8080'), files, at: ['27:38'] },
    { title: 'several ports', deck: course('kubectl expose deploy/api --port=80'), files, at: ['27:34'] },
    {
      title: 'another target port',
      deck: course('kubectl expose deploy/web --port=80 --target-port=8080'),
      files,
      at: ['27:51'],
    },
    { title: 'the port of EXPOSE', deck: course('kubectl expose deploy/api --port=9090'), files, at: [] },
    { title: 'the target port', deck: course('kubectl expose deploy/web --port=8080 --target-port=80'), files, at: [] },
    { title: 'an image of others', deck: course('kubectl expose deploy/redis --port=8080'), files, at: [] },
    { title: 'no files', deck: course('kubectl expose deploy/web --port=8080'), at: [] },
  ],
  check(document, report) {
    const reader = new PortReader(document.readFile);
    const images = new Map<string, string>();
    let counts: ReadonlyMap<number, number> | undefined;
    for (const piece of runCode(document)) {
      for (const command of commandsOf(piece)) {
        reader.follow(command);
        for (const { name, image } of imageCommands(command)) if (image !== undefined) images.set(name, image);
        if (command.invocation.operands[0] !== 'expose') continue;
        const [name = ''] = deploymentsNamedBy(command);
        const known = reader.portsOf(images.get(name) ?? '');
        const written = portOf(command, '--target-port') ?? portOf(command, '--port');
        if (!known || !written || known.ports.has(written.port)) continue;
        const ports = [...known.ports].join(', ');
        const at = piece.span(written.start, written.end);
        counts ??= countNumbers(document.text);
        const onlyHere = counts.get(written.port) === 1;
        const fromOutside = ['NodePort', 'LoadBalancer'].includes(command.invocation.options.get('--type') ?? '');
        report(
          at,
          message('lint/wrong-port', { name, ports, file: known.file, port: written.port }),
          // Who comes from outside uses the port of the node, so the one of the service may become any.
          { fix: known.ports.size === 1 && onlyHere && fromOutside ? [{ ...at, text: ports }] : undefined },
        );
      }
    }
  },
};

/** The number that an option gives, and where it stands. */
function portOf({ args }: FoundCommand, option: string): (Span & { readonly port: number }) | undefined {
  for (const [index, argument] of args.entries()) {
    const next = args[index + 1];
    const word = argument.value === option && next ? next : argument;
    const digits = word === argument ? argument.value.slice(option.length + 1) : word.value;
    const names = word !== argument || argument.value.startsWith(`${option}=`);
    if (names && /^\d{1,5}$/.test(digits) && word.text.endsWith(digits)) {
      return { start: word.end - digits.length, end: word.end, port: Number(digits) };
    }
  }
  return undefined;
}

/** How often each number stands in a text. */
function countNumbers(text: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const [digits] of text.matchAll(/\d+/g)) counts.set(Number(digits), (counts.get(Number(digits)) ?? 0) + 1);
  return counts;
}
