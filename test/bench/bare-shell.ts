import { spawn } from 'node-pty';

/** A bash behind node-pty and nothing else: what no server can be faster than. */
export class BareShell {
  readonly #pty = spawn('bash', ['--noprofile', '--norc', '-i'], {
    cols: 100,
    rows: 30,
    env: { PATH: process.env['PATH'] ?? '', LC_CTYPE: 'C.UTF-8', PS1: '$ ', HISTFILE: '/dev/null' },
  });
  readonly #opened = performance.now();
  readonly readyAfter: Promise<number>;
  #tail = '';
  #wakes = new Set<() => void>();
  /** Characters that came. */
  bytes = 0;

  constructor() {
    this.#pty.onData((chunk) => {
      this.bytes += chunk.length;
      this.#tail = this.#tail.slice(-200) + chunk;
      for (const wake of [...this.#wakes]) wake();
    });
    this.readyAfter = this.sees('$ ').then(() => performance.now() - this.#opened);
  }

  types(data: string): void {
    this.#pty.write(data);
  }

  sees(text: string): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        if (!this.#tail.includes(text)) return;
        this.#wakes.delete(wake);
        resolve();
      };
      this.#wakes.add(wake);
    });
  }

  forget(): void {
    this.#tail = '';
  }

  close(): void {
    this.#pty.kill('SIGKILL');
  }
}
