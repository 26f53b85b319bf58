import { posix } from 'node:path';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import type { MountRequest } from '../engine/options.ts';
import { ramInBytes } from './limits.ts';
import { OptionError } from './option-error.ts';

const modes = ['ro', 'rw', 'z', 'Z', 'nocopy', 'delegated', 'cached', 'consistent'];
const propagations = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/** One `-v`: `name:/path`, `/path:/path:ro`, `/path`. Throws OptionError, and refusals. */
export function volumeFlag(text: string): MountRequest {
  const parts = text.split(':');
  const invalid = (problem = ''): OptionError =>
    new OptionError(`Error response from daemon: invalid volume specification: '${text}'${problem}`);
  if (text === '' || parts.length > 3) throw invalid();
  const [first = '', second, mode = ''] = parts;
  if (second === undefined || first === '') return { type: 'volume', target: rooted(second ?? first) };
  const words = mode === '' ? [] : mode.split(',');
  const wrong = words.find((word) => !modes.includes(word) && !propagations.includes(word));
  if (wrong !== undefined) throw new OptionError(`Error response from daemon: invalid mode: ${mode}`);
  const type = first.startsWith('/') ? 'bind' : 'volume';
  if (!second.startsWith('/')) {
    throw invalid(
      `: invalid mount config for type "${type}": invalid mount path: '${second}' mount path must be absolute`,
    );
  }
  if (posix.normalize(rooted(second)) === '/') {
    throw invalid(`: invalid mount config for type "${type}": invalid specification: destination can't be '/'`);
  }
  requireNoSocket(first);
  return {
    type,
    source: type === 'bind' ? posix.normalize(first).replace(/(.)\/$/, '$1') : first,
    target: rooted(second),
    readOnly: words.includes('ro'),
    mode: type === 'volume' && mode === '' ? 'z' : mode,
    isEmpty: words.includes('nocopy'),
  };
}

/** docker takes a relative path as one below the root. */
function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** The engine's own socket is no file here. */
function requireNoSocket(source: string): void {
  if (/^(\/var)?\/run\/docker\.sock$/.test(source)) throw notSimulated(`docker run -v ${source}`);
}

/** One `--mount`: `type=bind,source=/a,target=/b,readonly`. Throws ExitError, and refusals. */
export function mountFlag(text: string): MountRequest {
  const invalid = (problem: string): ExitError =>
    new ExitError(
      `invalid argument ${JSON.stringify(text)} for "--mount" flag: ${problem}\nSee 'docker run --help'.`,
      125,
    );
  const request: Record<string, unknown> = { type: 'volume', isStrict: true };
  const tmpfs: string[] = [];
  for (const field of text.split(',')) {
    const [name = '', value] = field.split(/=(.*)/s);
    const key = name.toLowerCase();
    if (value === undefined && !['readonly', 'ro', 'volume-nocopy', 'bind-nonrecursive'].includes(key)) {
      throw invalid(`invalid field '${field}' must be a key=value pair`);
    }
    switch (key) {
      case 'type':
        request['type'] = value?.toLowerCase();
        break;
      case 'source':
      case 'src':
        request['source'] = value;
        break;
      case 'target':
      case 'dst':
      case 'destination':
        request['target'] = value;
        break;
      case 'readonly':
      case 'ro':
        if (value !== undefined && !/^(true|false|1|0)$/.test(value))
          throw invalid(`invalid value for ${key}: ${value}`);
        request['readOnly'] = value === undefined || /^(true|1)$/.test(value);
        break;
      case 'volume-nocopy':
        request['isEmpty'] = value === undefined || value === 'true';
        break;
      case 'volume-label':
        request['labels'] = {
          ...(request['labels'] as object),
          [(value ?? '').split('=')[0] ?? '']: (value ?? '').split(/=(.*)/s)[1] ?? '',
        };
        break;
      case 'consistency':
      case 'bind-propagation':
      case 'bind-nonrecursive':
        break;
      case 'tmpfs-size': {
        const bytes = ramInBytes(value ?? '');
        if (bytes === undefined) throw invalid(`invalid value for ${key}: ${value ?? ''}`);
        tmpfs.push(`size=${bytes}`);
        break;
      }
      case 'tmpfs-mode':
        if (!/^[0-7]+$/.test(value ?? '')) throw invalid(`invalid value for ${key}: ${value ?? ''}`);
        tmpfs.push(`mode=${value ?? ''}`);
        break;
      case 'volume-driver':
      case 'volume-opt':
        throw notSimulated(`docker run --mount ${key}`);
      default:
        throw invalid(`unexpected key '${name}' in '${field}'`);
    }
  }
  if (request['type'] === '') throw invalid('type is required');
  if (request['target'] === undefined || request['target'] === '') throw invalid('target is required');
  if (!['bind', 'volume', 'tmpfs'].includes(request['type'] as string)) {
    throw new OptionError(
      `Error response from daemon: invalid mount config for type ${JSON.stringify(request['type'])}: mount type unknown`,
    );
  }
  if (request['type'] === 'bind' && request['source'] === undefined) {
    throw new OptionError(
      'Error response from daemon: invalid mount config for type "bind": field Source must not be empty',
    );
  }
  requireNoSocket(String(request['source']));
  if (request['type'] === 'volume') request['mode'] = 'z';
  if (request['type'] === 'tmpfs' && tmpfs.length > 0) request['mode'] = tmpfs.join(',');
  return request as unknown as MountRequest;
}

/** One `--tmpfs`: `/path` or `/path:size=64m`. */
export function tmpfsFlag(text: string): MountRequest {
  const [target = '', mode = ''] = text.split(/:(.*)/s);
  if (!target.startsWith('/')) {
    throw new OptionError(`Error response from daemon: invalid mount path: '${target}' mount path must be absolute`);
  }
  return { type: 'tmpfs', target, mode };
}
