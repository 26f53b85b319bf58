import { notSimulated } from '../../cli-kit/exit-error.ts';
import type { PublishedPort } from '../engine/ports.ts';
import { OptionError } from './option-error.ts';

const most = 65_535;

/** The ports of one `-p`: `8000:80`, `127.0.0.1::80`, `8000-8002:80-82`, `published=8000,target=80`. Throws OptionError, in docker's words. */
export function parsePublished(given: string): readonly PublishedPort[] {
  const text = given.includes('=') ? standardNotation(given) : given;
  const [address, host, inner] = partsOf(text);
  const [container = '', protocol = 'tcp'] = inner.split('/');
  if (address !== '' && !/^(\d{1,3}\.){3}\d{1,3}$/.test(address) && !address.includes(':')) {
    throw new OptionError(`Invalid ip address: ${address}`);
  }
  if (container === '') throw new OptionError(`No port specified: ${text}<empty>`);
  const [from, to] = rangeOf(container) ?? fail(`Invalid containerPort: ${container}`);
  const [hostFrom, hostTo] = host === '' ? [0, 0] : (rangeOf(host) ?? fail(`Invalid hostPort: ${host}`));
  if (host !== '' && to - from !== hostTo - hostFrom && from !== to) {
    throw new OptionError(`Invalid ranges specified for container and host Ports: ${container} and ${host}`);
  }
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) throw new OptionError(`Invalid proto: ${protocol}`);
  if (protocol.toLowerCase() !== 'tcp') throw notSimulated(`docker run -p ${given}`);
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    hostPort: host === '' ? 0 : hostFrom + at,
    containerPort: from + at,
    ...(from === to && hostTo > hostFrom && { lastHostPort: hostTo }),
    ...(address !== '' && { hostAddress: address }),
  }));
}

function fail(problem: string): never {
  throw new OptionError(problem);
}

function partsOf(text: string): readonly [string, string, string] {
  const parts = text.split(':');
  const inner = parts.pop() ?? '';
  const host = parts.pop() ?? '';
  return [parts.join(':').replace(/^\[|\]$/g, ''), host, inner];
}

function rangeOf(text: string): readonly [number, number] | undefined {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (from === undefined || Number(from) > most || Number(to) > most || Number(to) < Number(from)) return undefined;
  return [Number(from), Number(to)];
}

function standardNotation(text: string): string {
  const fields: Record<string, string> = { protocol: 'tcp' };
  for (const field of text.split(',')) {
    const [name = '', value] = field.split('=');
    if (value === undefined) fail(`invalid publish opts format (should be name=value but got '${field}')`);
    fields[name] = value;
  }
  return `${fields['published'] ?? ''}:${fields['target'] ?? ''}/${fields['protocol'] ?? ''}`;
}
