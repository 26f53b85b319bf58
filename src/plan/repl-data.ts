/** What Pupitre knows about programs that read lines; versions at the end of their names are left out. */

/** What programs read, by the languages of fences. */
export const readers: readonly (readonly [languages: readonly string[], programs: readonly string[]])[] = [
  [
    words('sql psql pgsql postgres postgresql mysql mariadb sqlite sqlite3'),
    words('psql pgcli mysql mycli mariadb sqlite litecli duckdb cqlsh usql clickhouse-client'),
  ],
  [words('python python3 py pycon'), words('python ipython bpython')],
  [words('node js javascript'), words('node nodejs deno bun mongosh mongo')],
  [words('ruby rb irb'), words('ruby irb pry')],
  [words('redis redis-cli'), words('redis-cli valkey-cli keydb-cli')],
];

/** How programs report errors, at the start of a line; where that line says little, which one says what is wrong. */
export const errorForms: readonly (readonly [programs: readonly string[], form: RegExp, reason?: RegExp])[] = [
  [
    words('psql pgcli'),
    /^(?:psql:[^\n]*: )?(?:(?:ERROR|FATAL|PANIC): |invalid command \\|Did not find any |connection to server |[^\s:]+: No such file).*$/m,
  ],
  [words('mysql mycli mariadb'), /^ERROR(?: \d+|:).*$/m],
  [words('sqlite litecli'), /^(?:(?:Parse |Runtime |SQL )?[Ee]rror\b|Usage: |unknown command).*$/m],
  [words('duckdb'), /^(?:[A-Z]\w+ )?Error:.*$/m],
  [
    words('python ipython bpython'),
    /^(?:Traceback \(most recent call last\):| {2}File "<(?:stdin|python-input|ipython).*)$/m,
    /^[\w.]*(?:Error|Exception|Interrupt|Iteration|Exit)\b.*$/m,
  ],
  [words('node nodejs bun'), /^(?:Uncaught |(?:\w+Error): ).*$/m],
  [words('deno mongosh mongo'), /^(?:Uncaught |(?:\w*Error): ).*$/m],
  [words('lua luajit'), /^(?:stdin|input):\d+: .*$/m],
  [words('bc'), /^(?:Runtime error|\(standard_in\) \d+:) .*$/m],
  [
    words('gdb'),
    /^(?:No symbol|Undefined|The program is not|A syntax error|No (?:registers|stack|frame|file)\b|Cannot ).*$/m,
  ],
  [words('ruby irb pry'), /^.*\((?:\w+::)*\w*(?:Error|Exception)\)$/m],
  [words('redis-cli valkey-cli keydb-cli'), /^(?:\d+\) )*\(error\) .*$|^Could not connect .*$|^Error: .*$/m],
];

function words(text: string): readonly string[] {
  return text.split(' ');
}
