import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, release } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isHeldWhere, userNamespaceOf } from '../listeners.ts';
import type { Command, Enclosure } from './enclosure.ts';
import { limitedBy, type Limits } from './limits.ts';

/** Milliseconds that processes may take to be gone after SIGKILL. */
const goneMs = 5_000;

/**
 * What the first process of a namespace does: `$0` is the folder of the node, `$1` that in which all nodes have theirs, `$2` the
 * home of the runner's user, then what must be seen of it, `--`, and the command.
 * What others may have is covered, and all that is not its own can only be read.
 */
const cover = `set -e
nodes=$1 home=$2; shift 2
put_below() {
  for each in $kept; do
    case \${each#*:} in "$1"/*) ;; *) continue ;; esac
    mkdir -p "\${each#*:}"; mount -n --move "keep/\${each%%:*}" "\${each#*:}"
  done
}
cd "$0"
mkdir -p "tmp/\${0#"$nodes"/}"
mount --bind "$0" "$0"
cd "$0"
number=0 kept=
while [ "$1" != -- ]; do
  number=$((number + 1)); mkdir -p "keep/$number"; mount --rbind "$1" "keep/$number"
  kept="$kept $number:$1"; shift
done
shift
while read -r device point type options rest; do
  case $point in "$0" | /proc | /proc/* | /dev | /dev/* | /sys | /sys/*) continue ;; esac
  ro=remount,bind,ro
  for each in nosuid nodev noexec noatime nodiratime relatime; do
    case ,$options, in *,$each,*) ro=$ro,$each ;; esac
  done
  mount -o "$ro" "$point" || [ "$point" != / ]
done </proc/self/mounts
if [ -d "$home" ] && [ "$home" != / ]; then
  mount -t tmpfs -o mode=700,size=1m tmpfs "$home"
  case $home/ in "$nodes"/*) ;; *) put_below "$home" ;; esac
  mount -o remount,bind,ro "$home"
fi
[ ! -d /var/tmp ] || mount --bind tmp /var/tmp
mount --bind tmp "$nodes"
put_below "$nodes"
mount -c --bind . "$0"
cd "$0"
mount -t tmpfs -o mode=1777,size=64m tmpfs /dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts /dev/pts
[ ! -d /run/user ] || mount -t tmpfs -o mode=755,size=1m tmpfs /run/user
exec "$@"`;

/** Takes away what the first process needed to cover things. */
const withoutRights = [
  ...['setpriv', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all', '--'],
];

/** Process 1 of a namespace collects whose parents have ended; Node would not. For dash, 0 is /dev/null already where it is to be copied for a job. */
const init = 'exec 3<&0; "$0" "$@" <&3 3<&- & exec 3<&-; wait "$!"';

/**
 * A user, mount and process namespace of its own: for a runner that is not root. Files of others are covered and their processes
 * unseen, although all belong to one user. Ports of the loopback address are not kept apart.
 */
export function namespaceEnclosure(parent: string, needed: readonly string[], limits: Limits): Enclosure {
  const folder = join(parent, 'node');
  mkdirSync(folder, { mode: 0o700 });
  const limited = limitedBy(limits).filter((word) => countsPerNamespace() || !word.startsWith('--nproc'));
  const home = homedir();
  const nodes = dirname(parent);
  const kept = needed.filter((path) => path.startsWith(home + sep) || path.startsWith(nodes + sep));
  let outer = 0;
  return {
    folder,
    own: () => undefined,
    first: ([program, args]) => [
      'unshare',
      [
        ...['--user', '--map-root-user', '--mount', '--pid', '--ipc', '--fork', '--kill-child', '--mount-proc'],
        ...['/bin/sh', '-c', cover, folder, nodes, home, ...kept, '--'],
        ...[...limited, ...withoutRights, '/bin/sh', '-c', init, program, ...args],
      ],
    ],
    started: (pid) => {
      outer = pid;
    },
    shell: ([program, args]): Command => [
      'nsenter',
      [
        ...[`--target=${childOf(outer) ?? 0}`, '--user', '--preserve-credentials', '--mount', '--pid', '--ipc', '--'],
        ...[
          '/bin/sh',
          '-c',
          'cd "$0" && exec "$@"',
          join(folder, 'home'),
          ...limited,
          ...withoutRights,
          program,
          ...args,
        ],
      ],
    ],
    opened: () => undefined,
    pidOf: (pid) => childOf(pid) ?? pid,
    owns: (listener) => {
      const own = userNamespaceOf(childOf(outer) ?? 0);
      return own !== undefined && isHeldWhere(listener, (pid) => userNamespaceOf(pid) === own);
    },
    end: async () => {
      const first = childOf(outer);
      for (const pid of [first, outer]) if (pid) kill(pid);
      const until = Date.now() + goneMs;
      for (let pause = 2; first && isThere(first) && Date.now() < until; pause = Math.min(2 * pause, 50)) {
        await delay(pause);
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Since Linux 5.14 a user namespace has a count of processes of its own; before, one counts those of all students and the runner's own. */
function countsPerNamespace(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 14);
}

function childOf(pid: number): number | undefined {
  try {
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ');
    return first ? Number(first) : undefined;
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ended meanwhile
  }
}

function isThere(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}
