/** A deck of one exercise with one fence of the given method; its first line is line 4 of the deck. */
export function inExercise(data: string, method = 'bash'): string {
  return `.exercise[\n\n\`\`\`${method}\n${data}\n\`\`\`\n\n]\n`;
}

/** A deck of one exercise with hidden snippets after a command; the command is line 4, the first hidden one line 7. */
export function withHidden(command: string, ...hidden: readonly string[]): string {
  const comments = hidden.map((each) => `<!-- \`\`\`${each}\`\`\` -->\n`).join('');
  return `.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n${comments}\n]\n`;
}
