import type { Display } from '../deck/model.ts';
import type { Frame } from '../match/glob.ts';

/** Languages of fences that can show what a command prints. */
const languages = new Set(['', 'json', 'text', 'console', 'output']);

/** An introduction is one sentence; what is longer is cut at its beginning. */
const longest = 300;

/** Sentences that announce an output. From a survey of public decks in English and French. */
const announcing: readonly RegExp[] = [
  /(?:\b(?:should|will|must)\b|['’]ll\b).*\b(?:see|get|show|return|output|look|include|display|print|fail|say|tell)/i,
  /\b(?:output|result|error message)\b.*\b(?:is|are|looks?|should|includes?|will)\b/i,
  /\b(?:see|get) an? (?:error|message)\b/i,
  /\b(?:message|error)s?\b.*\blike\b/i,
  /\berror message\b/i,
  /\blast (?:lines?|bit|part) of (?:the )?output\b/i,
  /(?<!\p{L})(?:devr(?:ions|iez|ait|aient)|verr(?:ons|ez)|aur(?:ons|ez)|obtien\p{L}+|obten(?:ons|ez))(?!\p{L})/iu,
  /(?<!\p{L})(?:affichage|sortie|renvoie|retourne|résultat|ressembl\p{L}+|message d['’]erreur)/iu,
];

/** Inside an exercise a sentence that ends with a colon mostly introduces a file to edit, so more is asked for. */
const announcingInExercise = /\b(?:see|output|look)|(?<!\p{L})(?:voir|sortie)/iu;

/** Conditions and remarks: what follows may or may not be seen. */
const conditional = /^[\s\-*>•(]*(?:if|si|s['’]il|note(?! the last))(?!\p{L})/iu;

/** How the words of an introduction compare the output with the fence; the first that fits. */
const comparing: readonly (readonly [RegExp, Frame])[] = [
  [
    /\bsimilar|\blike\b|(?<!\p{L})(?:ressembl|similaire|semblable)|\bdu (?:type|genre|style)\b|\bcomme (?:ça|ceci|cela|suit)/iu,
    'similar',
  ],
  [
    /\blast (?:line|bit|part|lines)\b|\bat the end\b|\bfinal\b|(?<!\p{L})derni[eè]re?s?(?!\p{L})|(?<!\p{L})à la fin(?!\p{L})/iu,
    'tail',
  ],
  [/\binclud|\bcontain|(?<!\p{L})(?:comport|contien|contenir|inclu)/iu, 'contains'],
];

/**
 * How the output of the last command before a fence compares with it; undefined when the fence shows no expected output.
 *
 * It does when the line of prose above it ends with a colon and announces an output, in English or French.
 */
export function resemblanceOf({ language, introduction, inExercise }: Display): Frame | undefined {
  const sentence = introduction.trim().slice(-longest);
  if (!languages.has(language) || !sentence.endsWith(':') || conditional.test(introduction)) return undefined;
  if (!announcing.some((words) => words.test(sentence))) return undefined;
  if (inExercise && !announcingInExercise.test(sentence)) return undefined;
  return comparing.find(([words]) => words.test(sentence))?.[1] ?? 'equal';
}

/** The output that a fence shows, without the lines that were typed at a prompt. */
export function shownOutput(text: string): string {
  const lines = text.split('\n').filter((line) => !/^\s*\$(?: |$)/.test(line));
  return lines.some((line) => line.trim() !== '') ? lines.join('\n') : text;
}
