import type { IDisposable, IParser } from '@xterm/xterm';

/**
 * Programs ask the terminal what it is and where its cursor is. The server's own emulator answers them; were the page to answer too,
 * every window would type one more answer into the shell. Registered here are all questions that xterm.js answers.
 */
export function silenceReplies(parser: IParser): IDisposable[] {
  const swallow = () => true;
  /** Setting a colour is allowed, asking for one is not. */
  const asks = (data: string) => data.split(';').includes('?');
  return [
    // Device attributes 1, 2, 3; status and cursor reports; version.
    ...['', '>', '='].map((prefix) => parser.registerCsiHandler({ ...(prefix && { prefix }), final: 'c' }, swallow)),
    ...['', '?', '>'].map((prefix) => parser.registerCsiHandler({ ...(prefix && { prefix }), final: 'n' }, swallow)),
    parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow),
    // Modes (DECRQM) and settings (DECRQSS).
    ...['', '?'].map((prefix) =>
      parser.registerCsiHandler({ ...(prefix && { prefix }), intermediates: '$', final: 'p' }, swallow),
    ),
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow),
    // Reports and manipulation of the window.
    parser.registerCsiHandler({ final: 't' }, swallow),
    // Colours.
    ...[4, 10, 11, 12].map((code) => parser.registerOscHandler(code, asks)),
  ];
}
