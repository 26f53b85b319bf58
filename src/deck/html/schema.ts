import type { Schema } from 'hast-util-sanitize';

const tags =
  'a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr ' +
  'i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr';

// What is inside these is no text for readers.
const strip = 'script style iframe object embed svg math noscript template title textarea select xmp noembed noframes';

/** What HTML of a deck may be: no scripts, styles, forms, frames, and no attribute that the page gives a meaning. */
export function deckSchema(markAttribute: string): Schema {
  return {
    tagNames: tags.split(' '),
    strip: strip.split(' '),
    attributes: {
      '*': ['className', 'id', 'title', 'lang', 'dir', markAttribute],
      a: ['href', 'target', 'ariaLabel'],
      img: ['src', 'alt', 'width', 'height'],
      td: ['align', 'colSpan', 'rowSpan'],
      th: ['align', 'colSpan', 'rowSpan', 'scope'],
      col: ['span'],
      ol: ['start', 'reversed'],
      details: ['open'],
    },
    protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https', 'data'] },
    clobber: [],
    allowComments: false,
    allowDoctypes: false,
  };
}
