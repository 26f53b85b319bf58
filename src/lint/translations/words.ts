import { french } from './french.ts';
import { german } from './german.ts';
import { italian } from './italian.ts';
import { portuguese } from './portuguese.ts';
import { spanish } from './spanish.ts';
import type { Translations } from './translations.ts';

type Table = ReadonlyMap<string, readonly string[]>;

const languages: readonly Translations[] = [french, german, spanish, portuguese, italian];

/** All languages in one, by the word in lower case. */
const translations: Readonly<Record<keyof Translations, Table>> = {
  programs: merged('programs'),
  verbs: merged('verbs'),
  options: merged('options'),
  kinds: merged('kinds'),
  shell: merged('shell'),
  methods: merged('methods'),
  keys: merged('keys'),
  refs: merged('refs'),
};

/** What a word may have been before it was translated; none for other words. */
export function meaningsOf(table: keyof Translations, word: string): readonly string[] {
  const lower = word.normalize('NFC').toLowerCase().replaceAll('\u2019', "'");
  return translations[table].get(lower) ?? translations[table].get(withoutAccents(lower)) ?? [];
}

// What an infinitive ends with instead of the ending of a form that is said to somebody: `attendez`, `warte`, `espere`, `ejecuta`, `aspetta`.
const infinitives: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ez$/, ['er', 're', 'ir']],
  [/e$/, ['er', 'en', 'ar', 'ere']],
  [/t$/, ['en']],
  [/a$/, ['ar', 'are', 'er']],
  [/i$/, ['ire', 'ere']],
];

/** The same for a word in any of the forms by which people are told what to do. */
export function meaningsOfForm(table: keyof Translations, word: string): readonly string[] {
  const meanings = meaningsOf(table, word);
  // `remove` is what it means, and no form of `remover`.
  if (meanings.length > 0 || word.length < 4 || isMeaning(table, word)) return meanings;
  for (const [ending, others] of infinitives) {
    if (!ending.test(word)) continue;
    for (const other of others) {
      const found = meaningsOf(table, word.replace(ending, other));
      if (found.length > 0) return found;
    }
  }
  return [];
}

function isMeaning(table: keyof Translations, word: string): boolean {
  return [...translations[table].values()].some((meanings) => meanings.includes(word));
}

/** The entries of a table that are several words: `mise-à-l'échelle`. */
export function phrasesOf(table: keyof Translations): readonly string[] {
  return [...translations[table].keys()].filter((word) => /[-']/.test(word));
}

function merged(name: keyof Translations): Table {
  const table = new Map<string, readonly string[]>();
  for (const language of languages) {
    for (const entry of language[name].split(/\s+/).filter(Boolean)) {
      const [word = '', meant = ''] = entry.split(':');
      // OCR and keyboards lose accents.
      for (const form of new Set([word, withoutAccents(word)])) {
        table.set(form, [...new Set([...(table.get(form) ?? []), ...meant.split(',')])]);
      }
    }
  }
  return table;
}

function withoutAccents(word: string): string {
  return word.replaceAll('œ', 'oe').normalize('NFD').replace(/\p{M}/gu, '');
}
