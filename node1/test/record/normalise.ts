/** What is different every time, or on every machine, and what stands for it, in this order. */
const changing: readonly (readonly [RegExp, string])[] = [
  // Whether the client notices that it waits for what never began is a race.
  [/^time="[^"]*" level=error msg="error waiting for container: context canceled"\n?/gm, ''],
  // Else the end of one looks like minutes.
  [/\x1b\[([\d;]*)m/g, '<colour $1>'],
  [/sha256:[0-9a-f]{64}/g, 'sha256:<digest>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/(?<=\b|_)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=\b|_)/g, '<uid>'],
  [/\b[0-9a-f]{32}\b/g, '<id>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, '<id>'],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi, '<mac>'],
  // Times, as Go, HTTP, redis, ls and date write them.
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} [A-Z]{3,4}(?: m=\S+)?/g, '<time>'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)/g, '<time>'],
  [/\b[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d (?:[A-Z]{3} )?\d{4}/g, '<time>'],
  [/\b\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}/g, '<time>'],
  [/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} (?:\d\d:\d\d| \d{4})\b/g, '<time>'],
  // Klog's, in kubectl's own warnings.
  [/^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ (\S+?:)\d+\]/gm, '$1<time> $2<n>]'],
  // Names with random parts: of pods and replica sets, of tokens, of jobs by cron.
  [/-[4-9bcdf]{7,10}-[bcdfghjklmnpqrstvwxz2456789]{5}(?=\b|_)/g, '-<hash>-<pod>'],
  [/-[4-9bcdf]{7,10}(?=\b|_)/g, '-<hash>'],
  [/-(?:16|17|27|29)\d{6,8}\b/g, '-<minute>'],
  [/(?<=[a-z0-9>])-[bcdfghjklmnpqrstvwxz2456789]{5}(?=\b|_)/g, '-<pod>'],
  [/(pod-template-hash|controller-revision-hash|rollouts-pod-template-hash)(=|"?: "?)[\w-]+/g, '$1$2<hash>'],
  // Addresses and ports.
  [/\b10\.244\.\d+\.\d+\b/g, '<pod-ip>'],
  [/\b10\.(?:9[6-9]|10\d|11[01])\.\d+\.\d+\b/g, '<service-ip>'],
  [/\b172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+\b/g, '<ip>'],
  [/\b192\.168\.\d+\.\d+\b/g, '<ip>'],
  [/(<(?:pod-|service-)?ip>|127\.0\.0\.1|0\.0\.0\.0|localhost|::):(?:3[0-9]|4[0-9]|5[0-9]|60)\d{3}\b/g, '$1:<port>'],
  [/\b3[0-2]\d{3}\b/g, '<port>'],
  // How long ago, how long, how much.
  [
    /\b(?:Less than a second|About an? (?:minute|hour)|\d+ (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?))(?= ago|\b)/g,
    '<age>',
  ],
  [/\b\d+(?:\.\d+)?(?:ms|µs)\b/g, '<age>'],
  [/\b(?:\d+(?:\.\d+)?[dhms])+(?=\s|$|[.,)]| \()/gm, '<age>'],
  [/<invalid>(?=\s|$)/gm, '<age>'],
  [/\(x\d+ over <age>\)/g, '(x<n> over <age>)'],
  [/\b\d+(?:\.\d+)?(?:k|M|G|Ki|Mi|Gi)B\b/g, '<size>'],
  [/(?<=\s)\d+(?:\.\d+)?B(?=\s|$)/gm, '<size>'],
  [/\bsize: \d+/g, 'size: <size>'],
  [/\b\d{5,}Ki\b/g, '<size>'],
  [/\b\d+\.\d+\.\d+-[\w.-]+(?=\s|$)/gm, '<kernel>'],
  [/(resourceVersion"?: ?)"\d+"/g, '$1"<n>"'],
  // Debian's suffix, and what it was built of.
  [/\b(\d+\.\d+\.\d+)\+dfsg\d/g, '$1'],
  [/, build \w+/g, ', build <commit>'],
  [/curl\/[\d.]+/g, 'curl/<version>'],
  [/BusyBox v[\d.]+ \([^)]*\)(?: built-in shell)?/g, 'BusyBox <version>'],
  // Compose pads names to the longest that it has told of so far.
  [/^([A-Z][a-z]+(?: and [a-z]+)? [\w.-]+) +\.\.\. ?/gm, '$1 ... '],
  // A shell that reads a script says where; one at a prompt does not.
  [/^\S*type\.sh: (?:line \d+: )?/gm, 'bash: '],
];

/**
 * What an output says apart from what is different every time: random names, ids, addresses, ports, times, ages, sizes.
 * Columns are as wide as their widest cell, so blanks between them count as two. `home` is where `~` was.
 */
export function normaliseText(output: string, home: string): string {
  let text = output.replaceAll('\r\n', '\n').replaceAll(home, '~').replace(/^\t/gm, '        ').trimEnd();
  for (const [pattern, stand] of changing) text = text.replace(pattern, stand);
  return text
    .split('\n')
    .map((line) => line.replace(/(?<=\S)(?:\t| {2,})\s*/g, '  ').trimEnd())
    .join('\n')
    .trimEnd();
}
