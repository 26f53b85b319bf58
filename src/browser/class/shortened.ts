/** The first line of a command, for where there is little room. */
export function shortened(text: string): string {
  const [first = ''] = text.trim().split('\n');
  return first.length > 60 || first !== text.trim() ? `${first.slice(0, 60)}…` : first;
}
