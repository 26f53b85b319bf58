import { type Inventory, type Thing, unknownNode } from '../changes/inventory.ts';

/** Milliseconds until a node that is far has said what it holds. */
export const farMs = 5_000;

/** Seconds that the other machine may look, and characters of what it says. */
const lookSeconds = 1;
const mostSaid = 512 * 1024;

const find = `timeout ${lookSeconds} find . -xdev -mindepth 1 \\( -name .git -o -name node_modules -o -path ./.cache -o -path ./.npm -o -path ./.kube/cache \\) -prune -o`;

/**
 * For a POSIX sh: what is below its folder, an entry a NUL, `end`, and what listens. GNU's find tells all of it at once; busybox's needs stat, which knows
 * whole seconds, and no name with a line end in it. Nothing of a file is read. What git and npm keep is left out.
 */
export const lookScript = `if [ "$PWD" = / ]; then cd 2>/dev/null; fi
if find . -maxdepth 0 -printf '' 2>/dev/null; then
  { ${find} -printf '%y %i %s %T@ %m %P\\0' 2>/dev/null; [ $? = 124 ] || printf 'end\\0'; } | head -c ${mostSaid}
elif find . -maxdepth 0 -exec stat -c %n {} + >/dev/null 2>&1; then
  { ${find} -exec stat -c '%F|%i %s %Y %a %n' {} + 2>/dev/null; [ $? = 124 ] || echo end; } \\
    | sed -e 's/^directory|/d /' -e 's/^[^|]*|/f /' -e 's| \\./| |' | tr '\\n' '\\0' | head -c ${mostSaid}
fi
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null
exit 0`;

const ignored = /^\.(?:bash_history|lesshst|viminfo)$/;
const files = ['file', 'folder', 'many'] as const;
/** Of a socket that listens, in the kernel's tables. */
const listening = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) 0+:0000 0A /gm;

/** What a node that is far holds, from what the script said there. `ports`: what listens there is the node's. */
export function farInventory(said: string, ports: boolean): Inventory {
  const things: Thing[] = [];
  const [entries, table, isWhole] = parts(said);
  for (const entry of entries) {
    const [, type = '', inode = '', size = '', time = '', mode = '', name = ''] =
      /^(\S) (\d+) (\d+) ([\d.]+) (\d+) ([^]*)$/.exec(entry) ?? [];
    if (name === '' || ignored.test(name)) continue;
    if (type === 'd') things.push({ kind: 'folder', name, fingerprint: '', facts: {} });
    else {
      const fingerprint = [inode, size, time, mode].join(' ');
      things.push({ kind: 'file', name, fingerprint, facts: { size, mode }, told: ['size'] });
    }
  }
  if (!isWhole) return unknownNode();
  if (!ports) return { ...unknownNode(files), things };
  for (const [, port = ''] of table.matchAll(listening)) {
    things.push({ kind: 'port', name: String(Number.parseInt(port, 16)), fingerprint: '', facts: {} });
  }
  return { ...unknownNode([...files, 'port']), things };
}

function parts(said: string): readonly [entries: readonly string[], table: string, isWhole: boolean] {
  const entries = said.split('\0');
  const end = entries.lastIndexOf('end');
  return end < 0 ? [[], '', false] : [entries.slice(0, end), entries.slice(end + 1).join('\0'), true];
}
