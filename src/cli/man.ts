import type { Command } from 'commander';

/** The manual page of the command line (`man 1 pupitre`, in roff), made from the commands themselves. `version` is the package's. */
export function manPage(program: string, description: string, commands: readonly Command[], version: string): string {
  const parts = [
    `.TH ${program.toUpperCase()} 1 "" "${program} ${version}" "User Commands"`,
    '.SH NAME',
    `${program} \\- ${roff(description)}`,
    '.SH SYNOPSIS',
    `.B ${program}`,
    '.I command',
    '[options] [arguments]',
    '.SH COMMANDS',
    ...commands.flatMap((command) => commandPart(command, '')),
    '.SH EXIT STATUS',
    ...['0|all passed', '1|something failed', '2|usage, configuration or deck error', '130|interrupted'].flatMap(
      (line) => {
        const [code = '', meaning = ''] = line.split('|');
        return ['.TP', `.B ${code}`, meaning];
      },
    ),
    '.SH FILES',
    '.TP',
    '.I runner.config.json',
    'the configuration, in the working directory or above; its schema is public/schemas/runner.config.schema.json of the package',
    '.TP',
    '.I .pupitre/',
    'what runs keep, to be resumed',
  ];
  return `${parts.join('\n')}\n`;
}

function commandPart(command: Command, before: string): string[] {
  const name = `${before}${command.name()}`;
  const args = command.registeredArguments.map((each) => {
    const dots = each.variadic ? '...' : '';
    return each.required ? `<${each.name()}${dots}>` : `[${each.name()}${dots}]`;
  });
  const options = command.options.filter(({ hidden }) => !hidden);
  return [
    `.SS ${roff([name, ...args].join(' '))}`,
    roff(command.description()),
    ...options.flatMap(({ flags, description }) => ['.TP', `.B ${roff(flags)}`, roff(description)]),
    ...command.commands.flatMap((each) => commandPart(each, `${name} `)),
  ];
}

/** Dashes that are typed, backslashes, letters beyond ASCII, and lines that roff would take for requests. */
function roff(text: string): string {
  return text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(
      /[^ -~\n]/gu,
      (letter) => `\\[u${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replace(/^([.'])/gm, '\\&$1');
}
