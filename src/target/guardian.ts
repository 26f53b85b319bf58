import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Puts things right when this process is killed without a chance to do so itself. */
export interface Guardian {
  /** To be removed: a file. */
  file(path: string): void;
  /** To be removed when it is empty: a folder. */
  folder(path: string): void;
  /** To be removed with all that is in it. */
  tree(path: string): void;
  /** To be ended: the session that the process `leader` leads. */
  session(leader: number): void;
  /** To be ended: every process with `text` in its environment, also one that has left its session. */
  environment(text: string): void;
  /** To be ended: every process of the user `uid`; then what it left where everybody may write, and the file `lock`, are removed. */
  user(uid: number, lock: string): void;
  /** Everything is in order: nothing is to be done any more. */
  release(): void;
}

// The pipe from the runner closes when it ends, however it ends. Only what sh and /proc have; without /proc (macOS), only files.
// Each line is a word, the number of a guardian, and a value; lists have lines of a number and a value.
const script = `trap '' INT TERM HUP QUIT
files= folders= trees= sessions= texts= users=
nl='
'
IFS=$nl
set -f
keep() {
  kept=
  for each in $2; do case $each in "$1 "*) ;; *) kept=$kept$each$nl ;; esac; done
}
while read -r line; do
  entry=\${line#* }
  case $line in
    file\\ *) files=$files$entry$nl ;;
    folder\\ *) folders=$entry$nl$folders ;;
    tree\\ *) trees=$trees$entry$nl ;;
    session\\ *) sessions=$sessions$entry$nl ;;
    environment\\ *) texts=$texts$entry$nl ;;
    user\\ *) users=$users$entry$nl ;;
    release\\ *)
      keep "$entry" "$files"; files=$kept
      keep "$entry" "$folders"; folders=$kept
      keep "$entry" "$trees"; trees=$kept
      keep "$entry" "$sessions"; sessions=$kept
      keep "$entry" "$texts"; texts=$kept
      keep "$entry" "$users"; users=$kept ;;
    done) exit 0 ;;
  esac
done
end() {
  for stat in $(set +f; echo /proc/[0-9]*/stat | tr ' ' '\\n'); do
    read -r fields < "$stat" || continue
    pid=\${stat#/proc/} pid=\${pid%/stat}
    rest=\${fields##*) }
    IFS=' '; set -- $rest; IFS=$nl
    [ "$1" = Z ] && continue
    hit=
    case $sessions in *" $4$nl"*) hit=1 ;; esac
    for each in $texts; do
      text=\${each#* }
      [ -n "$text" ] && grep -qsF -e "$text" "/proc/$pid/environ" && hit=1
    done
    [ -n "$hit" ] && kill -9 "$pid" && ended=1
  done 2>/dev/null
}
for round in 1 2 3 4 5; do ended=; end; [ -n "$ended" ] || break; done
alive() { (set +f; grep -Eqs "^Uid:.$1[^0-9]" /proc/[0-9]*/status); }
for each in $users; do
  lock=\${each#* } uid=\${lock%% *}
  for round in 1 2 3 4 5 6 7 8 9 10; do
    alive "$uid" || break
    setpriv --reuid="$uid" --regid="$uid" --clear-groups /bin/sh -c 'kill -9 -1'
  done
  find /tmp /var/tmp /dev/shm -mindepth 1 -maxdepth 1 -user "$uid" -exec rm -rf -- {} +
done
for each in $files; do rm -f -- "\${each#* }"; done
for each in $trees; do rm -rf -- "\${each#* }"; done
for each in $folders; do rmdir -- "\${each#* }"; done
for each in $users; do lock=\${each#* }; rm -f -- "\${lock#* }"; done`;

/**
 * Makes what makes guardians. They share a small shell of their own, which ends when all are released: to start a process for each desk
 * of a class would take longer than its shell does.
 */
export function createGuardians(): () => Guardian {
  let shell: ChildProcessByStdio<Writable, null, null> | undefined;
  let made = 0;
  let unreleased = 0;
  return () => {
    const own = (shell ??= startShell());
    const number = ++made;
    unreleased++;
    const tell = (word: string, value: string): void => {
      if (!value.includes('\n')) own.stdin.write(`${word} ${number} ${value}\n`);
    };
    return {
      file: (path) => {
        tell('file', path);
      },
      folder: (path) => {
        tell('folder', path);
      },
      tree: (path) => {
        tell('tree', path);
      },
      session: (leader) => {
        tell('session', String(leader));
      },
      environment: (text) => {
        tell('environment', text);
      },
      user: (uid, lock) => {
        tell('user', `${uid} ${lock}`);
      },
      release: () => {
        own.stdin.write(`release ${number}\n`);
        if (--unreleased > 0) return;
        own.stdin.end('done\n');
        shell = undefined;
      },
    };
  };
}

function startShell(): ChildProcessByStdio<Writable, null, null> {
  // No environment of ours: it must not find itself.
  const shell = spawn('/bin/sh', ['-c', script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
  });
  // Where there is no shell, what a kill -9 leaves is removed by the next start.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  return shell;
}
