/** What is different every time, and what stands for it, in this order. */
const changing: readonly (readonly [RegExp, string])[] = [
  [/sha256:[0-9a-f]{64}/g, 'sha256:<digest>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/(?<=\b|_)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=\b|_)/g, '<uid>'],
  [/\b[0-9a-f]{32}\b/g, '<id>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, '<id>'],
  // Times, as Go, HTTP, nginx' logs and redis write them.
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:\+0000|GMT)/g, '<time>'],
  [/\b\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000/g, '<time>'],
  [/\b\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}/g, '<time>'],
  // Names with random parts: pods of deployments, replica sets, secrets of tokens.
  [/(?<=\b|_)([a-z]+)-[0-9a-f]{7,10}-[bcdfghjklmnpqrstvwxz2-9]{5}(?=\b|_)/g, '$1-<hash>-<pod>'],
  [/\b([a-z]+)-[0-9a-f]{7,10}\b(?=\s|$|_| \()/gm, '$1-<hash>'],
  [/pod-template-hash=[0-9a-f]{7,10}/g, 'pod-template-hash=<hash>'],
  [/default-token-[a-z0-9]{5}/g, 'default-token-<hash>'],
  // Addresses and ports.
  [/\b10\.244\.\d+\.\d+\b/g, '<pod-ip>'],
  [/\b10\.(?:9[6-9]|10\d|11[01])\.\d+\.\d+\b/g, '<service-ip>'],
  [/\b172\.17\.\d+\.\d+\b/g, '<node-ip>'],
  [/(<pod-ip>|127\.0\.0\.1|<node-ip>):[1-6]\d{4}\b/g, '$1:<port>'],
  [/\b3[0-2]\d{3}\b/g, '<port>'],
  // How long ago, how long, how much.
  [
    /\b(?:Less than a second|About an? (?:minute|hour)|\d+ (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?))(?= ago|\b)/g,
    '<age>',
  ],
  // logfmt quotes what is not ASCII: µs, but not ms.
  [/"\d+(?:\.\d+)?µs"/g, '<age>'],
  [/\b\d+(?:\.\d+)?(?:ms|µs)\b/g, '<age>'],
  [/\b(?:\d+(?:\.\d+)?[dhms])+(?=\s|$|\.| \(|\))/gm, '<age>'],
  [/\(x\d+ over <age>\)/g, '(x<n> over <age>)'],
  [/\b\d+(?:\.\d+)?(?:k|M|G)?B\b/g, '<size>'],
  [/\bsize: \d+/g, 'size: <size>'],
  // What the machine is made of.
  [/\b\d+Ki\b/g, '<size>'],
  [/\b\d+\.\d+\.\d+-[\w.-]+(?=\s|$)/gm, '<kernel>'],
  [/"resourceVersion": "\d+"/g, '"resourceVersion": "<n>"'],
  // What the worker has counted so far.
  [/"coins":\d+,"hashes":"\d+","now":[\d.]+/g, '<counters>'],
  [/^\d+$/gm, '<n>'],
  // Where in Node's own code an error came from depends on its version.
  [/\(node:[\w/]+:\d+:\d+\)/g, '(node:<place>)'],
  [/^Deleted: sha256:<digest>\n(?=Deleted: sha256:<digest>$)/gm, ''],
  [/curl\/[\d.]+/g, 'curl/<version>'],
  [/\/\S+?\/container\.training/g, '~/container.training'],
];

/** Lines of a worker at work: how many there are, and whether there was a coin, is chance. */
const work =
  /(?:^(?:<time> )?INFO:__main__:(?:[1-9]\d* units of work done, updating hash counter|Coin found: \w+\.\.\.)$\n?)+/gm;
/** One round of a worker that cannot reach the others: how many there were is time. */
const rounds = /(^INFO:__main__:0 units[^\n]*\nERROR:[^\n]*\nError: [^\n]*\n {4}at [^\n]*\n(?:ERROR:[^\n]*\n)?)\1+/gm;

/**
 * What an output says apart from what is different every time: random names, ids, addresses, ports, times, ages, sizes.
 * Columns are as wide as their widest cell, so blanks between them count as two.
 */
export function normalise(output: string): string {
  // At the beginning of a line a terminal shows a tab as eight blanks.
  let text = output.replaceAll('\r', '').replace(/^\t/gm, '        ').trimEnd();
  for (const [pattern, stand] of changing) text = text.replace(pattern, stand);
  return `${text}\n`
    .replace(rounds, '$1')
    .replace(work, '<at work>\n')
    .split('\n')
    .map((line) => line.replace(/(?<=\S)(?:\t| {2,})\s*/g, '  ').trimEnd())
    .join('\n')
    .trimEnd();
}
