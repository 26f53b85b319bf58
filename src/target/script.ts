import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { message, verbatim } from '../messages/message.ts';
import type { Enclosure } from './isolation/enclosure.ts';
import { endSession } from './processes.ts';
import { type ScriptEnd, type ScriptLimits, TargetError } from './target.ts';

/** Bytes of what a script prints that are kept: the end of it. */
const mostSaid = 16 * 1024;
/** Milliseconds beyond a script's own time in which a node must answer. */
const graceMs = 30_000;

/**
 * For bash: runs the script that it reads, as a process of its own group, without a terminal and with nothing to read. Arguments: a token, seconds, how
 * much of its output is kept. A first line `#!` says by what it is run; without one it is bash, whether or not anybody made it executable.
 * What goes on after its end (a server that it started) may print for ever: nobody waits for it, and nothing of that is kept. Says at its end
 * `TOKEN CODE` and the output; `late` when the time was over, `lacking PROGRAM` when there is none of that name.
 * A script may write why it fails into the file that VERIFICATION_FAILURE_REASON names, as in O'Reilly's labs.
 */
const launcher = `exec 2>/dev/null
d=$(mktemp -d) && mkfifo "$d/out" "$d/end" || { echo "$1 lacking mktemp, mkfifo"; exit 0; }
trap 'rm -rf "$d"' EXIT
cat >"$d/script"
exec 3<>"$d/end"
run=("$BASH")
IFS= read -r first <"$d/script"
if [[ $first == '#!'* ]]; then
  read -r program rest <<<"\${first:2}"
  case $program in
    bash | */bash) ;;
    *) run=("$program") ;;
  esac
  [[ -z $rest ]] || run+=("$rest")
  needed=$program
  if [[ $program == */env ]]; then
    for word in $rest; do case $word in -* | *=*) ;; *) needed=$word; break ;; esac; done
  fi
  command -v -- "$needed" >/dev/null || [[ \${run[0]} == "$BASH" ]] || { echo "$1 lacking $needed"; exit 0; }
fi
{
  while dd bs=1024 count=64 >"$d/new" && [[ -s $d/new ]]; do mv "$d/new" "$d/old"; done
  cat
  echo >&3
} <"$d/out" >/dev/null &
set -m
{
  VERIFICATION_FAILURE_REASON=$d/reason "\${run[@]}" "$d/script" 3>&-
  echo "$?" >&3
} </dev/null >"$d/out" 2>&1 &
if read -r -t "$2" -u 3 code; then
  read -r -t 1 -u 3
else
  code=late
  kill -TERM -- -$!
  read -r -t 2 -u 3 || { kill -KILL -- -$!; read -r -t 1 -u 3; }
fi
echo "$1 $code"
cat "$d/old" "$d/new" "$d/reason" | tail -c "$3"
`;

/** How a script is run: the words after bash, and what their result means. */
interface Launch {
  readonly args: readonly string[];
  /** Reads what came. Throws TargetError where it did not run. */
  readonly end: (said: string) => ScriptEnd;
  /** Milliseconds in which the node must have answered. */
  readonly ms: number;
}

/** A launch of a script that may take so long; its text is what bash is to read. */
export function launch({ ms }: Pick<ScriptLimits, 'ms'>): Launch {
  const token = randomBytes(12).toString('hex');
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return {
    args: ['--noprofile', '--norc', '-c', launcher, 'bash', token, String(seconds), String(mostSaid)],
    end: (said) => {
      const [, before = '', code = '', output = ''] =
        new RegExp(`^([^]*?)${token} ([^\\n]*)\\n([^]*)$`).exec(said) ?? [];
      if (code.startsWith('lacking ')) {
        throw new TargetError(message('target/script-lacks', { program: code.slice('lacking '.length) }));
      }
      if (code !== 'late' && !/^\d+$/.test(code)) {
        throw new TargetError(message('target/script-lost', { reason: verbatim((before || said).trim().slice(-200)) }));
      }
      return { exitCode: code === 'late' ? undefined : Number(code), output };
    },
    ms: seconds * 1000 + graceMs,
  };
}

/** Where a script runs on this machine. */
interface Here {
  readonly bash: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly enclosure?: Enclosure | undefined;
}

/** Scripts on this machine: each a session of its own, which ends with them or with their node. */
export class LocalScripts {
  readonly #running = new Set<() => Promise<void>>();

  /** Runs a script of bash to its end. Throws TargetError where that cannot be. */
  async run(script: string, { bash, cwd, env, enclosure }: Here, { ms, signal }: ScriptLimits): Promise<ScriptEnd> {
    const { args, end } = launch({ ms });
    const [program, words] = enclosure?.shell([bash, args]) ?? [bash, args];
    const child = spawn(program, [...words], {
      cwd,
      env: { ...env },
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const said: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (bytes: Buffer) => {
      if (length < 4 * mostSaid) said.push(bytes);
      length += bytes.length;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(script);
    const closed = new Promise<void>((resolve, reject) => {
      child.on('close', () => {
        resolve();
      });
      child.on('error', (error) => {
        reject(new TargetError(message('target/script-lost', { reason: verbatim(error.message) })));
      });
    });
    const stop = async (): Promise<void> => {
      if (child.pid !== undefined)
        await endSession(
          child.pid,
          closed.catch(() => undefined),
        );
    };
    const abort = (): void => void stop();
    this.#running.add(stop);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      await closed;
      signal.throwIfAborted();
      return end(Buffer.concat(said).toString());
    } finally {
      this.#running.delete(stop);
      signal.removeEventListener('abort', abort);
    }
  }

  /** Ends those that still run. */
  async close(): Promise<void> {
    await Promise.all([...this.#running].map((stop) => stop()));
  }
}
