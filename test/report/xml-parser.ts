/** An element of a parsed document. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

const token =
  /<\/([A-Za-z-]+)>|<([A-Za-z-]+)((?: [A-Za-z-]+="(?:[^<&"]|&(?:amp|lt|gt|quot|#(?:9|10|13));)*")*)(\/?)>|((?:[^<&>]|&(?:amp|lt|gt|quot|#(?:9|10|13));)+)/uy;
const illegal = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Parses the XML that Pupitre may write, and nothing more than that; throws at the first thing that is not well-formed. */
export function parseXml(document: string): XmlNode {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(head)) throw new Error('no XML declaration');
  const wrong = illegal.exec(document);
  if (wrong) throw new Error(`U+${(document.codePointAt(wrong.index) ?? 0).toString(16)} at ${wrong.index}`);
  const root = { name: '', attributes: {}, children: [] as XmlNode[], text: '' };
  const open = [root];
  token.lastIndex = head.length;
  for (let match = token.exec(document); match !== null; match = token.exec(document)) {
    const [, end, start, attributes = '', empty, text] = match;
    const innermost = open.at(-1) ?? root;
    if (text !== undefined) innermost.text += decode(text);
    else if (end !== undefined) {
      if (innermost.name !== end || open.length === 1) throw new Error(`</${end}> closes <${innermost.name}>`);
      open.pop();
    } else if (start !== undefined) {
      const node = { name: start, attributes: readAttributes(attributes), children: [] as XmlNode[], text: '' };
      innermost.children.push(node);
      if (empty === '') open.push(node);
    }
    if (token.lastIndex === document.length) {
      const [only] = root.children;
      if (only === undefined || root.children.length > 1 || open.length > 1) throw new Error('not one whole element');
      return only;
    }
  }
  throw new Error('a sign that may not stand there');
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/ ([A-Za-z-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    decode(value),
  ]);
  const attributes = Object.fromEntries(pairs) as Record<string, string>;
  if (Object.keys(attributes).length !== pairs.length) throw new Error('an attribute twice');
  return attributes;
}

function decode(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return text.replace(/&(?:#(\d+)|([a-z]+));/g, (_, code: string | undefined, name: string | undefined) =>
    code === undefined ? (named[name ?? ''] ?? '') : String.fromCharCode(Number(code)),
  );
}
