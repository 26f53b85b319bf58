import '@xterm/xterm/css/xterm.css';
import './terminal.css';
import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { type IDisposable, type IParser, Terminal } from '@xterm/xterm';
import { render } from 'preact';
import type { PageTerminalWords } from '../../messages/en/page-terminal.ts';
import type { Size } from '../../protocol.ts';
import type { Connection } from '../connection.ts';
import { createClipboard } from './clipboard.ts';
import { createFit, type Fit } from './fit.ts';
import { Frame } from './frame.tsx';
import { paneKey } from './keyboard.ts';
import { type OpenAddress, programLinks, textLinks } from './links.ts';
import { createNotices } from './notices.ts';
import type { Search } from './search.ts';
import { keepReader, recallReader } from './settings.ts';
import type { OpenTerminals } from './tabs.tsx';
import { cleanTitle } from './text.ts';
import { createStageTextSize, createTextSize } from './text-size.ts';
import { followTheme, leastContrast } from './theme.ts';
import { TouchKeys } from './touch-keys.tsx';

export interface TerminalOptions {
  readonly connection: Connection;
  readonly words: PageTerminalWords;
  readonly openAddress: OpenAddress;
  /** Draw with the graphics card where there is one. Default true. */
  readonly gpu?: boolean;
  /** In a window for an audience: how much larger its text is than it would be. */
  readonly zoom?: Signal<number> | undefined;
  /** Whether what is typed goes nowhere. */
  readonly readOnly?: ReadonlySignal<boolean>;
}

/** The terminal of the page. */
export interface TerminalPane {
  focus(): void;
  /** False when nothing is selected or the browser refuses. */
  copySelection(): Promise<boolean>;
  /** Empties the scrollback; the shell does not notice. */
  clear(): void;
  /** In pixels. */
  setFontSize(pixels: number): void;
  openSearch(): void;
  setScreenReader(on: boolean): void;
  /** What fits into the pane; undefined while it cannot be seen. */
  size(): Size | undefined;
  dispose(): void;
}

