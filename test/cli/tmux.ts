import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cli } from './pupitre.ts';

const run = promisify(execFile);
/** Longest wait for something to come up on the screen, in milliseconds. */
const patienceMs = 12_000;

/** The program in a window of a tmux of its own, as a person has it: keys go in, and the screen is looked at whenever something has changed. */
export class Tmux {
  readonly #socket: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #watcher: ChildProcess;
  #changes = 0;
  #wake: (() => void) | undefined;

  /** Starts `pupitre ARGS` in `cwd`; what it ends with is on the screen afterwards: `ended 0, modes kept`. */
  constructor(
    args: readonly string[],
    { cwd, cols = 80, rows = 24, env = {} }: { cwd: string; cols?: number; rows?: number; env?: NodeJS.ProcessEnv },
  ) {
    // One that has just been ended may still be there.
    this.#socket = join(cwd, `tmux-${randomUUID().slice(0, 8)}`);
    this.#env = { PATH: process.env['PATH'], HOME: cwd, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env };
    const script = [
      'before=$(stty -g)',
      '"$@"; code=$?',
      'kept=changed; [ "$(stty -g)" = "$before" ] && kept=kept',
      'echo "ended $code, modes $kept"',
      'exec sleep 1000',
    ].join('\n');
    const command = ['sh', '-c', script, 'sh', process.execPath, cli, ...args];
    const size = ['-x', String(cols), '-y', String(rows)];
    execFileSync(
      'tmux',
      [...this.#server, '-f', '/dev/null', 'new-session', '-d', ...size, '-c', cwd, ...command.map((word) => word)],
      { env: this.#env },
    );
    // A window of a size that no client changes.
    execFileSync('tmux', [...this.#server, 'set-option', '-g', 'window-size', 'manual'], { env: this.#env });
    // A client in control mode is told of everything that is printed.
    this.#watcher = spawn('tmux', [...this.#server, '-C', 'attach'], {
      env: this.#env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#watcher.stdout?.on('data', () => {
      this.#changes++;
      this.#wake?.();
    });
  }

  get #server(): string[] {
    return ['-S', this.#socket];
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('tmux', [...this.#server, ...args], { env: this.#env });
    return stdout;
  }

  /** The rows of the screen. */
  async screen(): Promise<string> {
    return this.#tmux('capture-pane', '-p');
  }

  /** Waits until all `patterns` are on the screen, which it gives. */
  async sees(...patterns: readonly RegExp[]): Promise<string> {
    const late = AbortSignal.timeout(patienceMs);
    for (;;) {
      const changes = this.#changes;
      const screen = await this.screen();
      const missing = patterns.filter((pattern) => !pattern.test(screen));
      if (missing.length === 0) return screen;
      if (late.aborted) throw new Error(`no ${missing.join(', ')} in\n${screen}`);
      if (this.#changes !== changes) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        late.onabort = () => {
          resolve();
        };
      });
    }
  }

  /** Presses keys, by tmux's names of them. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys);
  }

  /** Types a text as it is. */
  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', text);
  }

  async resize(cols: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(cols), '-y', String(rows));
  }

  /** What tmux knows of the window: `alternate_on`, `cursor_flag`, `pane_pid`. */
  async ask(variable: string): Promise<string> {
    return (await this.#tmux('display-message', '-p', `#{${variable}}`)).trim();
  }

  /** Ends the window and all in it. */
  async end(): Promise<void> {
    await this.#tmux('kill-server').catch(() => undefined);
    this.#watcher.kill();
  }
}
