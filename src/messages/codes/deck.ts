import type { MessagePart, NoData } from '../wording.ts';

/** What `deck` tells people, and the data of each message. */
export interface DeckCodes {
  // The text itself; lengths and limits in characters.
  readonly 'deck/too-large': { readonly length: number; readonly limit: number };
  readonly 'deck/nul-character': NoData;
  readonly 'deck/undecodable': NoData;
  readonly 'deck/invalid-utf8': { readonly count: number };
  readonly 'deck/mojibake': {
    readonly count: number;
    readonly charsets: readonly string[];
    readonly written: string;
    readonly repaired: string;
  };

  // What is written in it.
  readonly 'deck/unclosed-exercise': { readonly opener: string };
  readonly 'deck/unclosed-class': { readonly opener: string };
  readonly 'deck/unclosed-fence': { readonly fence: string };
  readonly 'deck/nested-classes': { readonly limit: number };
  readonly 'deck/too-complex': NoData;
  /** The last message of its kind that is shown. */
  readonly 'deck/more-left-out': { readonly last: MessagePart };

  // What a slide does not show.
  readonly 'deck/html-not-found': { readonly kind: 'audio' | 'picture' | 'video'; readonly path: string };
  readonly 'deck/html-not-fetched': { readonly kind: 'audio' | 'picture' | 'video'; readonly host: string };
  readonly 'deck/html-frame-not-allowed': { readonly host: string };
  readonly 'deck/html-frame-not-shown': NoData;
  readonly 'deck/html-formula': { readonly problem: string };
  readonly 'deck/html-element-not-shown': { readonly name: string };
  readonly 'deck/html-unreadable': NoData;
  readonly 'deck/html-too-much': NoData;

  // Manifests. `found` is one of the parts below.
  readonly 'deck/manifest-too-large': { readonly length: number; readonly limit: number };
  readonly 'deck/manifest-syntax': { readonly error: string; readonly detail: string };
  readonly 'deck/manifest-nested': { readonly limit: number };
  readonly 'deck/manifest-no-map': { readonly found: MessagePart };
  readonly 'deck/manifest-no-content': NoData;
  readonly 'deck/manifest-second-list': { readonly list: string };
  readonly 'deck/manifest-no-list': { readonly key: string; readonly found: MessagePart };
  readonly 'deck/manifest-empty-list': { readonly key: string };
  readonly 'deck/manifest-no-text': { readonly key: string; readonly found: MessagePart };
  readonly 'deck/manifest-no-classes': { readonly found: MessagePart };
  readonly 'deck/manifest-no-chapter': { readonly found: MessagePart };
  readonly 'deck/manifest-sections': { readonly limit: number };
  readonly 'deck/manifest-chapters': { readonly limit: number };
  readonly 'deck/manifest-in-itself': { readonly path: string };
  readonly 'deck/manifest-in-manifest': { readonly path: string };
  readonly 'deck/course-too-large': { readonly limit: number };
  readonly 'deck/insertion-too-large': { readonly limit: number };

  // What stands in a manifest where something else should.
  readonly 'deck/yaml-nothing': NoData;
  readonly 'deck/yaml-map': NoData;
  readonly 'deck/yaml-list': NoData;
  readonly 'deck/yaml-alias': NoData;
  readonly 'deck/yaml-text': { readonly text: string };
  // Decks of other formats
  readonly 'deck/scenario-no-json': { readonly reason: MessagePart };
  readonly 'deck/scenario-no-details': NoData;
  readonly 'deck/check-cannot-fail': NoData;
  readonly 'deck/scenario-comment-end': NoData;
  readonly 'deck/scenario-other-host': { readonly file: string; readonly host: string };
  readonly 'deck/scenario-lost': { readonly path: string };
}
