/** Text sizes in pixels that a person may choose. */
const sizes = { least: 8, most: 40 } as const;
const sizeKey = 'pupitre.terminal.fontSize';
const readerKey = 'pupitre.terminal.screenReader';

export function clampSize(size: number): number {
  return Math.min(sizes.most, Math.max(sizes.least, Math.round(size)));
}

/** The size that the person has chosen here before. Storage may be forbidden: then nothing is kept. */
export function recallSize(): number | undefined {
  const size = Number(recall(sizeKey) ?? NaN);
  return Number.isFinite(size) ? clampSize(size) : undefined;
}

export function forgetSize(): void {
  try {
    localStorage.removeItem(sizeKey);
  } catch {
    // Nothing was kept.
  }
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
