import type { DockerCall } from './command.ts';

/** Asks whether to go on, as docker does: `y` and nothing else is yes. */
export async function confirms({ invocation, out }: DockerCall, question: string): Promise<boolean> {
  await out(`${question} [y/N] `);
  let answer = '';
  for await (const chunk of invocation.stdin) {
    answer += Buffer.from(chunk).toString();
    if (answer.includes('\n')) break;
  }
  return answer.split('\n')[0]?.trim().toLowerCase() === 'y';
}
