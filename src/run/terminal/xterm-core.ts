import type headless from '@xterm/headless';

/** Colours and looks of a cell, of the cursor, or of the cursor that was saved. */
export interface Looks {
  isBold(): number;
  isDim(): number;
  isItalic(): number;
  isBlink(): number;
  isInverse(): number;
  isInvisible(): number;
  isStrikethrough(): number;
  isOverline(): number;
  isProtected(): number;
  /** 0: none, 1: single, 2: double, 3: curly, 4: dotted, 5: dashed. */
  getUnderlineStyle(): number;
  hasExtendedAttrs(): number;
  isUnderlineColorDefault(): boolean;
  isUnderlineColorRGB(): boolean;
  getUnderlineColor(): number;
  isFgRGB(): boolean;
  isFgPalette(): boolean;
  getFgColor(): number;
  isBgRGB(): boolean;
  isBgPalette(): boolean;
  getBgColor(): number;
  readonly extended: { readonly urlId: number };
}

/** What is printed for ASCII characters; undefined is ASCII itself. */
export type Charset = Readonly<Record<string, string | undefined>> | undefined;

export interface CoreBuffer {
  readonly x: number;
  readonly y: number;
  readonly ybase: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly savedX: number;
  /** Counted from the first row that is remembered. */
  readonly savedY: number;
  readonly savedCurAttrData: Looks;
  readonly savedCharset: Charset;
  readonly tabs: Readonly<Record<number, boolean | undefined>>;
}

/**
 * The part of a terminal's state that xterm.js 6 tells nobody, and that a copy of it needs. These are its own names: `snapshot.test.ts`
 * notices when they are others.
 */
export interface Core {
  readonly buffers: { readonly active: CoreBuffer; readonly normal: CoreBuffer; readonly alt: CoreBuffer };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly decPrivateModes: {
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly cursorBlink: boolean | undefined;
    };
  };
  readonly coreMouseService: { readonly activeEncoding: string };
  readonly _charsetService: {
    readonly charset: Charset;
    readonly glevel: number;
    readonly _charsets: readonly Charset[];
  };
  readonly _inputHandler: {
    readonly _curAttrData: Looks;
    readonly _parser: { readonly currentState: number };
  };
  readonly _oscLinkService: {
    getLinkData(id: number): { readonly id?: string; readonly uri: string } | undefined;
  };
}

export function coreOf(terminal: headless.Terminal): Core {
  return (terminal as unknown as { readonly _core: Core })._core;
}
