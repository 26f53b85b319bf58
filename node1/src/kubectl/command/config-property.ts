import { notSimulated } from '../../cli-kit/exit-error.ts';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import type { KubeConfig, Section } from '../kubeconfig/kubeconfig.ts';
import { without } from '../without.ts';

/** The fields of an entry that can be set by name: texts, bytes (in base64) and truth values. */
const fields: Readonly<Record<Section, Readonly<Record<string, 'text' | 'bytes' | 'bool'>>>> = {
  clusters: {
    server: 'text',
    'tls-server-name': 'text',
    'insecure-skip-tls-verify': 'bool',
    'certificate-authority': 'text',
    'certificate-authority-data': 'bytes',
    'proxy-url': 'text',
  },
  contexts: { cluster: 'text', user: 'text', namespace: 'text' },
  users: {
    'client-certificate': 'text',
    'client-certificate-data': 'bytes',
    'client-key': 'text',
    'client-key-data': 'bytes',
    token: 'text',
    tokenFile: 'text',
    as: 'text',
    username: 'text',
    password: 'text',
  },
};

/** `contexts.NAME.namespace`: names may have dots in them. */
interface Place {
  readonly section: Section;
  readonly name: string;
  readonly field: string | undefined;
}

function placeOf(path: string): Place | 'current-context' {
  const [section = '', ...parts] = path.split('.');
  if (section === 'current-context' && parts.length === 0) return 'current-context';
  if (section === 'preferences' || section === 'extensions') throw notSimulated(`kubectl config set ${path}`);
  if (section !== 'clusters' && section !== 'contexts' && section !== 'users')
    return fail(`unable to parse ${path} after [] at api.Config`);
  const known = parts.findIndex((part, at) => at > 0 && part in fields[section]);
  const name = (known < 0 ? parts : parts.slice(0, known)).join('.');
  if (known >= 0 && known < parts.length - 1) fail(`unable to parse one or more field values of ${path}`);
  return { section, name, field: known < 0 ? undefined : parts[known] };
}

/** `kubectl config set`. Throws ExitError. */
export function setProperty(call: KubectlCall, config: KubeConfig): { config: KubeConfig; said: string } {
  const [path = '', value = ''] = call.args;
  if (value === '') fail('you cannot use set to unset a property');
  if (path === '') fail('you must specify a property');
  const said = `Property ${JSON.stringify(path)} set.\n`;
  const place = placeOf(path);
  if (place === 'current-context') return { config: { ...config, currentContext: value }, said };
  const { section, name, field } = place;
  if (field === undefined) return fail(`can't set a map to a value: map[]`);
  const initial = section === 'clusters' ? { server: '' } : section === 'contexts' ? { cluster: '', user: '' } : {};
  const entry = { ...initial, ...config[section][name], [field]: valueOf(call, section, field, value) };
  return { config: { ...config, [section]: { ...config[section], [name]: entry } }, said };
}

function valueOf(call: KubectlCall, section: Section, field: string, value: string): unknown {
  switch (fields[section][field]) {
    case 'bool':
      if (!/^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(value))
        fail(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
      return /^[1tT]/.test(value);
    case 'bytes':
      if (call.flags.on('set-raw-bytes')) return Buffer.from(value).toString('base64');
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0)
        fail(
          `error decoding input value: illegal base64 data at input byte ${Math.max(0, value.search(/[^A-Za-z0-9+/]/))}`,
        );
      return value;
    default:
      return value;
  }
}

/** `kubectl config unset`. Throws ExitError. */
export function unsetProperty(call: KubectlCall, config: KubeConfig): { config: KubeConfig; said: string } {
  const [path = ''] = call.args;
  const said = `Property ${JSON.stringify(path)} unset.\n`;
  const whole = path as Section;
  if (['clusters', 'contexts', 'users'].includes(path)) return { config: { ...config, [whole]: {} }, said };
  const place = placeOf(path);
  if (place === 'current-context') return { config: { ...config, currentContext: '' }, said };
  const { section, name, field } = place;
  const { [name]: entry, ...others } = config[section];
  if (field === undefined) return { config: { ...config, [section]: others }, said };
  if (entry === undefined) return fail(`current map key \`${name}\` is invalid`);
  const rest = without(entry, field);
  const kept =
    section === 'contexts'
      ? { cluster: '', user: '', ...rest }
      : section === 'clusters'
        ? { server: '', ...rest }
        : rest;
  return { config: { ...config, [section]: { ...others, [name]: kept } }, said };
}
