import { WebLinksAddon } from '@xterm/addon-web-links';
import type { ILinkHandler, Terminal } from '@xterm/xterm';
import type { PageTerminalWords } from '../../messages/en/page-terminal.ts';
import { ask } from './ask.ts';
import { sameAddress, webUrl } from './text.ts';

/** Opens an address in another tab. */
export type OpenAddress = (url: URL) => void;

/** Links that a program marked (OSC 8): their text may be anything, so the address is shown first when it is another one. */
export function programLinks(
  term: () => Terminal,
  pane: HTMLElement,
  words: PageTerminalWords,
  open: OpenAddress,
): ILinkHandler {
  return {
    allowNonHttpProtocols: false,
    activate: (_event, address, range) => {
      const url = webUrl(address);
      if (url === undefined) return;
      // Buffer positions of a link start at 1.
      const text = Array.from({ length: range.end.y - range.start.y + 1 }, (_, row) => {
        const first = row === 0 ? range.start.x - 1 : 0;
        const last = range.start.y + row === range.end.y ? range.end.x : undefined;
        return (
          term()
            .buffer.active.getLine(range.start.y + row - 1)
            ?.translateToString(true, first, last) ?? ''
        );
      }).join('');
      if (sameAddress(text, url)) {
        open(url);
        return;
      }
      const question = {
        title: words.openLink,
        why: words.linkDiffers(text),
        text: url.href,
        yes: words.open,
        no: words.cancel,
      };
      void ask(pane, question).then((yes) => {
        if (yes) open(url);
      });
    },
  };
}

/** Addresses in the text itself. */
export function textLinks(open: OpenAddress): WebLinksAddon {
  return new WebLinksAddon((_event, text) => {
    const url = webUrl(text);
    if (url !== undefined) open(url);
  });
}
