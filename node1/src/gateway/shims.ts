import { linkSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '../messages/codes.ts';
import { message, word } from '../messages/message.ts';
import type { PlainKeys } from './plain-door.ts';

/** The compiled programs, from here as well as from what is built of this file: both are two folders below the package. */
const built = new URL('../../dist/gateway/', import.meta.url);

/** A command of node1: its name, and the script that it is. */
export type Shim = readonly [name: string, script: string];

/**
 * Variables by which users tell Node what it is to do. Ours is not meant; what the commands are told has them all the same: `client.ts` gives them
 * their names back.
 */
const nodeVariables = ['NODE_OPTIONS', 'NODE_DEBUG', 'NODE_V8_COVERAGE', 'NODE_EXTRA_CA_CERTS', 'NODE_NO_WARNINGS'];

/** How a command whose program is in the node gets there. */
export interface NodeWay {
  /** The Unix socket of the node. */
  readonly socket: string;
  /** For commands that have bash; undefined: all go by Node. */
  readonly plain?: { readonly bash: string; readonly keys: PlainKeys };
}

/** The way to the node, by bash where `path` leads to one. */
export function nodeWay(socket: string, keys: PlainKeys | undefined, path: string): NodeWay {
  const bash = inPath('bash', path);
  // In the first line of a script, blanks end a path, and systems cut long lines.
  const isFit = bash !== undefined && keys !== undefined && /^\/\S{1,100}$/.test(bash);
  return { socket, ...(isFit && { plain: { bash, keys } }) };
}

/** A command whose program is in the node. */
export function nodeShim(name: string, way: NodeWay, lang: Language): Shim {
  return [name, scriptOf(quote(name), way, lang)];
}

/** The same for many: their script is one and the same, and knows its name by the file that it is called by. */
export function nodeShims(names: readonly string[], way: NodeWay, lang: Language): readonly Shim[] {
  const script = scriptOf('"${0##*/}"', way, lang);
  return names.map((name) => [name, script]);
}

/** `name`: a word of sh. */
function scriptOf(name: string, { socket, plain }: NodeWay, lang: Language): string {
  const client = [fileURLToPath(new URL('client.js', built)), socket, lang];
  const start = nodeCommand([...client, 'start'], name);
  const adopt = nodeCommand([...client, 'adopt'], name);
  return plain ? plainScript(name, plain, { start, adopt }, lang) : `#!/bin/sh\n${start}\n`;
}

/** A command that needs nothing of the node; what it refuses, it adds to the file `refused`, a line each. */
export function ownShim(name: string, lang: Language, refused: string): Shim {
  const command = nodeCommand([fileURLToPath(new URL('command.js', built)), lang, refused], quote(name));
  return [name, `#!/bin/sh\n${command}\n`];
}

/** Writes the scripts of commands into `folder`, which it makes. */
export function writeShims(folder: string, shims: readonly Shim[]): void {
  mkdirSync(folder, { mode: 0o700 });
  const written = new Map<string, string>();
  for (const [name, script] of shims) {
    const file = join(folder, name);
    const same = written.get(script);
    // In one go: each would be a turn of the event loop and a thread's work.
    if (same === undefined || !isLinked(same, file)) writeFileSync(file, script, { mode: 0o700 });
    written.set(script, file);
  }
}

/** Gives a file another name; false where the file system has no such thing. */
function isLinked(file: string, name: string): boolean {
  try {
    linkSync(file, name);
    return true;
  } catch {
    return false;
  }
}

/** The program of that name to which `path`, as in the variable PATH, leads; undefined where it leads to none. */
export function inPath(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => `${folder === '' ? '.' : folder}/${name}`)
    .find(isProgram);
}

/** Whether a file is there, and may be run by somebody. */
function isProgram(file: string): boolean {
  try {
    // Most are not there, and an exception takes longer than the question.
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat?.isFile() === true && (stat.mode & 0o111) !== 0;
  } catch {
    return false;
  }
}

