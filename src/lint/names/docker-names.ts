import type { PlacedWord } from '../commands.ts';
import type { ReadCommand } from '../grammar/read-command.ts';
import { type AskedWord, type CommandNames, type Name } from './name.ts';

type Expand = (word: string) => readonly string[];

/** Commands whose operands are names of containers. */
const ofContainers =
  /^(?:container )?(?:attach|commit|diff|exec|export|kill|logs|pause|port|rename|restart|rm|start|stats|stop|top|unpause|update|wait|inspect)$/;

const builtinNetworks = new Set(['bridge', 'host', 'none', 'default', 'ingress', 'docker_gwbridge']);

/** What a docker command makes and asks for. */
export function dockerNames({ command, operands, options }: ReadCommand, expand: Expand): CommandNames {
  const verb = command.name;
  const made: Name[] = [];
  const asks: AskedWord[] = [];
  const values = (...names: readonly string[]): { value: string; word: PlacedWord }[] =>
    options.flatMap(({ name, value, word }) => (names.includes(name) && value !== undefined ? [{ value, word }] : []));
  const make = (kind: string, text: string): void => {
    for (const name of expand(text)) made.push({ kind, name });
  };
  const ask = (kind: string, text: string, word: PlacedWord): void => {
    if (/^[a-z][\w.-]{1,60}$/i.test(text) && !/^[a-f0-9]{4,64}$/.test(text)) asks.push({ kind, name: text, word });
  };
  const askLoosely = (kind: string, text: string, word: PlacedWord | undefined): void => {
    if (word && /^[a-z0-9][\w./:-]{1,80}$/i.test(text)) asks.push({ kind, name: text, word, isLoose: true });
  };
  // What is not built here comes from a registry; only slips of the names that are built are told.
  function askImage(word: PlacedWord | undefined): void {
    const repository = repositoryOf(word?.value ?? '');
    if (!publicImages.has(repository)) askLoosely('image', repository, word);
  }
  if (/^(?:container )?(?:run|create)$/.test(verb)) {
    for (const { value } of values('--name')) make('container', value);
    for (const { value } of values('--network-alias', '--net-alias')) make('container', value);
    for (const { value, word } of values('--network', '--net')) {
      const network = /^container:(.*)$/.exec(value)?.[1];
      if (network !== undefined) ask('container', network, word);
      else if (!builtinNetworks.has(value)) ask('network', value, word);
    }
    for (const { value, word } of values('--link', '--volumes-from')) ask('container', value.split(':')[0] ?? '', word);
    for (const { value, word } of values('-v', '--volume')) {
      const [volume = ''] = value.split(':');
      if (!/^[a-z][\w.-]*:/i.test(value)) continue;
      askLoosely('volume', volume, word);
      make('volume', volume);
    }
    for (const { value, word } of values('--mount')) {
      const volume = /(?:^|,)(?:source|src)=([a-z][\w.-]*)(?:,|$)/i.exec(value)?.[1];
      if (volume === undefined || value.includes('type=bind')) continue;
      askLoosely('volume', volume, word);
      make('volume', volume);
    }
    askImage(operands[0]);
  } else if (/^(?:image |builder |buildx )?build$/.test(verb)) {
    for (const { value } of values('-t', '--tag')) make('image', repositoryOf(value));
  } else if (/^(?:image )?tag$/.test(verb)) {
    askImage(operands[0]);
    if (operands[1]) make('image', repositoryOf(operands[1].value));
  } else if (/^(?:image )?(?:push|rmi|save|history)$|^image (?:rm|inspect)$/.test(verb)) {
    for (const word of operands) askImage(word);
  } else if (/^(?:image )?pull$/.test(verb)) {
    if (operands[0]) make('image', repositoryOf(operands[0].value));
  } else if (/^(?:container )?cp$/.test(verb)) {
    for (const word of operands) {
      const [, container] = /^([A-Za-z][\w.-]*):/.exec(word.value) ?? [];
      if (container !== undefined) askLoosely('container', container, word);
    }
  } else if (verb === 'service create') {
    for (const { value } of values('--name')) make('swarmservice', value);
    for (const { value, word } of values('--secret')) askLoosely('swarmsecret', value.split(',')[0] ?? '', word);
    for (const { value, word } of values('--network'))
      if (!builtinNetworks.has(value)) askLoosely('network', value, word);
  } else if (/^service (?:scale|ps|update|rm|logs|inspect|rollback)$/.test(verb)) {
    for (const word of operands) askLoosely('swarmservice', word.value.split('=')[0] ?? '', word);
  } else if (verb === 'secret create') {
    if (operands[0]) make('swarmsecret', operands[0].value);
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
  if (/^(?:container )?commit$/.test(verb) && operands[1]) make('image', repositoryOf(operands[1].value));
  const isOpaque = /^(?:stack|service|swarm|plugin|buildx) /.test(verb);
  return { made, asks, isOpaque };
}

// Images that everybody uses: no slips of anything.
const publicImages = new Set(
  (
    'alpine ubuntu debian busybox nginx httpd redis postgres mysql mariadb mongo node python ruby golang golang php java openjdk registry traefik haproxy consul ' +
    'rabbitmq memcached elasticsearch kibana logstash jenkins wordpress ghost tomcat hello-world centos fedora swarm vault caddy perl rust bash gcc'
  ).split(' '),
);

/** Without its tag: `localhost:5000/web` of `localhost:5000/web:v1`. */
function repositoryOf(reference: string): string {
  return reference.replace(/@sha256:.*$/, '').replace(/:[^:/]*$/, '');
}