/** Makes a terminal in `pane`, which must be in the document. */
export function mountTerminal(pane: HTMLElement, options: TerminalOptions): TerminalPane {
  const { connection, words } = options;
  const notices = createNotices();
  const title = signal('');
  const terminals = signal<OpenTerminals>({ names: [], shown: '' });
  const reader = signal(recallReader());
  const control = signal(false);
  const search = signal<Search | undefined>(undefined);
  const [above, host, below] = [division('terminal-above'), division('terminal-host'), division('terminal-below')];
  pane.classList.add('terminal-mounted');
  pane.append(above, host, below);
  host.id = 'terminal-host';

  // xterm.js has one set of words for all terminals of a page.
  Object.assign(Terminal.strings, { promptLabel: words.input, tooMuchOutput: words.tooMuchOutput });
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const term: Terminal = new Terminal({
    allowProposedApi: true,
    fontFamily: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
    scrollback: 5000,
    minimumContrastRatio: leastContrast,
    screenReaderMode: reader.value,
    cursorBlink: !still.matches,
    rightClickSelectsWord: matchMedia('(pointer: coarse)').matches,
    windowOptions: {},
    linkHandler: programLinks(() => term, pane, words, options.openAddress),
  });
  term.loadAddon(new Unicode11Addon());
  term.unicode.activeVersion = '11';
  term.loadAddon(textLinks(options.openAddress));
  silenceReplies(term.parser);
  term.open(host);
  let mayUseGpu = options.gpu !== false && !reader.value;
  /** After the first screen, which need not wait for it. */
  const useGpu = () => {
    if (!mayUseGpu) return;
    mayUseGpu = false;
    const drawn = term.onRender(() => {
      drawn.dispose();
      if (hasGraphicsCard())
        void import('./gpu.ts').then(({ drawWithGpu }) => {
          drawWithGpu(term);
        });
    });
  };

  const { zoom } = options;
  const onTextSize = () => {
    fit.update();
  };
  const textSize = zoom === undefined ? createTextSize(term, onTextSize) : createStageTextSize(term, onTextSize, zoom);
  const fit: Fit = createFit(term, host, connection, textSize.adapt, zoom !== undefined);
  const clipboard = createClipboard(term, pane, words, notices);
  const stopTheme = followTheme((theme) => {
    term.options.theme = theme;
  });
  const onStill = () => {
    term.options.cursorBlink = !still.matches;
  };
  still.addEventListener('change', onStill);

  /** While an old screen is shown again, turning its focus reports on is no reason to report. */
  let restoring = 0;
  const type = (text: string) => {
    if (restoring > 0 && /^\u001b\[[IO]$/u.test(text)) return;
    const single = control.value && /^[@-_a-z]$/u.test(text);
    control.value = false;
    if (!connection.type(single ? String.fromCharCode(text.charCodeAt(0) & 0x1f) : text)) notices.say(words.notSent);
  };
  const stopReadOnly = effect(() => {
    term.options.disableStdin = options.readOnly?.value === true;
  });
  term.onData(type);
  // Old mouse reports are bytes, one in each character.
  term.onBinary(type);
  term.onTitleChange((text) => {
    title.value = cleanTitle(text);
  });
  const detach = connection.attach({
    screen: (screen, size, parsed) => {
      restoring += 1;
      term.write('', () => {
        term.reset();
        term.resize(size.cols, size.rows);
      });
      term.write(screen, () => {
        restoring -= 1;
        parsed();
        useGpu();
        fit.update();
      });
    },
    output: (bytes, parsed) => {
      term.write(bytes, parsed);
    },
    size: fit.set,
  });

  const show = (name: string) => {
    if (terminals.peek().shown !== name) connection.send({ type: 'show', terminal: name });
  };
  const add = () => {
    connection.send({ type: 'newTerminal' });
  };
  const forget = connection.onMessage((message) => {
    const before = terminals.peek();
    if (message.type === 'welcome') terminals.value = { names: message.terminals.names, shown: message.terminal };
    else if (message.type === 'screen') {
      if (message.terminal !== before.shown) title.value = '';
      terminals.value = { ...before, shown: message.terminal };
    } else if (message.type === 'terminals') {
      terminals.value = { ...before, names: message.terminals.names };
      // Where a unit types, there one looks.
      if (message.chosen === true) show(message.terminals.current);
    }
  });

  const resizeText = textSize.change;
  const setScreenReader = (on: boolean) => {
    reader.value = on;
    term.options.screenReaderMode = on;
    keepReader(on);
  };
  let loaded: Promise<Search> | undefined;
  const openSearch = () => {
    loaded ??= import('./search.ts').then(({ createSearch }) => createSearch(term));
    void loaded.then((found) => {
      search.value = found;
    });
  };
  const closeSearch = () => {
    search.value?.clear();
    search.value = undefined;
    term.focus();
  };
  const copySelection = () => void clipboard.copySelection();
  term.attachCustomKeyEventHandler((event) =>
    paneKey(event, {
      copySelection,
      hasSelection: () => term.hasSelection(),
      clearSelection: () => {
        term.clearSelection();
      },
      resizeText,
      openSearch,
    }),
  );
  const toggleReader = () => {
    setScreenReader(!reader.value);
  };
  render(
    <Frame
      {...{ words, title, notices, search, reader, resizeText, openSearch, closeSearch, toggleReader }}
      {...{ terminals, panel: host.id, show, add, isStage: zoom !== undefined }}
    />,
    above,
  );
  const keys = {
    words,
    control,
    press: type,
    arrow: (letter: string) => {
      type(`\u001b${term.modes.applicationCursorKeysMode ? 'O' : '['}${letter}`);
    },
    copy: () => void clipboard.copySeen(),
    paste: () => void clipboard.pasteFromSystem(),
  };
  render(<TouchKeys {...keys} />, below);

  host.querySelector('textarea')?.setAttribute('aria-describedby', 'terminal-way-out');

  return {
    focus: () => {
      term.focus();
    },
    copySelection: clipboard.copySelection,
    clear: () => {
      term.clear();
    },
    setFontSize: textSize.set,
    openSearch,
    setScreenReader,
    size: fit.wanted,
    dispose: () => {
      detach();
      forget();
      stopReadOnly();
      stopTheme();
      still.removeEventListener('change', onStill);
      fit.dispose();
      textSize.dispose();
      clipboard.dispose();
      notices.close();
      render(null, above);
      render(null, below);
      term.dispose();
      for (const element of [above, host, below]) element.remove();
      pane.classList.remove('terminal-mounted');
    },
  };
}

/**
 * A driver that draws with the processor takes far longer than the browser itself takes for elements, and may draw nothing at all. Chromium
 * gives its own in spite of the caveat.
 */
function hasGraphicsCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = context.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(String(renderer));
}

function division(name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  return element;
}

/**
 * Programs ask the terminal what it is and where its cursor is. The server's own emulator answers them; were the page to answer too,
 * every window would type one more answer into the shell. Registered here are all questions that xterm.js answers.
 */
function silenceReplies(parser: IParser): IDisposable[] {
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
