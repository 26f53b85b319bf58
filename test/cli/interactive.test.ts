import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IPty, spawn } from 'node-pty';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cli, pupitre, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  folder.remove();
});

/** The program on a terminal, as a person has it. */
class Person {
  readonly ended: Promise<number>;
  readonly #pty: IPty;
  #text = '';
  #wake: (() => void) | undefined;

  constructor(args: readonly string[]) {
    this.#pty = spawn(process.execPath, [cli, ...args], {
      cols: 90,
      rows: 30,
      cwd: folder.path,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder.path, LANG: 'C.UTF-8', TERM: 'xterm-256color' },
    });
    this.#pty.onData((chunk) => {
      this.#text += chunk;
      this.#wake?.();
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode }) => {
        resolve(exitCode);
      });
    });
  }

  /** Waits for `pattern` in what came since something was last typed. */
  async sees(pattern: RegExp): Promise<void> {
    const late = AbortSignal.timeout(20_000);
    while (!pattern.test(this.#text)) {
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve;
        late.onabort = () => {
          reject(new Error(`no ${String(pattern)} in ${JSON.stringify(this.#text)}`));
        };
      });
    }
  }

  types(keys: string): void {
    this.#text = '';
    this.#pty.write(keys);
  }

  resizes(cols: number, rows: number): void {
    this.#text = '';
    this.#pty.resize(cols, rows);
  }

  get text(): string {
    return this.#text;
  }
}

function deck(...commands: readonly string[]): void {
  const fences = commands.map((command) => `\`\`\`bash\n${command}\n\`\`\`\n`).join('\n');
  writeFileSync(join(folder.path, 'deck.md'), `# A deck\n\n.exercise[\n\n${fences}\n]\n`);
}

test('the rehearsal leaves its shell to the person at the terminal', async () => {
  deck('FLAVOUR=vanilla', 'cd /');
  const person = new Person(['run', 'deck.md']);
  await person.sees(/node1 is yours[\s\S]*\$ /);
  person.types('echo $FLAVOUR in $PWD\r');
  await person.sees(/vanilla in \/\r[\s\S]*\$ $/);
  person.types('kubectl get nodes\r');
  await person.sees(/node1 +Ready[\s\S]*\$ $/);
  // A ^C before the program has the terminal would go to bash, which takes no notice.
  person.types(`sh -c 'echo up""on; exec sleep 1000'\r`);
  await person.sees(/upon/);
  person.types('\x03');
  await person.sees(/\$ $/);
  person.resizes(100, 20);
  person.types('stty size\r');
  await person.sees(/20 100[\s\S]*\$ $/);
  person.types('\x04');
  expect(await person.ended).toBe(0);
  expect(person.text).toContain('\x1b[?25h');
});

test('also when a step failed, with the exit code of the run', async () => {
  deck('mkdir /proc/nowhere');
  const person = new Person(['run', 'deck.md', '--lang', 'fr']);
  await person.sees(/node1 est à vous[\s\S]*\$ /);
  person.types('exit 0\r');
  expect(await person.ended).toBe(1);
});

test('a program in it asks this terminal, and gets one answer', async () => {
  deck('true');
  const person = new Person(['run', 'deck.md']);
  await person.sees(/node1 is yours[\s\S]*\$ /);
  person.types(`read -rs -d R -p $'\\e[6n' A; echo "<\${A#?}>"\r`);
  await person.sees(/\x1b\[6n/);
  person.types('\x1b[7;3R');
  await person.sees(/<\[7;3>/);
  person.types('exit\r');
  expect(await person.ended).toBe(0);
});

test.each([
  ['--no-stay', ['run', 'deck.md', '--no-stay']],
  ['another target', ['run', 'deck.md', '--target', 'local']],
  ['a report on the standard output', ['run', 'deck.md', '--reporter', 'json']],
])('it ends by itself with %s', async (_name, args) => {
  deck('true');
  expect(await new Person(args).ended).toBe(0);
});

test('--stay without a terminal is refused', async () => {
  deck('true');
  const { code, stderr } = await pupitre(['run', 'deck.md', '--stay'], folder.path);
  expect(code).toBe(2);
  expect(stderr).toContain('--stay needs a terminal');
});
