import type { PlacedWord } from '../commands.ts';
import type { ReadCommand } from '../grammar/read-command.ts';
import { type AskedWord, type CommandNames, type Name, nothing } from './name.ts';

/** What a helm command makes and asks for: releases and repositories. */
export function helmNames(
  { command, operands, options }: ReadCommand,
  expand: (word: string) => readonly string[],
): CommandNames {
  const [first, second] = operands;
  const verb = command.name;
  const has = (...names: readonly string[]): boolean => options.some(({ name }) => names.includes(name));
  const asks: AskedWord[] = [];
  const made: Name[] = [];
  const ask = (kind: string, name: string | undefined, word: PlacedWord | undefined): void => {
    if (word && name !== undefined && /^[a-z][a-z0-9-]+$/.test(name)) asks.push({ kind, name, word, isLoose: true });
  };
  const make = (kind: string, word: PlacedWord | undefined): void => {
    for (const name of word ? expand(word.value) : []) made.push({ kind, name });
  };
  if (verb === 'install' || (verb === 'upgrade' && has('-i', '--install'))) make('release', first);
  else if (/^(?:upgrade|uninstall|delete|status|rollback|history|test|get \w+)$/.test(verb))
    ask('release', first?.value, first);
  if (verb === 'repo add') make('chartrepository', first);
  if (verb === 'repo remove') for (const word of operands) ask('chartrepository', word.value, word);
  const chart = /^(?:install|upgrade|template)$/.test(verb)
    ? (second ?? first)
    : /^(?:pull|show \w+)$/.test(verb)
      ? first
      : undefined;
  ask('chartrepository', /^([\w-]+)\/[\w-]+$/.exec(chart?.value ?? '')?.[1], chart);
  return { made, asks, isOpaque: true };
}

/** What a compose command asks for: services of its file. */
export function composeNames({ command, operands, options }: ReadCommand): CommandNames {
  const asks: AskedWord[] = [];
  const ask = (name: string, word: PlacedWord): void => {
    if (/^[a-z][\w.-]+$/i.test(name)) asks.push({ kind: 'composeservice', name, word });
  };
  if (/^(?:logs|restart|stop|start|rm|up|pause|unpause|build|pull|push|ps|kill|create|top)$/.test(command.name)) {
    for (const word of operands) ask(word.value, word);
  } else if (/^(?:exec|run|port)$/.test(command.name) && operands[0]) ask(operands[0].value, operands[0]);
  for (const { name, value, word } of options)
    if (name === '--scale' && value !== undefined) ask(value.split('=')[0] ?? '', word);
  return asks.length === 0 ? { ...nothing, isOpaque: true } : { made: [], asks, isOpaque: true };
}

/** The services of a compose file. */
export function servicesIn(text: string): Name[] {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => /^services:\s*$/.test(line));
  if (from < 0) return [];
  const found: Name[] = [];
  let indent: string | undefined;
  for (const line of lines.slice(from + 1)) {
    if (/^\S/.test(line)) break;
    const [, blanks = '', name] = /^(\s+)["']?([\w.-]+)["']?:\s*(?:#.*)?$/.exec(line) ?? [];
    if (name === undefined) continue;
    indent ??= blanks;
    if (blanks === indent) found.push({ kind: 'composeservice', name });
  }
  return found;
}
