import { flag } from '../../cli-kit/flags.ts';
import { kubectlTable, tableWriter } from '../../cli-kit/tabwriter.ts';
import { readData } from '../../data.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { apiVersionOf, listedKinds } from '../kinds.ts';

async function showResources(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const output = flags.text('output');
  const sort = flags.text('sort-by');
  if (call.args.length > 0) failUsage('api-resources', `unexpected arguments: [${call.args.join(' ')}]`);
  if (!['', 'wide', 'name'].includes(output)) fail(`--output ${output} is not available`);
  if (!['', 'name', 'kind'].includes(sort)) fail('--sort-by accepts only name or kind');
  const verbs = flags.list('verbs').flatMap((list) => list.split(','));
  const found = listedKinds().filter(
    (each) =>
      (!flags.given('namespaced') || each.namespaced === flags.on('namespaced')) &&
      (!flags.given('api-group') || each.group === flags.text('api-group')) &&
      verbs.every((verb) => each.verbs.includes(verb)),
  );
  const sorted = sort === '' ? found : sortedBy(found, sort === 'kind' ? 'kind' : 'name');
  if (output === 'name') {
    const names = sorted.map(({ name, group }) => (group === '' ? name : `${name}.${group}`));
    await call.out(names.map((name) => `${name}\n`).join(''));
    return 0;
  }
  const wide = output === 'wide';
  const rows = sorted.map((each) => [
    ...[each.name, each.shortNames.join(','), apiVersionOf(each), String(each.namespaced), each.kind],
    ...(wide ? [`[${each.verbs.join(' ')}]`] : []),
  ]);
  const heads = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS'] : [])];
  await call.out(tableWriter(kubectlTable)(flags.on('no-headers') ? rows : [heads, ...rows]));
  return 0;
}

function sortedBy(found: ReturnType<typeof listedKinds>, key: 'kind' | 'name'): ReturnType<typeof listedKinds> {
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...found].sort((a, b) => order(a[key], b[key]) || order(a.name, b.name));
}

/** `kubectl api-resources`: all of 1.20, of which the rehearsal refuses those that it does not have. */
export const apiResources: KubectlCommand = {
  name: 'api-resources',
  flags: [
    ...['namespaced', 'no-headers'].map((name) => flag.bool(name)),
    ...['api-group', 'sort-by'].map((name) => flag.text(name)),
    flag.text('output', 'o'),
    flag.list('verbs'),
    ...flag.ignored('cached'),
  ],
  run: showResources,
};

/** `kubectl api-versions`. */
export const apiVersions: KubectlCommand = {
  name: 'api-versions',
  flags: [],
  run: async (call) => {
    if (call.args.length > 0) failUsage('api-versions', `unexpected arguments: [${call.args.join(' ')}]`);
    await call.out(readData('api-versions.txt'));
    return 0;
  },
};
