import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, localFlag, outputFlags, recordFlag } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { isFromFiles } from '../manifest.ts';
import { noPodSpec, podSpecOf } from './pod-template.ts';
import { isDryRun } from './print-result.ts';
import { setEnv } from './set-env.ts';
import { setSelector, setServiceAccount, setSubject } from './set-references.ts';
import { setResources } from './set-resources.ts';
import { changeAll, objectName, selectObjects } from './set-select.ts';

async function setImage(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const dryRun = await isDryRun(call);
  const isPair = (word: string): boolean => word.indexOf('=') > 0 || (word.endsWith('-') && word !== '-');
  const first = call.args.findIndex(isPair);
  const rest = first < 0 ? call.args : call.args.slice(0, first);
  const pairs = first < 0 ? [] : call.args.slice(first);
  const late = pairs.find((word) => !isPair(word));
  if (late !== undefined) fail(`all resources must be specified before image changes: ${late}`);
  const bad = pairs.filter((word) => word.indexOf('=') <= 0);
  if (bad.length > 0) fail(`invalid image format: ${bad.join(', ')}`);
  const images = new Map(pairs.map((pair) => pair.split(/=(.*)/s, 2) as [string, string]));
  const selected = await selectObjects(call, rest);
  const mistakes = [
    ...(flags.on('all') && flags.text('selector') !== '' ? ['cannot set --all and --selector at the same time'] : []),
    ...(rest.length === 0 && !isFromFiles(call)
      ? ['one or more resources must be specified as <resource> <name> or <resource>/<name>']
      : []),
    ...(images.size === 0 ? ['at least one image update is required'] : []),
    ...(images.size > 1 && images.has('*')
      ? ['all containers are already specified by *, but saw more than one container_name=container_image pairs']
      : []),
  ];
  failAll(selected.errors);
  if (mistakes.length > 0) throw new ExitError(mistakes.map((text) => `error: ${text}`));
  const missing: unknown[] = [];
  const problems = await changeAll(
    call,
    selected,
    { verb: 'image updated', dryRun, doing: 'failed to patch image update to pod template: ' },
    (copy, found) => {
      const spec = podSpecOf(found.kind, copy);
      if (spec === undefined) throw new ExitError(`error: ${objectName(found)} ${noPodSpec(found.kind)}`);
      for (const [name, image] of images) {
        const all = [...(spec.initContainers ?? []), ...spec.containers];
        const named = all.filter((container) => name === '*' || container.name === name);
        const text = `error: unable to find container named ${JSON.stringify(name)}`;
        if (named.length === 0 && !missing.some((each) => (each as Error).message === text))
          missing.push(new ExitError(text));
        for (const container of named) container.image = image;
      }
    },
  );
  failAll([...problems, ...missing]);
  return 0;
}

const common = [flag.bool('all'), localFlag, ...fileFlags, dryRunFlag, ...outputFlags];
const selector = flag.text('selector', 'l');

/** `kubectl set`. */
export const set: KubectlCommand = {
  name: 'set',
  flags: [],
  commands: [
    {
      name: 'env',
      flags: [
        ...common,
        selector,
        flag.text('containers', 'c', '*'),
        ...['from', 'prefix'].map((name) => flag.text(name)),
        flag.list('env', 'e'),
        flag.list('keys'),
        ...['list', 'resolve'].map((name) => flag.bool(name)),
        { name: 'overwrite', type: 'bool', initial: 'true' },
      ],
      run: setEnv,
    },
    { name: 'image', flags: [...common, selector, recordFlag], run: setImage },
    {
      name: 'resources',
      flags: [
        ...common,
        selector,
        recordFlag,
        flag.text('containers', 'c', '*'),
        ...['limits', 'requests'].map((name) => flag.text(name)),
      ],
      run: setResources,
    },
    {
      name: 'selector',
      flags: [...common.filter(({ name }) => name !== 'kustomize'), recordFlag, flag.text('resource-version')],
      run: setSelector,
    },
    { name: 'serviceaccount', aliases: ['sa'], flags: [...common, recordFlag], run: setServiceAccount },
    {
      name: 'subject',
      flags: [...common, selector, ...['user', 'group', 'serviceaccount'].map((name) => flag.list(name))],
      run: setSubject,
    },
  ],
};
