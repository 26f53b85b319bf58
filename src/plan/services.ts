import { hasSubcommand, type Invocation } from './invocation.ts';
import { readScript } from './script.ts';

/** A command that has run, and what it showed. */
export interface ShownCommand {
  readonly command: string;
  readonly output: string;
}

/** A Kubernetes service as it was last shown. */
export interface ShownService {
  readonly name: string;
  /** None for a ClusterIP. */
  readonly nodePorts: readonly string[];
  /** Index of the command that showed it last, and of the one that first showed it with these ports. */
  readonly at: number;
  readonly since: number;
}

/** A command that made services, or was meant to. */
interface Making {
  readonly at: number;
  /** Empty when neither the command nor its output tells. */
  readonly names: readonly string[];
  /** It asked for a NodePort; otherwise nobody knows what it made. */
  readonly nodePort: boolean;
}

/** What a terminal has shown of services, in the order of the commands. */
export interface ServiceHistory {
  readonly services: readonly ShownService[];
  readonly makings: readonly Making[];
}

const types = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];
/** A table row or a message of kubectl is shorter. */
const longestLine = 1000;

/** Reads the rows of `kubectl get svc`, the text of `kubectl describe svc`, and what makes and deletes services. */
export function readServices(history: readonly ShownCommand[]): ServiceHistory {
  const services = new Map<string, ShownService>();
  let makings: Making[] = [];
  history.forEach(({ command, output }, at) => {
    const made: string[] = [];
    const show = (name: string, nodePorts: readonly string[]): void => {
      const before = services.get(name);
      const same = before?.nodePorts.join() === nodePorts.join();
      services.set(name, { name, nodePorts, at, since: same ? before.since : at });
    };
    let described: { readonly name: string; readonly ports: string[] } | undefined;
    for (const line of output.split('\n')) {
      if (line.length > longestLine) continue;
      const row = rowOf(line);
      if (row) show(row.name, row.nodePorts);
      const [, key, value = ''] = /^(Name|Type|NodePort): +(.+?)\s*$/.exec(line) ?? [];
      if (key === 'Name') described = { name: value, ports: [] };
      if (key === 'NodePort') described?.ports.push(...(/\b(\d+)\//.exec(value)?.slice(1) ?? []));
      if (described && (key === 'NodePort' || (key === 'Type' && types.includes(value))))
        show(described.name, described.ports);
      made.push(...(/^service\/(\S+) (?!unchanged|deleted)\w/.exec(line)?.slice(1) ?? []));
      made.push(...(/services "([^"]+)" already exists/.exec(line)?.slice(1) ?? []));
      const deleted = /^service "([^"]+)" deleted/.exec(line)?.[1];
      if (deleted === undefined) continue;
      services.delete(deleted);
      makings = makings.flatMap((making) => without(making, deleted));
    }
    const making = makingOf(command, made, at);
    if (making) makings.push(making);
  });
  return { services: [...services.values()], makings };
}

/** `webui  NodePort  10.104.7.154  <none>  80:30303/TCP  0s`, also after a namespace. */
function rowOf(line: string): { readonly name: string; readonly nodePorts: readonly string[] } | undefined {
  const columns = line.trim().split(/\s+/);
  const type = columns.findIndex((column, index) => index > 0 && index < 3 && types.includes(column));
  const ports = columns[type + 3];
  if (type === -1 || ports === undefined) return undefined;
  const name = (columns[type - 1] ?? '').replace(/^(?:service|svc)\//, '');
  return { name, nodePorts: [...ports.matchAll(/:(\d+)\//g)].map(([, port = '']) => port) };
}

function makingOf(command: string, made: readonly string[], at: number): Making | undefined {
  const { commands } = readScript(command);
  const exposing = commands.filter(isExposing);
  const wanted = exposing.filter(asksForNodePort);
  if (wanted.length > 0) {
    const named = wanted.map(nameOfExposed);
    // A name with a variable in it (a loop) can only be read from the output.
    const names = named.filter((name) => name !== undefined);
    return { at, names: names.length === named.length ? names : made, nodePort: true };
  }
  if (exposing.length > 0) return undefined;
  const installs = commands.some(
    (invocation) =>
      invocation.program === 'helm' && (hasSubcommand(invocation, 'install') || hasSubcommand(invocation, 'upgrade')),
  );
  return made.length > 0 || installs ? { at, names: made, nodePort: false } : undefined;
}

function isExposing(invocation: Invocation): boolean {
  return (
    invocation.program === 'kubectl' &&
    (hasSubcommand(invocation, 'expose') || hasSubcommand(invocation, 'create service'))
  );
}

function asksForNodePort(invocation: Invocation): boolean {
  const type = invocation.operands[0] === 'expose' ? invocation.options.get('--type') : invocation.operands[2];
  return /^(?:NodePort|LoadBalancer)$/i.test(type ?? '');
}

function nameOfExposed({ operands, options }: Invocation): string | undefined {
  const resource = operands[1] ?? '';
  const implied =
    operands[0] === 'create' ? operands[3] : resource.includes('/') ? resource.split('/')[1] : operands[2];
  const name = options.get('--name') ?? implied;
  return name !== undefined && /^[\w.-]+$/.test(name) ? name : undefined;
}

function without(making: Making, deleted: string): Making[] {
  if (!making.names.includes(deleted)) return [making];
  const names = making.names.filter((name) => name !== deleted);
  return names.length > 0 ? [{ ...making, names }] : [];
}
