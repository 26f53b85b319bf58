import type { Flag } from '../cli-kit/flags.ts';
import type { KubectlCommand } from './command.ts';

const optionsHint = 'Use "kubectl options" for a list of global command-line options (applies to all commands).\n';
const more = 'Use "kubectl <command> --help" for more information about a given command.\n';

/** The help of a command: shorter than kubectl's, with the same first lines and the same order. */
export function helpFor(command: KubectlCommand): string {
  const parts = [`${command.long ?? `${command.short}.`}\n`];
  if (command.aliases !== undefined) parts.push(`Aliases:\n${[command.name, ...command.aliases].join(', ')}\n`);
  if (command.examples !== undefined) {
    const examples = command.examples.map(([comment, line]) => `  # ${comment}\n  kubectl ${line}\n`);
    parts.push(`Examples:\n${examples.join('  \n')}`);
  }
  const commands = command.commands ?? [];
  if (commands.length > 0)
    parts.push(`Available Commands:\n${list(commands, Math.max(11, ...commands.map(({ name }) => name.length)))}`);
  const options = command.flags.filter(({ absent, hidden }) => absent !== true && hidden !== true);
  if (options.length > 0) parts.push(`Options:\n${[...options].sort(byName).map(optionText).join('')}`);
  parts.push(`Usage:\n  kubectl ${command.usage}\n`);
  parts.push((commands.length > 0 ? more : '') + optionsHint);
  return parts.join('\n');
}

/** The help of kubectl itself: its commands by section. */
export function rootHelp(
  groups: readonly { readonly title: string; readonly commands: readonly KubectlCommand[] }[],
): string {
  const sections = groups.map(({ title, commands }) => `${title}:\n${list(commands, 13)}`);
  return [
    'kubectl controls the Kubernetes cluster manager.\n',
    ' Find more information at: https://kubernetes.io/docs/reference/kubectl/overview/\n',
    ...sections,
    'Usage:\n  kubectl [flags] [options]\n',
    more + optionsHint,
  ].join('\n');
}

function list(commands: readonly KubectlCommand[], width: number): string {
  return commands.map(({ name, short }) => `  ${name.padEnd(width)} ${short}\n`).join('');
}

function byName(a: Flag, b: Flag): number {
  return a.name < b.name ? -1 : 1;
}

function optionText({ name, short, type, initial }: Flag): string {
  const value = {
    bool: initial ?? 'false',
    list: '[]',
    text: `'${initial ?? ''}'`,
    number: initial,
    duration: initial,
  }[type];
  return `  ${short === undefined ? '   ' : `-${short},`} --${name}=${value ?? ''}\n`;
}
