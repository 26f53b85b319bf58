import type { RootContent } from 'mdast';
import type { Deck, Slide } from '../../src/deck/model.ts';
import { word } from '../../src/messages/word.ts';

interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

/** A range as `line:column-line:column`. */
function place({ start, end }: Readonly<Record<'start' | 'end', LineAndColumn>>): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}

/** A deck in a form that people can review: one line for every node, snippet and message. */
export function outlineDeck(deck: Deck): unknown {
  return {
    title: deck.title,
    messages: deck.messages.map(
      ({ line, column, severity, rule, reason }) => `${line}:${column} ${severity} ${rule}: ${word(reason, 'en')}`,
    ),
    slides: deck.slides.map(outlineSlide),
  };
}

function outlineSlide(slide: Slide): unknown {
  const { index, number, name, title, classes, properties, continued, excluded } = slide;
  return {
    slide: `${index} (shown as ${number}) ${place(slide.position)}`,
    title,
    ...(name === undefined ? {} : { name }),
    ...(classes.length === 0 ? {} : { classes }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(continued ? { continued } : {}),
    ...(excluded ? { excluded } : {}),
    ...(slide.exercises.length === 0 ? {} : { exercises: slide.exercises.map(outlineExercise) }),
    ...(slide.displays.length === 0 ? {} : { displays: slide.displays.map(outlineDisplay) }),
    content: outlineNodes(slide.content),
    ...(slide.notes.length === 0 ? {} : { notes: outlineNodes(slide.notes) }),
  };
}

function outlineExercise({ className, snippets, urls, inNotes, position }: Slide['exercises'][number]): unknown {
  return {
    exercise: `${className} ${place(position)}${inNotes ? ' in notes' : ''}`,
    snippets: snippets.map((snippet) => {
      const { method, argument, data, hidden, lines } = snippet;
      const starts = lines.map(({ line, column }) => `${line}:${column}`).join(' ');
      return {
        snippet: `${method} ${place(snippet.position)}${hidden ? ' hidden' : ''}, lines at ${starts}`,
        ...(argument === '' ? {} : { argument }),
        data,
      };
    }),
    ...(urls.length === 0 ? {} : { urls: urls.map((url) => `${url.url} ${place(url.position)}`) }),
  };
}

function outlineDisplay(display: Slide['displays'][number]): unknown {
  const { language, text, introduction, inExercise, inNotes, position } = display;
  const where = `${inExercise ? ' in exercise' : ''}${inNotes ? ' in notes' : ''}`;
  return { display: `${language} ${place(position)}${where}`, introduction, text };
}

/** Nodes as indented lines. */
export function outlineNodes(nodes: readonly RootContent[], indent = ''): string[] {
  return nodes.flatMap((node) => {
    const words: string[] = [node.type];
    if (node.type === 'heading') words.push(String(node.depth));
    if (node.type === 'contentClass') words.push(node.block ? 'block' : 'inline', node.classes.join('.'));
    if (node.type === 'code') words.push(node.lang ?? '-');
    if ('url' in node) words.push(node.url);
    words.push(node.position ? place(node.position) : 'nowhere');
    if ('value' in node) words.push(JSON.stringify(node.value));
    const inside = 'children' in node ? outlineNodes(node.children, `${indent}  `) : [];
    return [indent + words.join(' '), ...inside];
  });
}
