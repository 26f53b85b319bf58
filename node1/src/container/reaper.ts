import { type ChildProcess, spawn } from 'node:child_process';

/** Ends processes that would outlive this one, however it ends: kill -9 gives it no chance to do so itself. */
export interface Reaper {
  watch(pid: number): void;
  forget(pid: number): void;
}

// The pipe from this process closes when it ends; what is still on the list then is killed.
const script = `trap '' INT TERM HUP
while read -r word pid; do
  case $word in
    watch) pids="$pids $pid" ;;
    forget) left=; for each in $pids; do [ "$each" = "$pid" ] || left="$left $each"; done; pids=$left ;;
  esac
done
[ -z "$pids" ] || kill -9 $pids`;

/** A reaper without work. It is a small shell, there as long as there is something to watch. */
export function createReaper(): Reaper {
  const watched = new Set<number>();
  let shell: ChildProcess | undefined;

  function open(): ChildProcess {
    const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {} });
    // Where there is no shell, containers still end by themselves when they notice that they are alone.
    child.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    child.unref();
    return child;
  }
  return {
    watch(pid) {
      watched.add(pid);
      shell ??= open();
      shell.stdin?.write(`watch ${pid}\n`);
    },
    forget(pid) {
      watched.delete(pid);
      shell?.stdin?.write(`forget ${pid}\n`);
      if (watched.size > 0) return;
      shell?.stdin?.end();
      shell = undefined;
    },
  };
}
