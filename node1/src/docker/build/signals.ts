import { constants } from 'node:os';

/** Whether docker knows a signal by this text: `SIGTERM`, `TERM`, `15`. */
export function isSignal(text: string): boolean {
  if (/^\d+$/.test(text)) return Number(text) >= 1 && Number(text) <= 64;
  const name = text.toUpperCase().replace(/^SIG/, '');
  return Object.hasOwn(constants.signals, `SIG${name}`) || /^RTM(IN|AX)([+-]\d+)?$/.test(name);
}
