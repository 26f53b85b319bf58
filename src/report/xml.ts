import { printable } from './printable.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Any text as XML 1.0 character data: no escape sequence, no illegal character, no markup. */
export function xmlText(text: string): string {
  // Printable text has none of the characters that https://www.w3.org/TR/xml/#charsets leaves out.
  return printable(text).replace(/[&<>]/g, entity);
}

/** One element; `children` are markup already (elements or `xmlText`), attribute values are any text. */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${printable(String(value)).replace(/[&<>"\n]/g, entity)}"`,
  );
  const start = `<${name}${written.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`;
}

function entity(character: string): string {
  return entities[character] ?? '';
}
