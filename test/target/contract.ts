import { afterEach, describe, expect, test } from 'vitest';
import { difference } from '../../src/changes/difference.ts';
import { changeText } from '../../src/changes/wording.ts';
import { openSession } from '../../src/run/terminal/open-session.ts';
import type { Target, Tty } from '../../src/target/target.ts';
import { scriptContract } from './script-contract.ts';
import { type } from './shell.ts';

const never = new AbortController().signal;
const size = { cols: 80, rows: 24 };

/** What a terminal has said as text: no character is cut. */
export function textOf(chunk: string | Uint8Array): string {
  return typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
}

/** Collects what a terminal says; `until` is fulfilled as soon as a pattern is in it. */
export class Ear {
  /** The end of what it has said. */
  text = '';
  #waiters: (() => void)[] = [];

  constructor(tty: Tty) {
    tty.onData((chunk) => {
      this.text = (this.text + textOf(chunk)).slice(-1_000_000);
      for (const wake of this.#waiters.splice(0)) wake();
    });
  }

  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) return match;
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }
}

/**
 * What every target must do, whatever is behind it. `alive` tells whether a process of the target still runs.
 */
export function targetContract(name: string, make: () => Promise<Target>, alive: (pid: number) => boolean): void {
  scriptContract(name, make, alive);
  describe(`${name} keeps the contract of a target`, () => {
    const targets: Target[] = [];

    afterEach(async () => {
      await Promise.all(targets.splice(0).map((target) => target.close()));
    });

    async function open(env: Readonly<Record<string, string>> = {}): Promise<{ target: Target; tty: Tty; ear: Ear }> {
      const target = await make();
      targets.push(target);
      await target.prepare(never);
      const tty = await target.open({ size, env: { PS1: 'ready> ', ...env } }, never);
      const ear = new Ear(tty);
      await ear.until(/ready> /);
      return { target, tty, ear };
    }

    test('a shell answers, with the environment that was asked for', async () => {
      const { tty, ear } = await open({ PUPITRE_CONTRACT: 'a b' });
      tty.write('echo "<$PUPITRE_CONTRACT>" $((6*7))\r');
      await ear.until(/<a b> 42/);
    });

    test('it says what is on it, out of band', async () => {
      const { target, tty, ear } = await open();
      const before = await target.inventory?.(never);
      tty.write(`mkdir contract-d; echo x > "contract-d/a b"; ln -s nowhere contract-l; echo do""ne\r`);
      await ear.until(/done/);
      const after = await target.inventory?.(never);
      ear.text = '';
      tty.write('rm -r contract-*; echo go""ne\r');
      await ear.until(/gone/);
      const gone = await target.inventory?.(never);
      if (!before || !after || !gone) throw new Error('it says nothing');
      // A home of somebody may be too large to be looked at for every step.
      const isTooLarge = after.unseen.some(({ kind, below }) => kind === 'file' && below === '');
      if (isTooLarge && ['local', 'ssh'].includes(name)) return;
      const made = ['+contract-d/a b (size 2)', '+contract-l (size 7)', '+contract-d/'];
      expect(difference(before, after).list.map(changeText)).toEqual(made);
      expect(difference(before, gone).list).toEqual([]);
    });

    test('a shell is given what another one was', async () => {
      const target = await make();
      targets.push(target);
      await target.prepare(never);
      const first = await openSession(target, { signal: never, saves: true });
      await type(first, `A=$'x\\ny "é"'; f() { echo "f $1"; }; export B='$two words'; set -o noclobber; cd /`);
      const saved = await first.link?.save(never);
      if (saved?.kind !== 'part') throw new Error(JSON.stringify(saved));
      await first.close();
      const second = await openSession(target, { signal: never, part: saved.part });
      expect(second.link?.taken).toEqual({ folder: true });
      expect(await type(second, 'echo "$A|$B|$PWD|$-"; f 1; env | grep ^B=')).toMatch(
        /^x\ny "é"\|\$two words\|\/\|\w*C\w*\nf 1\nB=\$two words$/,
      );
      await second.close();
    });

    test.each([
      ['exits', 'seq 1 20000; exit 3', 3],
      ['becomes the program', 'exec seq 1 20000', 0],
      ['ends with its last command', 'set -e; seq 1 20000; false', 1],
      ['kills itself', 'seq 1 20000; kill -9 $$', 137],
      ['leaves a job', 'sleep 2 & seq 1 20000; exit 3', 3],
    ])('the end of an output is not lost with the shell: it %s', async (_how, line, exitCode) => {
      for (let round = 0; round < 5; round++) {
        const { tty, ear } = await open();
        tty.write(`${line}\r`);
        expect(await tty.closed).toEqual({ exitCode });
        // bash says `exit` when it is asked to.
        expect(ear.text.slice(-40)).toMatch(/\n19999\r\n20000\r\n(?:exit\r\n)?$/);
      }
    });

    test('nor while reading is paused', async () => {
      const { tty, ear } = await open();
      tty.write('sleep 0.2; seq 1 800; printf déjà; exit\r');
      await ear.until(/exit/);
      tty.pause();
      await tty.closed;
      expect(ear.text).toMatch(/\n799\r\n800\r\ndéjàexit\r\n$/);
    });

    test('it is a terminal of the size that was asked for, and can be resized', async () => {
      const { tty, ear } = await open();
      tty.write('stty size\r');
      await ear.until(/24 80/);
      tty.resize({ cols: 100, rows: 30 });
      tty.write('stty size\r');
      await ear.until(/30 100/);
    });

    test('UTF-8 goes in and out whole', async () => {
      const { tty, ear } = await open();
      tty.write("printf '%s\\n' 'dé''jà 🤔'\r");
      await ear.until(/\rdéjà 🤔/);
    });

    test('^C reaches the program', async () => {
      const { tty, ear } = await open();
      tty.write('sh -c "echo go; exec sleep 1000"; echo "code $?"\r');
      await ear.until(/\rgo/);
      tty.write('\x03');
      await ear.until(/\^C[\s\S]*ready> /);
    });

    test('closed tells the exit code of the shell', async () => {
      const { tty } = await open();
      tty.write('exit 7\r');
      expect(await tty.closed).toEqual({ exitCode: 7 });
      tty.write('nobody is there any more');
      tty.resize(size);
      await tty.close();
    });

    test('while paused nothing is read, and nothing is lost', async () => {
      const { target, tty, ear } = await open();
      let seen = 0;
      tty.onData((chunk) => (seen += chunk.length));
      tty.write('sleep 0.2; yes | head -c 1000000; echo "the "end\r');
      await ear.until(/the .*end/);
      const before = seen;
      tty.pause();
      // By then the flood has begun: what it may have said is in the terminal's buffer, and nobody has read it.
      const other = await target.open({ size, env: { PS1: 'other> ' } }, never);
      const otherEar = new Ear(other);
      await otherEar.until(/other> /);
      other.write('sleep 1; echo "a second "later\r');
      await otherEar.until(/a second later/);
      expect(seen).toBe(before);
      tty.resume();
      await ear.until(/\nthe end/);
      expect(seen).toBeGreaterThan(1_000_000);
    });

    test('close ends what runs in the foreground and in the background', async () => {
      const { target, tty, ear } = await open();
      tty.write('sleep 1000 & echo "background $!."; nohup sleep 1001 >/dev/null 2>&1 & echo "nohup $!."\r');
      const background = Number((await ear.until(/[\r\n]background (\d+)\./))[1]);
      const nohup = Number((await ear.until(/[\r\n]nohup (\d+)\./))[1]);
      tty.write('sleep 1002\r');
      await target.close();
      expect([background, nohup].map(alive)).toEqual([false, false]);
      await target.close();
    });
  });
}
