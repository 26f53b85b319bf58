import type { Element, ElementContent, Properties, Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';
import { type Message, message } from '../../messages/message.ts';
import type { Math } from '../tree/mdast.ts';
import type { Formula } from './math.ts';

/** What is put on an element that we made, known by a mark that no HTML of the deck can have: attributes that no HTML of a deck can have, and perhaps its content. */
export interface TrustedMark {
  readonly properties: Properties;
  readonly children?: () => ElementContent[];
}

/** Makes what stands in the place of something that is not shown, and tells about it; `link`: where readers find it. */
export type LeaveOut = (reason: Message, node: Element, link?: string) => Element;

/** What raw HTML may bring in. */
export interface EmbedOptions {
  readonly assetUrl: (path: string) => string | undefined;
  /** Hosts whose pages may be shown in a frame: `host`, `host:port`, `*.domain`. */
  readonly frameHosts: readonly string[];
  readonly leaveOut: LeaveOut;
}

/** Elements that are never shown; a reader is told. */
const neverShown: ReadonlySet<string> = new Set(['applet', 'canvas', 'embed', 'math', 'object', 'svg']);

/**
 * Replaces films, sounds, frames and elements that are not shown in a tree of raw HTML, by marks for what the page really
 * gets: made by us, never the deck's own elements. Harmless styles of other elements are kept.
 */
export function markEmbeds(
  root: Root,
  options: EmbedOptions,
  addMark: (mark: TrustedMark) => Record<string, string>,
): void {
  visit(root, 'element', (node, index, parent) => {
    const made = embedOf(node, options);
    if (made && parent && index !== undefined) {
      const span = {
        type: 'element',
        tagName: 'span',
        properties: addMark({ properties: {}, children: () => [made] }),
      };
      parent.children[index] = { ...span, children: [] } as Element;
      return SKIP;
    }
    const style = typeof node.properties.style === 'string' ? layoutStyle(node.properties.style) : '';
    if (style !== '') Object.assign(node.properties, addMark({ properties: { style } }));
    return undefined;
  });
}

function embedOf(node: Element, options: EmbedOptions): Element | undefined {
  if (node.tagName === 'video' || node.tagName === 'audio') return mediaOf(node, node.tagName, options);
  if (node.tagName === 'iframe') return frameOf(node, options);
  if (!neverShown.has(node.tagName)) return undefined;
  return options.leaveOut(message('deck/html-element-not-shown', { name: node.tagName }), node);
}

/** A film or a sound of the deck's own files, with controls; it neither starts nor loads by itself. */
function mediaOf(node: Element, kind: 'audio' | 'video', { assetUrl, leaveOut }: EmbedOptions): Element {
  const files = [node, ...node.children.filter((child): child is Element => child.type === 'element')];
  let wrong = '';
  const local = (url: unknown): string | undefined => {
    if (typeof url !== 'string') return undefined;
    const found = isPath(url.trim()) ? assetUrl(url.trim()) : undefined;
    if (found === undefined) wrong = url.trim();
    return found;
  };
  const children = files.flatMap((file): ElementContent[] => {
    const src = local(file.properties.src);
    if (src === undefined) return [];
    if (file.tagName === 'track')
      return [{ ...file, properties: { ...kept(file, trackProperties), src }, children: [] }];
    const source = { ...kept(file, ['type']), src };
    return [{ type: 'element', tagName: 'source', properties: source, children: [] }];
  });
  if (!children.some((child) => child.type === 'element' && child.tagName === 'source')) {
    return leaveOut(whyNot(kind, wrong), node, wrong);
  }
  const poster = local(node.properties.poster);
  const properties: Properties = { ...kept(node, mediaProperties), controls: true, preload: 'none' };
  return { type: 'element', tagName: kind, properties: { ...properties, ...(poster && { poster }) }, children };
}

const mediaProperties = ['width', 'height', 'loop', 'muted', 'title'];
const trackProperties = ['kind', 'srcLang', 'label', 'default'];

/** A page of a host that the configuration allows. It gets an origin of its own, and nothing of this page's. */
function frameOf(node: Element, { frameHosts, leaveOut }: EmbedOptions): Element {
  const written = typeof node.properties.src === 'string' ? node.properties.src.trim() : '';
  const src = written.startsWith('//') ? `https:${written}` : written;
  const host = /^https:\/\/([a-z\d.-]+(?::\d+)?)(?:[/?#]|$)/i.exec(src)?.[1]?.toLowerCase();
  if (host === undefined) return leaveOut(message('deck/html-frame-not-shown'), node, src);
  if (!frameHosts.some((allowed) => isHostOf(host, allowed.toLowerCase()))) {
    return leaveOut(message('deck/html-frame-not-allowed', { host }), node, src);
  }
  const properties: Properties = {
    title: host,
    ...kept(node, ['width', 'height', 'title']),
    src,
    sandbox: ['allow-scripts', 'allow-same-origin', 'allow-popups', 'allow-forms', 'allow-presentation'],
    allow: 'fullscreen',
    loading: 'lazy',
    // Video hosts refuse pages that do not say where they are; the path is never told.
    referrerPolicy: 'strict-origin',
  };
  return { type: 'element', tagName: 'iframe', properties, children: [] };
}

function isHostOf(host: string, allowed: string): boolean {
  return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;
}

/** Why a file that a deck names is not shown. */
export function whyNot(kind: 'audio' | 'picture' | 'video', url: string): Message {
  const host = /^(?:https?:)?[\\/]{2}([^\\/?#]+)/i.exec(url)?.[1];
  if (host !== undefined) return message('deck/html-not-fetched', { kind, host });
  return message('deck/html-not-found', { kind, path: url.length > 80 ? `${url.slice(0, 80)}…` : url });
}

/** A formula, or in its place what KaTeX does not understand, and how it is written. */
export function formulaContent({ written, position }: Math, formula: Formula, leaveOut: LeaveOut): ElementContent {
  if ('html' in formula) return { type: 'raw', value: formula.html };
  const properties = { alt: written };
  const node: Element = { type: 'element', tagName: 'span', properties, children: [], ...(position && { position }) };
  return leaveOut(message('deck/html-formula', formula), node);
}

/** What stands in the place of something that is not shown: why, what it would have been, and where readers find it. */
export function leftOutElement(reason: string, { properties: { alt, title } }: Element, link = ''): Element {
  const name = [alt, title].find((text) => typeof text === 'string' && text !== '');
  const value = typeof name === 'string' ? `${reason}: ${name}` : reason;
  const children: ElementContent[] = [{ type: 'text', value }];
  if (/^https?:\/\//i.test(link)) {
    const properties = { href: link, target: '_blank', rel: ['noopener', 'noreferrer'] };
    const text: ElementContent = { type: 'text', value: link.length > 60 ? `${link.slice(0, 60)}…` : link };
    children.push({ type: 'text', value: ' ' }, { type: 'element', tagName: 'a', properties, children: [text] });
  }
  return { type: 'element', tagName: 'span', properties: { className: ['left-out'] }, children };
}

/** No scheme, no host, nothing that a browser would leave out. */
export function isPath(text: string): boolean {
  return text !== '' && !/^[a-z][a-z\d+.-]*:|^[\\/]{2}|\p{Cc}/iu.test(text);
}

function kept(node: Element, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(node.properties).filter(([name]) => names.includes(name)));
}

const layoutProperty =
  /^(?:(?:max-|min-)?(?:width|height)|float|clear|text-align|vertical-align|font-(?:size|weight|style)|(?:margin|padding)(?:-(?:top|right|bottom|left))?|columns|column-count|column-gap|text-decoration)$/;
const layoutValue = /^[a-z\d.%]{1,30}(?: [a-z\d.%]{1,30}){0,3}$/;

/** The declarations of a style that say how much room something takes in its slide, and where; no others. */
function layoutStyle(style: string): string {
  return style
    .toLowerCase()
    .split(';')
    .map((declaration) => declaration.split(':').map((part) => part.trim().replace(/\s+/g, ' ')))
    .filter(
      ([name = '', value = '', more]) => more === undefined && layoutProperty.test(name) && layoutValue.test(value),
    )
    .map(([name = '', value = '']) => `${name}:${value}`)
    .join(';');
}
