import type { Invocation } from '../../../program.ts';

/** A warning as logrus writes it: short and yellow at a terminal, in fields elsewhere. */
export function warn({ stderr }: Invocation, text: string): Promise<void> {
  if (stderr.isTTY) return stderr.write(`\x1b[33mWARN\x1b[0m[0000] ${text.padEnd(44)} \n`);
  const now = new Date();
  const zone = now.getTimezoneOffset();
  const two = (number: number) => String(Math.trunc(Math.abs(number))).padStart(2, '0');
  const local = new Date(now.getTime() - zone * 60_000).toISOString().slice(0, 19);
  const time = `${local}${zone === 0 ? 'Z' : `${zone < 0 ? '+' : '-'}${two(zone / 60)}:${two(zone % 60)}`}`;
  return stderr.write(`time="${time}" level=warning msg=${JSON.stringify(text)}\n`);
}
