/** A French sentence with the non-breaking spaces that its punctuation has. */
export function french(sentence: string): string {
  return sentence.replace(/(?<=«) | (?=[;:?!»])/g, '\u00a0');
}
