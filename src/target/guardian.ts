import { spawn } from 'node:child_process';

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
  /** Has ended already. */
  forget(leader: number): void;
  /** To be ended: every process with `text` in its environment, also one that has left its session. */
  environment(text: string): void;
  /** Everything is in order: nothing is to be done any more. */
  release(): void;
}

// The pipe from the runner closes when it ends, however it ends. Only what sh and /proc have; without /proc (macOS), only files.
const script = `trap '' INT TERM HUP QUIT
files= folders= trees= sessions= texts=
nl='
'
while IFS= read -r line; do
  value=\${line#* }
  case $line in
    file\\ *) files=$files$value$nl ;;
    folder\\ *) folders=$value$nl$folders ;;
    tree\\ *) trees=$trees$value$nl ;;
    session\\ *) sessions="$sessions $value " ;;
    forget\\ *) left=; for each in $sessions; do [ "$each" = "$value" ] || left="$left $each "; done; sessions=$left ;;
    environment\\ *) texts=$texts$value$nl ;;
    release) exit 0 ;;
  esac
done
IFS=$nl
set -f
end() {
  for stat in $(set +f; echo /proc/[0-9]*/stat | tr ' ' '\\n'); do
    read -r fields < "$stat" || continue
    pid=\${stat#/proc/} pid=\${pid%/stat}
    rest=\${fields##*) }
    IFS=' '; set -- $rest; IFS=$nl
    [ "$1" = Z ] && continue
    hit=
    case $sessions in *" $4 "*) hit=1 ;; esac
    for text in $texts; do grep -qsF -e "$text" "/proc/$pid/environ" && hit=1; done
    [ -n "$hit" ] && kill -9 "$pid" && ended=1
  done 2>/dev/null
}
for round in 1 2 3 4 5; do ended=; end; [ -n "$ended" ] || break; done
for path in $files; do rm -f -- "$path"; done
for path in $folders; do rmdir -- "$path"; done
for path in $trees; do rm -rf -- "$path"; done`;

/** A guardian without anything to do yet: a small shell of its own, which ends when released. */
export function createGuardian(): Guardian {
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
  const tell = (word: string, value: string): void => {
    if (!value.includes('\n')) shell.stdin.write(`${word} ${value}\n`);
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
    forget: (leader) => {
      tell('forget', String(leader));
    },
    environment: (text) => {
      tell('environment', text);
    },
    release: () => {
      shell.stdin.end('release\n');
    },
  };
}
