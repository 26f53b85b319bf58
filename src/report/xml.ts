import { printable } from './printable.ts';

// https://www.w3.org/TR/xml/#charsets; with `u` a lone surrogate is a character of its own, and not in the list.
const illegal = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Any text as XML 1.0 character data: no escape sequence, no illegal character, no markup. */
export function xmlText(text: string): string {
  return clean(text).replace(/[&<>]/g, entity);
}

/** One element; `children` are markup already (elements or `xmlText`), attribute values are any text. */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${clean(String(value)).replace(/[&<>"\t\n\r]/g, entity)}"`,
  );
  const start = `<${name}${written.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`;
}

function clean(text: string): string {
  return printable(text).replace(illegal, '\ufffd');
}

function entity(character: string): string {
  return entities[character] ?? '';
}
