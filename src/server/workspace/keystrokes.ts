/** A piece of a text, and how many milliseconds a person would take to come to it. */
export interface Keystroke {
  readonly piece: string;
  readonly pauseMs: number;
}

/** How fast: a short command is not over in a moment, a long one keeps nobody waiting. */
const pace = { letterMs: 60, leastMs: 700, mostMs: 2_600, tickMs: 30 } as const;

/** A text as a person types it, faster inside of words than between them; all of it within `pace.mostMs`, or `slowness` times that. */
export function keystrokes(text: string, slowness = 1): readonly Keystroke[] {
  const letters = Array.from(text);
  const totalMs = Math.min(pace.mostMs, Math.max(pace.leastMs, letters.length * pace.letterMs));
  const atOnce = Math.ceil(letters.length / (totalMs / pace.tickMs));
  const pieces: string[] = [];
  for (let at = 0; at < letters.length; at += atOnce) pieces.push(letters.slice(at, at + atOnce).join(''));
  const weights = pieces.map((_, at) => (at > 0 && pieces[at - 1]?.endsWith(' ') ? 2 : 0.6 + 0.8 * ((at * 0.618) % 1)));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return pieces.map((piece, at) => ({ piece, pauseMs: (slowness * totalMs * (weights[at] ?? 0)) / all }));
}
