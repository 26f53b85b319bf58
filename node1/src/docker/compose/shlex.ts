/** Words as Python's shlex.split takes a text apart. Throws an Error where a quote does not close. */
export function shlexSplit(text: string): readonly string[] {
  const words: string[] = [];
  let [word, isOpen, quote] = ['', false, ''];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote === "'") {
      if (character === "'") quote = '';
      else word += character;
    } else if (character === '\\') {
      const next = text.charAt(++at);
      if (next === '' && quote === '') throw new Error('No escaped character');
      word += quote === '"' && next !== '"' && next !== '\\' ? `\\${next}` : next;
      isOpen = true;
    } else if (quote === '"') {
      if (character === '"') quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      isOpen = true;
    } else if (/\s/.test(character)) {
      if (isOpen) words.push(word);
      [word, isOpen] = ['', false];
    } else {
      word += character;
      isOpen = true;
    }
  }
  if (quote !== '') throw new Error('No closing quotation');
  return isOpen ? [...words, word] : words;
}
