import type { PlacedWord } from '../commands.ts';
import type { ReadCommand } from '../grammar/read-command.ts';
import { type CommandNames, type Name } from './name.ts';

type Expand = (word: string) => readonly string[];

/** Commands whose operands are names of containers. */
const ofContainers =
  /^(?:container )?(?:attach|commit|diff|exec|export|kill|logs|pause|port|rename|restart|rm|start|stats|stop|top|unpause|update|wait|inspect)$/;

const builtinNetworks = new Set(['bridge', 'host', 'none', 'default', 'ingress', 'docker_gwbridge']);

/** What a docker command makes and asks for. */
export function dockerNames({ command, operands, options }: ReadCommand, expand: Expand): CommandNames {
  const verb = command.name;
  const made: Name[] = [];
  const asks: { kind: string; name: string; word: PlacedWord }[] = [];
  const values = (...names: readonly string[]): { value: string; word: PlacedWord }[] =>
    options.flatMap(({ name, value, word }) => (names.includes(name) && value !== undefined ? [{ value, word }] : []));
  const make = (kind: string, text: string): void => {
    for (const name of expand(text)) made.push({ kind, name });
  };
  const ask = (kind: string, text: string, word: PlacedWord): void => {
    if (/^[a-z][\w.-]{1,60}$/i.test(text) && !/^[a-f0-9]{4,64}$/.test(text)) asks.push({ kind, name: text, word });
  };
  if (/^(?:container )?(?:run|create)$/.test(verb)) {
    for (const { value } of values('--name')) make('container', value);
    for (const { value } of values('--network-alias', '--net-alias')) make('container', value);
    for (const { value, word } of values('--network', '--net')) {
      const network = /^container:(.*)$/.exec(value)?.[1];
      if (network !== undefined) ask('container', network, word);
      else if (!builtinNetworks.has(value)) ask('network', value, word);
    }
    for (const { value, word } of values('--link', '--volumes-from')) ask('container', value.split(':')[0] ?? '', word);
    for (const { value } of values('-v', '--volume'))
      if (/^[a-z][\w.-]*:/i.test(value)) make('volume', value.split(':')[0] ?? '');
    for (const { value } of values('--mount')) {
      const volume = /(?:^|,)(?:source|src)=([a-z][\w.-]*)/i.exec(value)?.[1];
      if (volume !== undefined) make('volume', volume);
    }
  } else if (/^(?:container )?rename$/.test(verb)) {
    if (operands[0]) ask('container', operands[0].value, operands[0]);
    if (operands[1]) make('container', operands[1].value);
  } else if (verb === 'volume create') {
    if (operands[0]) make('volume', operands[0].value);
  } else if (verb === 'network create') {
    if (operands[0]) make('network', operands[0].value);
  } else if (/^volume (?:inspect|rm)$/.test(verb)) {
    for (const word of operands) ask('volume', word.value, word);
  } else if (/^network (?:inspect|rm)$/.test(verb)) {
    for (const word of operands) if (!builtinNetworks.has(word.value)) ask('network', word.value, word);
  } else if (/^network (?:dis)?connect$/.test(verb)) {
    const [network, container] = operands;
    if (network && !builtinNetworks.has(network.value)) ask('network', network.value, network);
    if (container) ask('container', container.value, container);
  } else if (ofContainers.test(verb)) {
    // What follows the name in `exec` and `top` is another program's; `inspect` takes anything.
    const words = /(?:exec|top|commit|port)$/.test(verb) ? operands.slice(0, 1) : verb === 'inspect' ? [] : operands;
    for (const word of words) ask('container', word.value, word);
  }
  const isOpaque = /^(?:stack|service|swarm|plugin|buildx) /.test(verb);
  return { made, asks, isOpaque };
}
