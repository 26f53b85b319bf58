import type { Flag } from '../../cli-kit/flags.ts';
import { readData } from '../../data.ts';

/** docker's own help of a command, by its words; `docker` for that of all. */
export function helpOf(path: string): string {
  return readData(`help/docker/${path.replaceAll(' ', '-')}.txt`);
}

/** The same without the blank line before it, as it stands below a message. */
export function usageOf(path: string): string {
  return helpOf(path).replace(/^\n/, '');
}

/** The usage line, and below it what the command is for, as they stand below a message about its arguments. */
export function usageLines(path: string, summary: string): string {
  return `${usageLine(path)}\n\n${summary}`;
}

function usageLine(path: string): string {
  return usageOf(path).split('\n\n')[0] ?? '';
}

/** What a command is for: the first sentence of its help. */
export function summaryOf(path: string): string {
  return usageOf(path).split('\n\n')[1]?.split('\n')[0] ?? '';
}

/** How many arguments a command takes, by its usage line. */
export function countsOf(path: string): { readonly least: number; readonly most: number } {
  const line = usageLine(path).split('\n')[0] ?? '';
  const words = line.slice(line.indexOf(path) + path.length).replace('[OPTIONS]', '');
  const many = words.includes('...');
  const needed = words
    .replace(/\[[^\]]*\]/g, '')
    .split(/\s+/)
    .filter(Boolean).length;
  const optional = words.match(/\[[^\]]*\]/g)?.length ?? 0;
  return { least: needed, most: many ? Infinity : needed + optional };
}

/** The flags of a command, as its help lists them. */
export function flagsOf(path: string): readonly Flag[] {
  const lines = helpOf(path).matchAll(/^ {2}(?:-(\w), | {4})--([\w-]+)(?: ([\w-]+))?(?= {2}|$)/gm);
  return [...lines].map(([, short, name = '', type]) => ({
    name,
    type: type === undefined ? 'bool' : 'list',
    ...(short !== undefined && { short }),
    absent: true,
  }));
}
