import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Language, Message } from '../messages/message.ts';
import { word } from '../messages/word.ts';

/** The first line of a file that holds a secret; `-`: of standard input, at a terminal without showing it. Throws what the system says. */
export async function readSecret(file: string, question: Message, lang: Language): Promise<string> {
  return file === '-' ? askFor(question, lang) : (readFileSync(file, 'utf8').split('\n')[0]?.trim() ?? '');
}

async function askFor(question: Message, lang: Language): Promise<string> {
  const { stdin, stderr } = process;
  if (stdin.isTTY) stderr.write(`${word(question, lang)} `);
  const nothing = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input: stdin, output: nothing, terminal: stdin.isTTY });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
    if (stdin.isTTY) stderr.write('\n');
  }
}
