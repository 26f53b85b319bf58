import type { Cause } from './errors.ts';

/** A rule for names, after apimachinery's `validation`: the pattern, its length, and the sentence that explains it. */
export interface NameRule {
  readonly pattern: RegExp;
  readonly most: number;
  readonly sentence: string;
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const valuePattern = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?';
const part = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const service = '[a-z]([-a-z0-9]*[a-z0-9])?';

function rule(source: string, most: number, what: string, examples: string): NameRule {
  return {
    pattern: new RegExp(`^${source}$`),
    most,
    sentence: `${what} (e.g. ${examples}, regex used for validation is '${source}')`,
  };
}

/** Names of most objects. */
export const subdomainRule = rule(
  subdomain,
  253,
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  "'example.com'",
);
/** Names of containers and namespaces. */
export const labelRule = rule(
  label,
  63,
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  "'my-name',  or '123-abc'",
);
/** Names of services. */
export const serviceRule = rule(
  service,
  63,
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  "'my-name',  or 'abc-123'",
);
const valueRule = rule(
  valuePattern,
  63,
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  "'MyValue',  or 'my_value',  or '12345'",
);
const partRule = rule(
  part,
  63,
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  "'MyName',  or 'my.name',  or '123-abc'",
);

/** What is wrong with a name, or nothing. `path` is where it stands: `metadata.name`. */
export function nameCauses(path: string, name: string, { pattern, most, sentence }: NameRule): readonly Cause[] {
  const found: Cause[] = [];
  const wrong = `${path}: Invalid value: ${JSON.stringify(name)}:`;
  if (name.length > most) found.push(`${wrong} must be no more than ${most} characters`);
  // Bounded first, so that no pattern ever sees a long text.
  if (!pattern.test(name.slice(0, most))) found.push(`${wrong} ${sentence}`);
  return found;
}

/** What is wrong with the key of a label or annotation: an optional prefix, a slash, a name. */
export function keyCauses(path: string, key: string): readonly Cause[] {
  const slash = key.indexOf('/');
  const invalid = (why: string) => `${path}: Invalid value: ${JSON.stringify(key)}: ${why}`;
  const name = key.slice(slash + 1);
  const found: Cause[] = [];
  if (slash >= 0 && !subdomainRule.pattern.test(key.slice(0, Math.min(slash, 253)))) {
    found.push(invalid(`prefix part ${subdomainRule.sentence}`));
  }
  if (name === '') found.push(invalid('name part must be non-empty'));
  if (name.length > partRule.most) found.push(invalid(`name part must be no more than ${partRule.most} characters`));
  if (!partRule.pattern.test(name.slice(0, partRule.most))) found.push(invalid(partRule.sentence));
  return found;
}

/** What is wrong with a map of labels. */
export function labelCauses(path: string, labels: Readonly<Record<string, string>> = {}): readonly Cause[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyCauses(path, key),
    ...nameCauses(path, value, valueRule),
  ]);
}

/** What is wrong with the value of a label, without a place. */
export function labelValueCauses(value: string): readonly Cause[] {
  return nameCauses('', value, valueRule);
}
