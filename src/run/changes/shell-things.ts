import type { Thing, ThingKind } from '../../changes/inventory.ts';
import { firstTerminal } from '../../plan/terminals.ts';
import type { ShellPart } from '../terminal/shell-part.ts';
import { unquoted } from '../terminal/state-hooks.ts';

/** The shell changes them by itself, or we do. */
const ignored = new Set(['OLDPWD', 'PROMPT_COMMAND', 'PS0', 'PS1', 'PS2', 'PS4', 'OPTIND', 'HISTSIZE', 'HISTFILESIZE']);
/** What such a variable holds is nobody's to read in a report. */
const secretName = /pass|secret|token|credential|(?:^|_)(?:key|auth|pwd|pin)(?:_|$)|api_?key/i;
const definition = /^(\S+) \(\) ?\n\{[^]*?^\}$/gm;

/** What stands before the names of the things of a shell; nothing for the first. */
export function shellPrefix(terminal: string): string {
  return terminal === firstTerminal ? '' : `${terminal}: `;
}

/** What a shell has become: its folder, variables, functions, aliases, options and jobs. */
export function shellThings(terminal: string, part: ShellPart): readonly Thing[] {
  const things: Thing[] = [];
  const prefix = shellPrefix(terminal);
  const add = (
    kind: ThingKind,
    name: string,
    fingerprint: string,
    facts: Thing['facts'] = {},
    told?: string[],
  ): void => {
    things.push({ kind, name: prefix + name, fingerprint, facts, ...(told && { told }) });
  };
  const home = part.variables.find(({ name }) => name === 'HOME')?.line;
  const folder = withTilde(part.folder, home === undefined ? '' : valueOf(home));
  things.push({ kind: 'shell', name: terminal, fingerprint: part.folder, facts: { folder } });
  for (const { name, attributes, line } of part.variables) {
    if (ignored.has(name)) continue;
    const others = attributes.replace('x', '');
    const facts = {
      ...(!secretName.test(name) && { value: valueOf(line) }),
      ...(attributes.includes('x') && { exported: 'yes' }),
      ...(others !== '' && { attributes: others }),
    };
    add('variable', name, line, facts, ['value']);
  }
  for (const [body, name = ''] of part.functions.matchAll(definition)) add('function', name, body);
  for (const line of part.aliases) {
    const [, name = '', value = ''] = /^alias (?:-- )?([^=]+)=([^]*)$/.exec(line) ?? [];
    add('alias', name, value, { value: value.replaceAll(/^'|'$/g, '') });
  }
  for (const name of part.options) add('option', name, '');
  for (const [, name = ''] of part.settings.join('\n').matchAll(/^shopt -s (\w+)$/gm)) add('option', name, '');
  add('option', 'umask', part.umask, { value: part.umask.replace(/^umask /, '') });
  for (const line of part.jobs) {
    const [, number = '', state = '', command = ''] = /^\[(\d+)\][+-]? +(\S+(?: \d+)?) +(.*?)(?: &)?$/.exec(line) ?? [];
    if (number !== '') add('job', `[${number}] ${command}`, state, { state });
  }
  return things;
}

function valueOf(line: string): string {
  const at = line.indexOf('=');
  return at < 0 ? '' : unquoted(line.slice(at + 1));
}

function withTilde(folder: string, home: string): string {
  if (home === '' || home === '/') return folder;
  if (folder === home) return '~';
  return folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}
