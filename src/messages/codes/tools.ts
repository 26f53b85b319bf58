import type { MessagePart, NoData } from '../wording.ts';

/** What the commands around decks tell: `init`, `completion`, `lsp`, `lint --watch`. */
export interface ToolsCodes {
  readonly 'init/made': { readonly file: string };
  readonly 'init/kept': { readonly file: string };
  readonly 'init/next': { readonly folder: string | undefined };
  readonly 'lint/watching': { readonly files: number };
  readonly 'lsp/step': { readonly id: string; readonly action: string; readonly reason: MessagePart };
  readonly 'lsp/chapter': { readonly slides: number; readonly steps: number };
  readonly 'lsp/fix': { readonly rule: string };
  readonly 'lsp/fix-all': NoData;
  readonly 'help/init': NoData;
  readonly 'help/init-folder': NoData;
  readonly 'help/completion': NoData;
  readonly 'help/completion-shell': NoData;
  readonly 'help/lsp': NoData;
  readonly 'help/lint-watch': NoData;
}
