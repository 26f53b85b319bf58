import { effect } from '@preact/signals';
import type { Course } from '../protocol.ts';
import { connect } from './connection.ts';
import { createPage, type Page } from './page.ts';
import { receive } from './receive.ts';
import type { TerminalPane } from './terminal/mount.tsx';

export interface Link {
  readonly page: Page;
  /** Puts the terminal into its pane, once its script is here. The slides do not wait for it. */
  readonly mountInto: (pane: HTMLElement) => Promise<TerminalPane>;
}

/** The page's state, fed by the server. */
export function connectPage(course: Course): Link {
  let terminal: TerminalPane | undefined;
  const connection = connect({ size: () => terminal?.size() });
  const page = createPage(course, (message) => connection.send(message));
  connection.onMessage((message) => {
    receive(page, message);
  });
  effect(() => {
    page.connection.value = connection.status.value;
  });
  return {
    page,
    mountInto: async (pane) => {
      const [{ mountTerminal }, { pageTerminal }] = await Promise.all([
        import('./terminal/mount.tsx'),
        course.lang === 'fr' ? import('../messages/fr/page-terminal.ts') : import('../messages/en/page-terminal.ts'),
      ]);
      terminal = mountTerminal(pane, { connection, words: pageTerminal });
      return terminal;
    },
  };
}
