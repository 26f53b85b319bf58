import { ConfigError, isMapping, type Mapping, numberOf, str } from './python.ts';

/** One port of a service; of what is not said, undefined. */
export interface ServicePort {
  readonly target: number | string | undefined;
  /** `8000`, or `8000-8010`: any one of them. */
  readonly published: number | string | undefined;
  readonly protocol: string | undefined;
  readonly mode: string | undefined;
  readonly externalIp: string | undefined;
}

interface Split {
  /** `80`, `80/udp` */
  readonly internal: readonly string[];
  /** Undefined: nothing is said of the outside; of an address without a port, one without. */
  readonly external: readonly (string | undefined)[] | undefined;
  readonly host: string | undefined;
}

const spec =
  /^((\[?(?<host>[a-fA-F\d.:]+)\]?:)?(?<ext>\d*)(-(?<extEnd>\d+))?:)?(?<int>\d+)(-(?<intEnd>\d+))?(?<proto>\/(udp|tcp|sctp))?$/;

/** `8000:80`, `127.0.0.1:8000-8001:80-81/udp`, as docker-py takes it apart. Throws ConfigError. */
export function splitPort(port: string): Split {
  const groups = spec.exec(port)?.groups as Readonly<Record<string, string | undefined>> | undefined;
  if (groups === undefined) {
    throw new ConfigError(`Invalid port "${port}", should be [[remote_ip:]remote_port[-remote_port]:]port[/protocol]`);
  }
  const { host, ext, extEnd, int = '', intEnd, proto = '' } = groups;
  const internal = range(int, intEnd, proto, false);
  const external = ext === undefined || ext === '' ? undefined : range(ext, extEnd, '', internal.length === 1);
  const mismatch = () => new ConfigError("Port ranges don't match in length");
  if (host === undefined) {
    if (ext === '' || (external !== undefined && external.length !== internal.length)) throw mismatch();
    return { internal, external, host };
  }
  if (external === undefined) return { internal, external: internal.map(() => undefined), host };
  if (external.length !== internal.length) throw mismatch();
  return { internal, external, host };
}

function range(start: string, end: string | undefined, suffix: string, isAnyOf: boolean): readonly string[] {
  if (end === undefined) return [start + suffix];
  if (isAnyOf) return [`${start}-${end}${suffix}`];
  const ports: string[] = [];
  for (let port = Number(start); port <= Number(end) && ports.length < 65_536; port++) ports.push(`${port}${suffix}`);
  return ports;
}

/** The ports that one entry of `ports` means. Throws ConfigError. */
export function parsePorts(entry: unknown): readonly ServicePort[] {
  if (isMapping(entry)) {
    const text = (key: string) => (entry[key] === undefined || entry[key] === null ? undefined : str(entry[key]));
    const target = numberOf(entry['target']) ?? text('target');
    return [
      makePort(target, numberOf(entry['published']) ?? text('published'), text('protocol'), text('mode'), undefined),
    ];
  }
  const { internal, external, host } = splitPort(str(entry));
  const ports = internal.map((port, index) => {
    const [target = '', protocol] = port.split('/');
    return makePort(target, external?.[index], protocol, undefined, host);
  });
  // As in a Python dict, a port that is named twice stands where it came first.
  return ports;
}

function makePort(
  target: number | string | undefined,
  published: number | string | undefined,
  protocol: string | undefined,
  mode: string | undefined,
  externalIp: string | undefined,
): ServicePort {
  if (typeof published === 'string' && published !== '' && !published.includes('-') && !/^\d+$/.test(published)) {
    throw new ConfigError(`Invalid published port: ${published}`);
  }
  const isRange = typeof published === 'string' && published.includes('-');
  return {
    target: target === '' || target === undefined ? target : Number(target),
    published: published === undefined || published === '' ? undefined : isRange ? published : Number(published),
    ...{ protocol, mode, externalIp },
  };
}

/** As `config` shows it and the hash sees it: what is said, in this order. */
export function portMapping({ target, published, protocol, mode, externalIp }: ServicePort): Mapping {
  return {
    ...(target !== undefined && { target }),
    ...(published !== undefined && { published }),
    ...(protocol !== undefined && { protocol }),
    ...(mode !== undefined && { mode }),
    ...(externalIp !== undefined && { external_ip: externalIp }),
  };
}

/** `127.0.0.1:8000:80/tcp` */
export function portText({ target, published, protocol = 'tcp', externalIp }: ServicePort): string {
  const host = externalIp === undefined || externalIp === '' ? '' : `${externalIp}:`;
  const outside = published ?? '';
  const colon = published !== undefined || host !== '' ? ':' : '';
  return `${host}${outside}${colon}${target ?? ''}/${protocol}`;
}

/** By which ports of two files are the same. */
export function portKey({ target, published, externalIp, protocol }: ServicePort): string {
  return JSON.stringify([target, published, externalIp, protocol]);
}
