import type { Language, Text } from '../messages/codes.ts';
import { message, refusal, word } from '../messages/message.ts';
import type { Program } from '../program.ts';
import { dockerCommands, runCommand } from './cli/dispatch.ts';
import { versionLine } from './cli/version.ts';
import { createCompose } from './compose.ts';
import type { Engine } from './engine.ts';

/** What stands behind the words of `docker image ls` and `docker container ls`. */
const aliases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  image: {
    ls: 'images',
    list: 'images',
    rm: 'rmi',
    pull: 'pull',
    push: 'push',
    tag: 'tag',
    build: 'build',
    history: 'history',
    inspect: 'image inspect',
    prune: 'image prune',
  },
  container: {
    ls: 'ps',
    list: 'ps',
    ps: 'ps',
    rm: 'rm',
    stop: 'stop',
    start: 'start',
    kill: 'kill',
    logs: 'logs',
    exec: 'exec',
    run: 'run',
    inspect: 'container inspect',
    prune: 'container prune',
    port: 'port',
    restart: 'restart',
  },
  system: { info: 'info' },
};

/** The command `docker` on an engine. */
export function createDocker(engine: Engine): Program {
  const compose = createCompose(engine);
  return async (invocation) => {
    const [first, ...rest] = invocation.args;
    if (first === 'compose') return compose({ ...invocation, args: rest });
    if (first === '--version' || first === '-v') {
      await invocation.stdout.write(versionLine);
      return 0;
    }
    if (first === undefined || first === '--help' || first === 'help') {
      await invocation.stdout.write(helpText(invocation.lang));
      return 0;
    }
    const group = Object.hasOwn(aliases, first) ? aliases[first] : undefined;
    const [second = ''] = rest;
    const name = group !== undefined && Object.hasOwn(group, second) ? group[second] : first;
    const command = dockerCommands.find((each) => each.name === name);
    if (command !== undefined)
      return runCommand(engine, command, invocation, group === undefined ? rest : rest.slice(1));
    await invocation.stderr.write(`${word(unknownCommand(first, group, second), invocation.lang)}\n`);
    return 1;
  };
}

const real =
  'attach commit cp create diff events export import load login logout pause rename save search stats top unpause update wait builder buildx config context manifest network node plugin secret service stack swarm system trust volume'.split(
    ' ',
  );

function unknownCommand(name: string, group: object | undefined, second: string): Text {
  if (name.startsWith('-')) return `unknown flag: ${name}\nSee 'docker --help'.`;
  if (group !== undefined || real.includes(name)) {
    const words = group === undefined ? name : `${name} ${second}`.trim();
    return refusal(`docker ${words}`, [...dockerCommands.map((command) => command.name), 'compose']);
  }
  return `docker: '${name}' is not a docker command.\nSee 'docker --help'`;
}

function helpText(lang: Language | undefined): string {
  const lines = dockerCommands
    .filter(({ name }) => !name.includes(' '))
    .map(({ name, summary }) => `  ${name.padEnd(11)} ${summary}\n`);
  return `
Usage:  docker [OPTIONS] COMMAND

A self-sufficient runtime for containers

${word(message('help/known-commands'), lang)}
${lines.join('')}
Run 'docker COMMAND --help' for more information on a command.
`;
}
