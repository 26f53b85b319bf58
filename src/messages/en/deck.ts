import type { DeckCodes } from '../codes/deck.ts';
import type { Wordings } from '../wording.ts';

export const deck = {
  'deck/too-large': ({ length, limit }) =>
    `The deck has ${length} characters; at most ${limit} are read. Split it into chapters.`,
  'deck/nul-character': () => 'This is not a text in UTF-8: it holds a NUL character. Save it as UTF-8.',
  'deck/undecodable': () => 'This is not a text in UTF-8: more than a tenth of it cannot be decoded. Save it as UTF-8.',
  'deck/invalid-utf8': ({ count }) =>
    `${characters(count)} not valid UTF-8, the first one here. Save the file as UTF-8.`,
  'deck/mojibake': ({ count, charsets, written, repaired }) =>
    `${characters(count)} UTF-8 that was read as ${charsets.join(' and ')} and saved again; the first is "${written}" for "${repaired}". ` +
    'The deck is read as if repaired; repair the file to be rid of this message.',

  'deck/unclosed-exercise': ({ opener }) =>
    `"${opener}" is never closed on this slide, so none of its commands is found. Put "]" alone on a line after its last item.`,
  'deck/unclosed-class': ({ opener }) =>
    `"${opener}" is never closed on this slide and is read as text. Put "]" where it ends, or write "\\${opener}".`,
  'deck/unclosed-fence': ({ fence }) =>
    `This fence is never closed; it is read as if it ended with the slide. Put ${fence} alone on a line after its last line.`,
  'deck/nested-classes': ({ limit }) =>
    `Classes are nested more than ${limit} deep here; the inner ones are read as text.`,
  'deck/too-complex': () =>
    'There is more markup here than any slide needs; it is shown as it is written. Split the slide.',
  'deck/more-left-out': ({ last }, say) => `${say(last)} (Further messages of this kind are left out.)`,

  'deck/html-not-found': ({ kind, path }) => (path === '' ? `missing ${kind}` : `missing ${kind} ${path}`),
  'deck/html-not-fetched': ({ kind, host }) => `${kind} not fetched, it is on ${host}`,
  'deck/html-frame-not-allowed': ({ host }) =>
    `page of ${host} not shown ("frameHosts" in runner.config.json allows hosts)`,
  'deck/html-frame-not-shown': () => 'frame not shown (only https pages of other hosts can be)',
  'deck/html-formula': ({ problem }) => `formula not shown, KaTeX says “${problem}”`,
  'deck/html-element-not-shown': ({ name }) => `<${name}> is not shown`,
  'deck/html-unreadable': () => 'HTML that cannot be read, shown as it is written',
  'deck/html-too-much': () => 'more HTML than any slide needs, shown as it is written',

  'deck/manifest-too-large': ({ length, limit }) =>
    `A manifest may have ${limit} characters; this has ${length}. Is it one?`,
  'deck/manifest-syntax': ({ detail }) => `This is no valid YAML: ${detail}`,
  'deck/manifest-nested': ({ limit }) => `This YAML is nested more than ${limit} deep here; no manifest is.`,
  'deck/manifest-no-map': ({ found }, say) =>
    `A manifest is a map with "title" and "content", a list of markdown files; ${say(found)}.`,
  'deck/manifest-no-content': () => 'This manifest lists no chapters: "content" is missing, a list of markdown files.',
  'deck/manifest-second-list': ({ list }) => `There is "${list}" already; put its items there.`,
  'deck/manifest-no-list': ({ key, found }, say) => `"${key}": expected a list of markdown files; ${say(found)}.`,
  'deck/manifest-empty-list': ({ key }) => `"${key}": the list has no chapter in it.`,
  'deck/manifest-no-text': ({ key, found }, say) =>
    `"${key}": expected a text, the value of @@${key.toUpperCase()}@@; ${say(found)}.`,
  'deck/manifest-no-classes': ({ found }, say) =>
    `"exclude": expected a list of classes, such as "- in-person"; ${say(found)}.`,
  'deck/manifest-no-chapter': ({ found }, say) =>
    `Expected the path of a markdown file, markdown of several lines, or a list of them; ${say(found)}.`,
  'deck/manifest-sections': ({ limit }) => `Sections are nested more than ${limit} deep here.`,
  'deck/manifest-chapters': ({ limit }) => `Only the first ${limit} chapters are read; this is one more.`,
  'deck/manifest-in-itself': ({ path }) => `"${path}" is this manifest: it cannot be a chapter of itself.`,
  'deck/manifest-in-manifest': ({ path }) =>
    `"${path}" is a manifest, and a manifest lists no others: list its chapters here.`,
  'deck/course-too-large': ({ limit }) =>
    `The deck has more than ${limit} characters from here on, and the rest is not read. Split it.`,
  'deck/insertion-too-large': ({ limit }) =>
    `What stands for this makes the deck longer than ${limit} characters, and the rest is not read.`,

  'deck/yaml-nothing': () => 'it is empty',
  'deck/yaml-map': () => 'this is a map ("key: value")',
  'deck/yaml-list': () => 'this is a list',
  'deck/yaml-alias': () => 'this is an alias, and those mean nothing here',
  'deck/yaml-text': ({ text }) => `this is "${text}"`,
  'deck/scenario-no-json': ({ reason }, say) => `This index.json is no JSON: ${say(reason)}.`,
  'deck/scenario-no-details': () =>
    'This index.json has no "details": it is no scenario, but perhaps a course of several.',
  'deck/check-cannot-fail': () =>
    'This check ends with 0 whether or not its condition holds: everybody passes. Let it exit 1 where it does not.',
  'deck/scenario-comment-end': () => 'This script is not taken over: it has --> in it, which ends a comment of a deck.',
  'deck/scenario-other-host': ({ file, host }) =>
    `The file ${file} is for another machine, ${host}, and there is only one.`,
  'deck/scenario-lost': ({ path }) =>
    `The file ${path} is not put on the node: the folder "assets" has none of that name, or its place there is none.`,
} satisfies Wordings<DeckCodes>;

function characters(count: number): string {
  return count === 1 ? '1 character is' : `${count} characters are`;
}
