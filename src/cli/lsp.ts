import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  createConnection,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type Hover,
  type InitializeResult,
  type Range,
  SymbolKind,
  TextDocuments,
  TextDocumentSyncKind,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Config, loadConfig } from '../config.ts';
import { parseDeck } from '../deck/deck.ts';
import { isScenario } from '../deck/formats/scenario.ts';
import { isManifest } from '../deck/manifest.ts';
import { fixDeck } from '../lint/fix.ts';
import { lintDeck, type LintMessage, type LintOptions } from '../lint/lint.ts';
import { builtinRules } from '../lint/rules.ts';
import { type Language, message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { word } from '../messages/word.ts';
import { planDeck } from '../plan/plan.ts';
import { deckAt } from './decks.ts';
import { exitCodes } from './errors.ts';
import { language } from './language.ts';
import { documentOptions } from './lint-options.ts';
import { severitiesOf } from './lint-severities.ts';
import { OpenCourse, type OpenDocument, severities } from './lsp-course.ts';
import { version } from './version.ts';

export interface LspOptions {
  readonly lang?: string;
  readonly config?: string;
}

/**
 * Is a language server (Language Server Protocol 3.17) on standard input and output until the client asks it to exit: diagnostics while somebody
 * writes, fixes, what a run would do with a snippet (hover), and the slides as an outline. Returns the exit code: 1 when the client left without
 * `shutdown`, as the protocol wants it.
 */
export async function serveLanguage(options: LspOptions): Promise<number> {
  const connection = createConnection(process.stdin, process.stdout);
  const documents = new TextDocuments(TextDocument);
  const lang = language(options.lang, { lang: undefined }, process.env);
  const state = { wasShutDown: false };
  connection.onInitialize((): InitializeResult => ({
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] },
      hoverProvider: true,
      documentSymbolProvider: true,
    },
    serverInfo: { name: 'pupitre', version: version() },
  }));
  documents.onDidChangeContent(({ document }) => {
    void connection.sendDiagnostics({
      uri: document.uri,
      diagnostics: openDocument(document, options, lang).diagnostics(),
    });
  });
  documents.onDidClose(({ document }) => {
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  const about = <Answer>(uri: string, answer: (deck: OpenDocument) => Answer): Answer | null => {
    const document = documents.get(uri);
    return document ? answer(openDocument(document, options, lang)) : null;
  };
  connection.onCodeAction(({ textDocument: { uri }, range }) => about(uri, (deck) => deck.actions(range)));
  connection.onHover(({ textDocument: { uri }, position }) => about(uri, (deck) => deck.hover(position.line)));
  connection.onDocumentSymbol(({ textDocument: { uri } }) => about(uri, (deck) => deck.outline()));
  connection.onShutdown(() => {
    state.wasShutDown = true;
  });
  const ended = endOf(connection);
  documents.listen(connection);
  connection.listen();
  await ended;
  return state.wasShutDown ? exitCodes.passed : exitCodes.failed;
}

/** Fulfilled when the client says `exit` or closes standard input. */
function endOf(connection: Connection): Promise<void> {
  return new Promise((done) => {
    connection.onExit(() => {
      done();
    });
    process.stdin.once('end', done);
    process.stdin.once('close', done);
  });
}

function openDocument(document: TextDocument, { config, lang }: LspOptions, fallback: Language): OpenDocument {
  // A document that was never saved is read as if it stood where the server was started.
  const file = document.uri.startsWith('file:') ? fileURLToPath(document.uri) : `${process.cwd()}/untitled.md`;
  try {
    const loaded = loadConfig(config, dirname(file));
    const spoken = language(lang, loaded, process.env);
    if (isManifest(file) || isScenario(file)) return new OpenCourse(document, file, loaded, spoken);
    return new OpenDeck(document, file, loaded, spoken);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    // The configuration is none at the moment: somebody writes it.
    const problem = word(error.told, fallback);
    return { diagnostics: () => [wholeDocument(problem)], actions: () => [], hover: () => null, outline: () => [] };
  }
}

/** A mistake that has no place. */
function wholeDocument(problem: string): Diagnostic {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, severity: DiagnosticSeverity.Error, source: 'pupitre', message: problem };
}

/** A deck: linted as somebody writes it. */
class OpenDeck implements OpenDocument {
  readonly #document: TextDocument;
  readonly #lang: Language;
  readonly #file: string;
  readonly #config: Config;

  constructor(document: TextDocument, file: string, config: Config, lang: Language) {
    this.#document = document;
    this.#file = file;
    this.#config = config;
    this.#lang = lang;
  }

