import type { Container } from '../workload.ts';

/** What a shell sees of a process that was killed. */
export const killedCode = 137;

/** Commands inside a container: they are killed with it. */
export function execWithin(exec: Container['exec'], ended: Container['ended']): Container['exec'] {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  return async (command, io, signal, where) => {
    if (isOver) return 1;
    const gone = new AbortController();
    const killed = ended.then(() => {
      gone.abort();
      return killedCode;
    });
    return await Promise.race([exec(command, io, AbortSignal.any([signal, gone.signal]), where), killed]);
  };
}
