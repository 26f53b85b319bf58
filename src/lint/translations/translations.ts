/**
 * What machine translation makes of the words of commands, in one language. Each table is a list of `word:meaning,meaning`; the words are those of
 * the language (infinitives, nouns), the meanings are what was there before.
 */
export interface Translations {
  /** Programs and builtins: `tuer:kill`. */
  readonly programs: string;
  /** Sub-commands: `obtenir:get`. */
  readonly verbs: string;
  /** Long options, without dashes: `suivre:follow`. */
  readonly options: string;
  /** Kinds of Kubernetes' objects: `nœuds:nodes`. */
  readonly kinds: string;
  /** Words of the shell's grammar: `alors:then`. */
  readonly shell: string;
  /** Methods of hidden snippets: `attendre:wait`. */
  readonly methods: string;
  /** Names of keys: `échap:Escape`. */
  readonly keys: string;
  /** Names that git gives: `tête:HEAD`. */
  readonly refs: string;
}