  diagnostics(): Diagnostic[] {
    return this.#messages().map((each) => ({
      range: this.#rangeOf(each),
      severity: severities[each.severity],
      source: 'pupitre',
      code: each.rule,
      message: word(each.reason, this.#lang),
    }));
  }

  actions(range: Range): CodeAction[] {
    const messages = this.#messages();
    const { uri } = this.#document;
    const single = messages
      .filter((each) => each.fix !== undefined && overlaps(this.#rangeOf(each), range))
      .map((each): CodeAction => {
        const edits = each.fix?.map(({ start, end, text }): TextEdit => ({
          range: this.#spanRange(start, end),
          newText: text,
        }));
        return {
          title: word(message('lsp/fix', { rule: each.rule }), this.#lang),
          kind: CodeActionKind.QuickFix,
          isPreferred: true,
          edit: { changes: { [uri]: edits ?? [] } },
        };
      });
    const text = this.#document.getText();
    const mended = messages.some(({ fix }) => fix !== undefined) ? fixDeck(text, this.#options()).text : text;
    if (mended === text) return single;
    const all: CodeAction = {
      title: word(message('lsp/fix-all'), this.#lang),
      kind: CodeActionKind.SourceFixAll,
      edit: { changes: { [uri]: [{ range: this.#spanRange(0, text.length), newText: mended }] } },
    };
    return [...single, all];
  }

  /** What a run does with the snippet on a line, as `pupitre list --plan` says it. */
  hover(line: number): Hover | null {
    const deck = this.#deck();
    const { steps } = planDeck(deck).plan;
    const snippets = deck.slides.flatMap(({ exercises }) => exercises.flatMap((exercise) => exercise.snippets));
    const snippet = snippets.find(({ position }) => position.start.line <= line + 1 && line + 1 <= position.end.line);
    if (!snippet) return null;
    const own = steps.filter(
      ({ place }) => place.line >= snippet.position.start.line && place.line <= snippet.position.end.line,
    );
    const lines = own.map(({ id, action, skip, policyReason }) =>
      word(message('lsp/step', { id, action, reason: skip ?? policyReason }), this.#lang),
    );
    return lines.length === 0 ? null : { contents: { kind: 'markdown', value: lines.join('\n\n') } };
  }

  outline(): DocumentSymbol[] {
    const deck = this.#deck();
    const { steps } = planDeck(deck).plan;
    return deck.slides.map(({ title, number, position, exercises }) => {
      const range = this.#spanRange(position.start.offset, position.end.offset);
      const children = exercises.flatMap(({ snippets }) =>
        snippets.map((snippet): DocumentSymbol => {
          const own = this.#spanRange(snippet.position.start.offset, snippet.position.end.offset);
          const step = steps.find(({ place }) => place.line === snippet.position.start.line);
          const name = snippet.data.split('\n', 1)[0]?.trim() ?? '';
          return {
            name: name === '' ? snippet.method || '…' : name,
            detail: step?.id ?? snippet.method,
            kind: SymbolKind.Event,
            range: own,
            selectionRange: own,
          };
        }),
      );
      const start = { start: range.start, end: range.start };
      return {
        name: title === '' ? `${number}` : title,
        detail: `${number}`,
        kind: SymbolKind.Module,
        range,
        selectionRange: start,
        children,
      };
    });
  }

  #options(): LintOptions {
    const name = relative(process.cwd(), this.#file) || this.#file;
    const { exercises } = deckAt(this.#file, this.#config);
    const file = { path: this.#file, name, original: undefined, variables: undefined, exercises };
    return { ...documentOptions(file, this.#config), rules: builtinRules, severities: severitiesOf(this.#config, []) };
  }

  #messages(): readonly LintMessage[] {
    return lintDeck(this.#document.getText(), this.#options());
  }

  #deck(): ReturnType<typeof parseDeck> {
    const { exerciseClasses, excludedClasses } = this.#config;
    const exercises = deckAt(this.#file, this.#config).exercises ?? this.#config.exercises;
    return parseDeck(this.#document.getText(), { file: this.#file, exercises, exerciseClasses, excludedClasses });
  }

  /** Of the parser's and the planner's messages only the line is known. */
  #rangeOf({ line, column, start, end }: LintMessage): Range {
    if (end.offset > 0 || start.offset > 0) return this.#spanRange(start.offset, end.offset);
    const from = { line: line - 1, character: column - 1 };
    return { start: from, end: { line, character: 0 } };
  }

  #spanRange(start: number, end: number): Range {
    return { start: this.#document.positionAt(start), end: this.#document.positionAt(end) };
  }
}

function overlaps(one: Range, other: Range): boolean {
  const before = (a: Range['start'], b: Range['start']): boolean =>
    a.line < b.line || (a.line === b.line && a.character < b.character);
  return !before(one.end, other.start) && !before(other.end, one.start);
}
