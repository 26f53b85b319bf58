import type { Config } from '../config.ts';
import type { Severity } from '../deck/model.ts';
import { unknownRuleId } from '../lint/lint.ts';
import { builtinRules } from '../lint/rules.ts';
import { type Message, message } from '../messages/message.ts';
import { nearest } from '../plan/nearest.ts';
import { UsageError } from './errors.ts';

/** A mistake in an option. */
export function wrongOption(option: string, mistake: Message): UsageError {
  return new UsageError(message('cli/in-option', { option, mistake }));
}

const severityOf: Readonly<Record<string, Severity | 'off'>> = { off: 'off', warn: 'warning', error: 'error' };

/** What the configuration and `--rule` say of rules. Throws UsageError for a rule that there is not. */
export function severitiesOf({ lintRules }: Config, wanted: readonly string[]): ReadonlyMap<string, Severity | 'off'> {
  const severities = new Map<string, Severity | 'off'>();
  const ids = [...builtinRules.map(({ id }) => id), unknownRuleId];
  const set = (id: string, value: string, where: string): void => {
    const severity = Object.hasOwn(severityOf, value) ? severityOf[value] : undefined;
    if (severity === undefined) throw wrongOption(where, message('cli/rule-form'));
    if (!ids.includes(id)) {
      throw wrongOption(where, message('cli/unknown-rule', { id, meant: nearest(id, ids) }));
    }
    severities.set(id, severity);
  };
  for (const [id, value] of lintRules) set(id, value, `runner.config.json: lint.rules.${id}`);
  for (const each of wanted) {
    const at = each.indexOf('=');
    set(each.slice(0, Math.max(0, at)), each.slice(at + 1), `--rule ${each}`);
  }
  return severities;
}
