import '../../src/browser/styles/page.css';
import { connect, type Connection } from '../../src/browser/connection.ts';
import { mountTerminal, type TerminalPane } from '../../src/browser/terminal/mount.tsx';
import { pageTerminal } from '../../src/messages/en/page-terminal.ts';

/** What a test may look at in the page. */
export interface TestWindow {
  readonly pane: TerminalPane;
  readonly connection: Connection;
  /** Everything that the connection gave the terminal, after the first screen. */
  readonly output: () => string;
  /** Screens that were given. */
  readonly screens: () => number;
}

const element = document.getElementById('terminal');
if (element === null) throw new Error('The page has no #terminal.');
const pieces: Uint8Array[] = [];
let screens = 0;
const connection = connect();
// Listens where the terminal listens, and passes everything on.
const heard: Connection = {
  ...connection,
  status: connection.status,
  onMessage: (listener) => connection.onMessage(listener),
  send: (message) => connection.send(message),
  type: (text) => connection.type(text),
  close: () => {
    connection.close();
  },
  attach: (sink) =>
    connection.attach({
      screen: (...screen) => {
        screens += 1;
        sink.screen(...screen);
      },
      output: (bytes, parsed) => {
        pieces.push(bytes);
        sink.output(bytes, parsed);
      },
      size: (size, leads) => {
        sink.size(size, leads);
      },
    }),
};
const pane = mountTerminal(element, {
  connection: heard,
  words: pageTerminal,
  openAddress: (url) => {
    window.open(url.href, '_blank', 'noopener,noreferrer');
  },
  gpu: new URLSearchParams(location.search).has('gpu'),
});
function output() {
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('');
}
Object.assign(window, { test: { pane, connection, output, screens: () => screens } satisfies TestWindow });
