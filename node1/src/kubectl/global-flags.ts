import { type Flag, flag } from '../cli-kit/flags.ts';

/** Flags of every command. Those that are not here and that kubectl has are refused (help.ts). */
export const globalFlags: readonly Flag[] = [
  flag.bool('help', 'h'),
  flag.text('namespace', 'n'),
  ...['kubeconfig', 'context', 'cluster', 'user', 'token', 'as'].map((name) => flag.text(name)),
  flag.list('as-group'),
  flag.text('server', 's'),
  flag.text('request-timeout', undefined, '0'),
  { name: 'v', short: 'v', type: 'number', initial: '0' },
  // Where caches are and how log lines look shows nowhere; client and server are of one version.
  ...flag.ignored('cache-dir=', 'match-server-version', 'logtostderr', 'stderrthreshold=', 'skip-headers'),
];
