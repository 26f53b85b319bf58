import type { Mutant } from './mutant.ts';

const subscription = ['test/server/workspace/output-subscription.test.ts'];
const clients = ['test/server/workspace/clients.test.ts'];
const queue = ['test/server/workspace/run-queue.test.ts'];
const typedByHand = ['test/server/workspace/typed-by-hand.test.ts'];
const workspace = ['test/server/workspace/workspace.test.ts'];
const connection = ['test/server/ws/connection.test.ts'];
const news = ['test/server/workspace/unit-news.test.ts'];
const pool = ['test/server/class/pool.test.ts'];

/** Faults in the server: the stream to its windows, and the workspace. */
export const mutants: readonly Mutant[] = [
  {
    file: 'src/server/workspace/output-subscription.ts',
    find: 'this.#sent - offset >= flow.high - flow.ack) return;',
    replace: 'this.#sent - offset >= flow.high) return;',
    tests: subscription,
    why: 'no hysteresis',
  },
  {
    file: 'src/server/workspace/output-subscription.ts',
    find: 'if (!this.#full || this.#sent - offset',
    replace: 'if (this.#full && this.#sent - offset',
    tests: subscription,
    why: 'an acknowledgement sends at once what is being gathered',
  },
  {
    file: 'src/server/workspace/output-subscription.ts',
    find: ' && this.#loneChunks.take()',
    replace: '',
    tests: subscription,
    why: 'lone chunks without a rate',
  },
  {
    file: 'src/server/workspace/output-subscription.ts',
    find: ' && this.#sent - this.#acknowledged < flow.calm',
    replace: '',
    tests: subscription,
    why: 'small chunks are not gathered behind others that are in flight',
  },
  {
    file: 'src/server/workspace/output-subscription.ts',
    find: 'this.#frozen = true;',
    replace: '',
    tests: subscription,
    why: 'a full window is never frozen',
  },
  {
    file: 'src/server/workspace/output-subscription.ts',
    find: 'if (!full) this.#frozen = false;',
    replace: '',
    tests: subscription,
    why: 'a frozen window stays so',
  },
  {
    file: 'src/server/workspace/output-subscription.ts',
    find: 'if (this.#sent === this.#acknowledged) this.#options.onLost();',
    replace: 'this.#options.onLost();',
    tests: subscription,
    why: 'the screen is asked for while output is in flight',
  },
  {
    file: 'src/server/workspace/clients.ts',
    find: ' && !shown.subscription.frozen',
    replace: '',
    tests: clients,
    why: 'the shell waits for frozen windows',
  },
  {
    file: 'src/server/workspace/clients.ts',
    find: 'awake.every(',
    replace: 'awake.some(',
    tests: clients,
    why: 'one full window holds the shell up for those that keep up',
  },
  {
    file: 'src/server/workspace/clients.ts',
    find: 'if (this.#shown.get(client) !== shown) return;',
    replace: '',
    tests: clients,
    why: 'the screen of a machine that was replaced is shown',
  },
  {
    file: 'src/server/workspace/run-queue.ts',
    find: 'if (!mayBeFollowed(this.#options.states.get(unit))) this.#clear();',
    replace: '',
    tests: queue,
    why: 'the queue goes on after a unit that failed',
  },
  {
    file: 'src/server/workspace/run-queue.ts',
    find: ' || this.running === unit) continue;',
    replace: ') continue;',
    tests: queue,
    why: 'a double click runs a unit twice',
  },
  {
    file: 'src/server/workspace/typed-by-hand.ts',
    find: 'if (!this.#isPersonTyping) return;',
    replace: '',
    tests: typedByHand,
    why: 'what a unit types counts as typed by hand',
  },
  {
    file: 'src/server/workspace/progress.ts',
    find: 'this.typedByHand.unitTypes();',
    replace: '',
    tests: workspace,
    why: 'what a unit types counts as typed by hand',
  },
  {
    file: 'src/server/workspace/progress.ts',
    find: "else if (unit.shown?.action === 'manual' || states.get(unit).there) {",
    replace: 'else {',
    tests: workspace,
    why: 'a person may say that any unit has passed',
  },
  {
    file: 'src/server/workspace/run-unit.ts',
    find: '(signal.aborted || isHalfDone)',
    replace: 'signal.aborted',
    tests: workspace,
    why: 'a half-done unit leaves its command running',
  },
  {
    file: 'src/server/workspace/unit-progress.ts',
    find: 'if (this.#hasFailed) return undefined;',
    replace: '',
    tests: workspace,
    why: 'a unit that failed half done is said not to have run',
  },
  {
    file: 'src/server/ws/connection.ts',
    find: 'this.#bucket.giveBack();',
    replace: '',
    tests: connection,
    why: 'a window is thrown out for its acknowledgements of a flood',
  },
  {
    file: 'src/server/ws/connection.ts',
    find: 'this.#freeAcks--;',
    replace: '',
    tests: connection,
    why: 'acknowledgements without a frame are free',
  },
  {
    file: 'src/server/workspace/unit-news.ts',
    find: 'const isAwaited = hasChanged && kept !== undefined;',
    replace: 'const isAwaited = false;',
    tests: news,
    why: 'a page shows a verdict that may still be lost',
  },
  {
    file: 'src/server/ws/connection.ts',
    find: 'if (!hasKey(hello.key)) {',
    replace: 'if (hello.key === "") {',
    tests: connection,
    why: 'the cookie alone opens a terminal',
  },
  {
    file: 'src/server/class/pool.ts',
    find: 'const isNext = this.#queue.length === 0 || this.#queue[0] === person;',
    replace: 'const isNext = true;',
    tests: pool,
    why: 'newcomers overtake those who wait',
  },
  {
    file: 'src/server/class/pool.ts',
    find: 'free: Math.max(0, max - held - this.#closing.size)',
    replace: 'free: Math.max(0, max - held)',
    tests: pool,
    why: 'nodes that are being closed cost nothing',
  },
  {
    file: 'src/server/class/pool.ts',
    find: 'if (isExtra) return undefined;',
    replace: '',
    tests: pool,
    why: 'the instructor loses their node',
  },
];
