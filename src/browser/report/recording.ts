interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** A terminal's session as a player takes it. */
export interface Session {
  /** As asciicast v2, pauses shortened. */
  readonly asciicast: string;
  /** The time in the shortened session, in seconds, of a moment of the run, in milliseconds. */
  readonly timeOf: (at: number) => number;
}

/**
 * Longest pause, in milliseconds. The player's own limit begins anew at every marker, so that a minute with a step in it would be two
 * pauses: pauses are shortened here, between outputs only, and the player gets none that it would shorten.
 */
const longestPause = 2000;

/** Puts the blocks of a recording together. Rejects where the browser cannot inflate. */
export async function readRecording(name: string, size: Size): Promise<Session> {
  const blocks = [...document.querySelectorAll<HTMLElement>('script.recording')].filter(
    ({ dataset }) => dataset['recording'] === name,
  );
  const texts = await Promise.all(blocks.map((block) => inflate(block.textContent)));
  const lines = texts.flatMap((text) => text.split('\n').filter((line) => line !== ''));
  return sessionOf(
    lines.map((line) => JSON.parse(line) as [number, string]),
    size,
  );
}

function sessionOf(outputs: readonly (readonly [number, string])[], size: Size): Session {
  const events: unknown[] = [{ version: 2, width: size.cols, height: size.rows }];
  let last = 0;
  let time = 0;
  const times = outputs.map(([at, text]) => {
    time += Math.min(at - last, longestPause);
    last = at;
    events.push([time / 1000, 'o', text]);
    return time;
  });
  return {
    asciicast: events.map((event) => JSON.stringify(event)).join('\n'),
    timeOf: (at) => {
      const next = outputs.findIndex(([each]) => each >= at);
      const before = (next < 0 ? outputs.length : next) - 1;
      const start = outputs[before]?.[0] ?? 0;
      const pause = (outputs[next]?.[0] ?? at) - start;
      // Within a pause, at the same part of it.
      const share = pause > 0 ? (at - start) / pause : 0;
      return ((times[before] ?? 0) + share * Math.min(pause, longestPause)) / 1000;
    },
  };
}

async function inflate(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}
