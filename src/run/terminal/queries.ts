import type headless from '@xterm/headless';

/** Answers queries that headless xterm leaves unanswered, on which programs would wait for their own timeout. */
export function answerQueries({ parser }: headless.Terminal, reply: (data: string) => void): void {
  // XTVERSION: CSI > q
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, () => {
    reply('\x1bP>|pupitre\x1b\\');
    return true;
  });
  // kitty keyboard protocol: CSI ? u
  parser.registerCsiHandler({ prefix: '?', final: 'u' }, () => {
    reply('\x1b[?0u');
    return true;
  });
  // OSC 10, 11: default foreground and background, light on dark
  for (const [code, color] of [
    [10, 'dddd/dddd/dddd'],
    [11, '0000/0000/0000'],
  ] as const) {
    parser.registerOscHandler(code, (data) => {
      if (data !== '?') return false;
      reply(`\x1b]${code};rgb:${color}\x1b\\`);
      return true;
    });
  }
}
