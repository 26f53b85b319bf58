import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { Deck, Slide } from '../../deck/model.ts';
import { type Code, isTyped } from '../code.ts';
import { align, type Pair } from './align.ts';

/** A deck and all code in it, in the order of the file. */
export interface DeckCode {
  readonly deck: Deck;
  readonly code: readonly Code[];
}

/** A slide and its fences and inline code. */
export interface SlideCode {
  readonly slide: Slide;
  readonly index: number;
  readonly fences: readonly Code[];
  readonly inline: readonly Code[];
}

/** The slides of a deck with the code on each. */
export function slidesWithCode({ deck, code }: DeckCode): SlideCode[] {
  const slides = deck.slides.map((slide, index) => ({ slide, index, fences: [] as Code[], inline: [] as Code[] }));
  for (const piece of code) {
    const slide = slides[piece.slide.index - 1];
    (piece.kind === 'inline' ? slide?.inline : slide?.fences)?.push(piece);
  }
  return slides;
}

/** What does not change when a slide is translated, with its weight. */
type Features = ReadonlyMap<string, number>;

/** Pairs the slides of a translation with those of its original, in order. */
export function alignSlides(original: readonly SlideCode[], translation: readonly SlideCode[]): Pair[] {
  const features = original.map(featuresOf);
  const others = translation.map(featuresOf);
  return align(original.length, translation.length, (one, other) => {
    const [a, b] = [features[one], others[other]];
    return a && b ? resemblance(a, b) : 0;
  });
}

/**
 * How much two slides have in common, from 0 to 1. Slides of prose alone have hardly anything that a translation leaves as
 * it is; they are paired for their place between others, so every two resemble each other a little.
 */
function resemblance(one: Features, other: Features): number {
  let common = 0;
  let all = 0;
  for (const [feature, weight] of one) {
    all += weight;
    common += Math.min(weight, other.get(feature) ?? 0);
  }
  for (const weight of other.values()) all += weight;
  return 0.02 + (2 * common) / Math.max(1, all);
}

function featuresOf({ slide, fences, inline }: SlideCode): Features {
  const found = new Map<string, number>();
  const add = (feature: string, weight: number): void => {
    found.set(feature, (found.get(feature) ?? 0) + weight);
  };
  add(slide.continued ? 'step' : 'slide', 1);
  for (const [key, value] of Object.entries(slide.properties)) add(`${key}: ${value}`, key === 'name' ? 3 : 1);
  for (const { className } of slide.exercises) add(`.${className}[`, 2);
  for (const fence of fences) {
    add(`fence ${fence.language}`, 1);
    for (const word of new Set(fence.text.split(/[\s"'`]+/).filter((each) => each.length > 1))) {
      add(word.toLowerCase(), isTyped(fence) ? 1 : 0.5);
    }
  }
  for (const { text } of inline) add(`\`${text.trim().toLowerCase()}\``, 1);
  visit({ type: 'root', children: [...slide.content] } satisfies Root, (node) => {
    if (node.type === 'heading') add(`h${node.depth}`, 1);
    if (node.type === 'link' || node.type === 'image') add(node.url, 2);
    if (node.type === 'list') add('list', 0.5);
  });
  return found;
}
