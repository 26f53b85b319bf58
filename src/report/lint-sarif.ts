import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Severity } from '../deck/model.ts';
import type { LintMessage } from '../lint/lint.ts';
import type { Language } from '../messages/message.ts';
import { message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import type { LintFormat } from './lint-format.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;

/**
 * SARIF 2.1.0 (OASIS), with what GitHub code scanning asks for besides: names of rules, relative URIs, a help text.
 * Columns count UTF-16 code units.
 */
export const sarif: LintFormat = (files, { rules, lang, version }) => {
  const messages = files.flatMap((file) => file.messages);
  const used = new Set(messages.map(({ rule }) => rule));
  const descriptors = [
    ...rules.filter(({ id }) => used.has(id)).map(({ id, severity }) => descriptorOf(id, severity, lang)),
    ...[...used].filter((id) => !rules.some((rule) => rule.id === id)).map((id) => descriptorOf(id, undefined, lang)),
  ];
  const indexes = new Map(descriptors.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Pupitre',
            semanticVersion: version,
            informationUri: `pkg:npm/pupitre@${version}`,
            rules: descriptors,
          },
        },
        columnKind: 'utf16CodeUnits',
        results: messages.map((message) => resultOf(message, indexes.get(message.rule) ?? -1, lang)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

/** GitHub wants a description of everything, also of what the parser says of files that it cannot read. */
function descriptorOf(id: string, severity: Severity | undefined, lang: Language): ReportingDescriptor {
  const summary = word(message('lint/rule-summary', { rule: id }), lang);
  const text = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  const rationale = severity === undefined ? text : word(message('lint/rule-rationale', { rule: id }), lang);
  return {
    id,
    name: nameOf(id),
    shortDescription: { text },
    fullDescription: { text: rationale },
    help: { text: rationale },
    ...(severity === undefined ? {} : { defaultConfiguration: { level: levels[severity] } }),
  };
}

/** `spaced-path` → `SpacedPath`, the form that SARIF2012 recommends. */
function nameOf(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function resultOf(
  { file, rule, severity, reason, start, end, fix }: LintMessage,
  ruleIndex: number,
  lang: Language,
): Result {
  const artifactLocation = { uri: uriOf(file) };
  const isEmpty = end.offset <= start.offset;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: word(reason, lang) },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: {
            startLine: start.line,
            startColumn: start.column,
            ...(isEmpty ? {} : { endLine: end.line, endColumn: end.column }),
          },
        },
      },
    ],
    ...(fix && fix.length > 0
      ? {
          fixes: [
            {
              artifactChanges: [
                {
                  artifactLocation,
                  replacements: fix.map((edit) => ({
                    deletedRegion: { charOffset: edit.start, charLength: edit.end - edit.start },
                    insertedContent: { text: edit.text },
                  })),
                },
              ],
            },
          ],
        }
      : {}),
  };
}

/** A relative path as a URI. */
function uriOf(file: string): string {
  return file.split(/[/\\]/).map(encodeURIComponent).join('/');
}