/** Lines of a script for sh that become Node with these words, a last one as sh has it, and the script's own. */
function nodeCommand(words: readonly string[], last: string): string {
  const kept = nodeVariables.map(
    (name) => `[ -z "\${${name}+x}" ] || { export NODE1_${name}="$${name}"; unset ${name}; }`,
  );
  // Without --, Node takes --env-file for its own wherever it stands.
  return [...kept, `exec ${[process.execPath, '--', ...words].map(quote).join(' ')} ${last} "$@"`].join('\n');
}

/**
 * A script for bash that does what the node tells: it prints (o, e), ends (x), becomes a Node that goes on with the call (n) or that begins it anew (f), or a program of the machine (r). A
 * tenth of what a start of Node takes. Standard streams that are closed lead nowhere, as Node has it. Privileged mode (-p) has bash leave BASH_ENV and functions of the environment alone. What it says to the node is
 * `plain-door.ts`'s to read; what happens on the way to Node must not happen twice, nor never.
 */
function plainScript(
  name: string,
  { bash, keys }: NonNullable<NodeWay['plain']>,
  become: Readonly<Record<'start' | 'adopt', string>>,
  lang: Language,
): string {
  const ended = `${word(message('fault/ended', { name: '%s' }), lang)}\\n`;
  return `#!${bash} -p
[ -e /dev/fd/0 ] || exec </dev/null
[ -e /dev/fd/1 ] || exec >/dev/null
[ -e /dev/fd/2 ] || exec 2>/dev/null
node1_signal() {
  case $node1_got$1$node1_again in
    INTINT) node1_again=1 ;;
    INT | TERM | HUP) node1_got=$1 ;;
    *) trap - "$1"; kill -"$1" $$ ;;
  esac
  printf %s "\${1:0:1}" >&$node1_fd
}
node1_call() {
  local LC_ALL=C IFS=' ' node1_kind node1_size node1_text node1_got node1_again
  printf '%s\\n' ${keys.command} >&$node1_fd
  IFS= read -r -t 10 node1_text <&$node1_fd && [ "$node1_text" = ${keys.node} ] || return 4
  node1_text=
  [ ! -t 0 ] || node1_text=0
  [ ! -t 1 ] || node1_text+=1
  [ ! -t 2 ] || node1_text+=2
  printf '%s\\0' "$$ $node1_text- $#" ${name} "$@" >&$node1_fd
  trap 'node1_signal INT' INT
  trap 'node1_signal TERM' TERM
  trap 'node1_signal HUP' HUP
  while read -r node1_kind node1_size <&$node1_fd; do
    case $node1_kind in
      o) IFS= read -r -N "$node1_size" node1_text <&$node1_fd; printf %s "$node1_text" || exit 141 ;;
      e) IFS= read -r -N "$node1_size" node1_text <&$node1_fd; printf %s "$node1_text" >&4 || exit 141 ;;
      f) return 1 ;;
      n) return 2 ;;
      r) IFS= read -r -N "$node1_size" node1_file <&$node1_fd; return 3 ;;
      x)
        case $node1_got$node1_size in
          INT130 | TERM143 | HUP129) trap - "$node1_got"; kill -"$node1_got" $$ ;;
        esac
        exit "$node1_size"
        ;;
    esac
  done 4>&2 2>/dev/null
  printf ${quote(ended)} ${name} >&2
  exit 1
}
node1_end=4
if { command exec {node1_fd}<>/dev/tcp/127.0.0.1/${keys.port}; } 2>/dev/null; then
  node1_call "$@"
  node1_end=$?
  trap - INT TERM HUP
  [ $node1_end = 2 ] || exec {node1_fd}>&-
fi
case $node1_end in
2)
${become.adopt}
;;
3) exec "$node1_file" "$@" ;;
*)
${become.start}
;;
esac
`;
}

/** One word for sh, whatever is in it. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
