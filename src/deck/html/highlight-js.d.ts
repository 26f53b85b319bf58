// highlight.js's own types bring the DOM's with them into a project that must not see it. `paths` in tsconfig.base.json
// puts this in their place, for the package and for each of its languages.

/**
 * Makes the grammar of a language; only highlight.js looks inside.
 * @public lowlight's types ask for it.
 */
export type LanguageFn = (api: never) => Grammar;

interface Grammar {
  readonly keywords: object;
}

declare const language: LanguageFn;
export default language;
