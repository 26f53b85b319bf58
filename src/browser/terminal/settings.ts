/** Text sizes in pixels. */
const sizes = { least: 8, usual: 15, most: 40 } as const;
const sizeKey = 'pupitre.terminal.fontSize';
const readerKey = 'pupitre.terminal.screenReader';

export function clampSize(size: number): number {
  return Number.isFinite(size) ? Math.min(sizes.most, Math.max(sizes.least, Math.round(size))) : sizes.usual;
}

export const usualSize: number = sizes.usual;

/** Storage may be forbidden: then nothing is kept. */
export function recallSize(): number {
  return clampSize(Number(recall(sizeKey) ?? sizes.usual));
}

export function keepSize(size: number): void {
  keep(sizeKey, String(size));
}

export function recallReader(): boolean {
  return recall(readerKey) === 'on';
}

export function keepReader(on: boolean): void {
  keep(readerKey, on ? 'on' : 'off');
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Only this page has it then.
  }
}
