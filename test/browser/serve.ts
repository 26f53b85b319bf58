import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface Served {
  /** The address with its one-time token. */
  readonly url: string;
  readonly origin: string;
  readonly pid: number;
  /** Ends it as ^C does; its exit code. */
  stop(): Promise<number | null>;
}

/** `pupitre serve` as its user starts it. */
export async function serve(args: readonly string[] = [], cwd = root): Promise<Served> {
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const child = spawn(process.execPath, [resolve(root, 'dist/cli.js'), 'serve', ...port, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    // What it remembers of a chosen port stays in the folder of the test.
    env: { ...process.env, LANG: 'C.UTF-8', XDG_STATE_HOME: cwd },
  });
  const ended = new Promise<number | null>((done) => {
    child.once('close', done);
  });
  let said = '';
  const url = await new Promise<string>((found, fail) => {
    const look = (chunk: Buffer): void => {
      said += chunk.toString();
      const [address] = /http:\/\/\S+#token=\S+/.exec(said) ?? [];
      if (address !== undefined) found(address);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    void ended.then((code) => {
      fail(new Error(`pupitre serve ended with ${code}: ${said}`));
    });
  });
  return {
    url,
    origin: new URL(url).origin,
    pid: child.pid ?? 0,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}
