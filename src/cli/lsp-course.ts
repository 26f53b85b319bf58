import { dirname, relative, resolve } from 'node:path';
import {
  type CodeAction,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type Hover,
  type Range,
  SymbolKind,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Config } from '../config.ts';
import type { LintMessage } from '../lint/lint.ts';
import { type Language, message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { deckAt, loadDeck, type LoadedDeck } from './decks.ts';

/** A document that a client has open. */
export interface OpenDocument {
  diagnostics(): Diagnostic[];
  /** What mends the messages of a range, and all of the document at once. */
  actions(range: Range): CodeAction[];
  hover(line: number): Hover | null;
  outline(): DocumentSymbol[];
}

export const severities: Readonly<Record<LintMessage['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** A manifest, or a scenario: what reading it says of this file, and what is in its chapters. */
export class OpenCourse implements OpenDocument {
  readonly #document: TextDocument;
  readonly #file: string;
  readonly #config: Config;
  readonly #lang: Language;

  constructor(document: TextDocument, file: string, config: Config, lang: Language) {
    this.#document = document;
    this.#file = file;
    this.#config = config;
    this.#lang = lang;
  }

  diagnostics(): Diagnostic[] {
    const { deck, messages } = this.#load();
    return messages
      .filter(({ file }) => file === deck.file)
      .map(({ line, column, severity, rule, reason }) => ({
        range: { start: { line: line - 1, character: column - 1 }, end: { line, character: 0 } },
        severity: severities[severity],
        source: 'pupitre',
        code: rule,
        message: word(reason, this.#lang),
      }));
  }

  actions(): CodeAction[] {
    return [];
  }

  /** How much the chapter on a line has. */
  hover(line: number): Hover | null {
    const chapter = this.#chapters().find((each) => each.line === line);
    return chapter ? { contents: { kind: 'markdown', value: chapter.detail } } : null;
  }

  outline(): DocumentSymbol[] {
    return this.#chapters().map(({ line, name, detail }) => {
      const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
      return { name, detail, kind: SymbolKind.File, range, selectionRange: range };
    });
  }

  /** The chapters that a line names, each once. */
  #chapters(): { readonly line: number; readonly name: string; readonly detail: string }[] {
    const { deck, plan } = this.#load();
    const lines = this.#document.getText().split(/\r?\n/);
    return [...new Set(deck.slides.map(({ file }) => file))].flatMap((file) => {
      const name = relative(dirname(this.#file), resolve(file)).replaceAll('\\', '/');
      const line = lines.findIndex((text) => text.includes(name));
      if (file === deck.file || line < 0) return [];
      const slides = deck.slides.filter((slide) => slide.file === file).length;
      const steps = plan.steps.filter(({ place }) => place.file === file).length;
      return [{ line, name, detail: word(message('lsp/chapter', { slides, steps }), this.#lang) }];
    });
  }

  #load(): LoadedDeck {
    const drafts = new Map([[this.#file, this.#document.getText()]]);
    return loadDeck(deckAt(this.#file, this.#config), this.#config, process.cwd(), this.#lang, drafts);
  }
}
