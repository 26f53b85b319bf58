import { ExitError } from '../../cli-kit/exit-error.ts';
import { parseQuantity } from '../../kube/quantity.ts';
import type { KubectlCall } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { fitsName, noPodSpec, podSpecOf } from './pod-template.ts';
import { isDryRun } from './print-result.ts';
import { changeAll, objectName, selectObjects } from './set-select.ts';

/** `cpu=100m,memory=1Gi` as a resource list. Throws ExitError. */
export function parseResources(text: string): Record<string, string> {
  if (text === '') return {};
  return Object.fromEntries(
    text.split(',').map((statement) => {
      const [name = '', value, ...more] = statement.split('=');
      if (value === undefined || more.length > 0)
        return fail(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
      if (parseQuantity(value) === undefined)
        return fail(
          value === ''
            ? 'quantities must match the regular expression ' + pattern
            : /^[+-]?[0-9.]+/.test(value)
              ? "unable to parse quantity's suffix"
              : `quantities must match the regular expression ${pattern}`,
        );
      return [name, value];
    }),
  );
}

const pattern = "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** `kubectl set resources`. */
export async function setResources(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const dryRun = await isDryRun(call);
  const selected = await selectObjects(call, call.args);
  failAll(selected.errors);
  if (flags.on('all') && flags.text('selector') !== '') fail('cannot set --all and --selector at the same time');
  const [limits, requests] = [flags.text('limits'), flags.text('requests')];
  if (limits === '' && requests === '')
    fail('you must specify an update to requests or limits (in the form of --requests/--limits)');
  const wanted = { limits: parseResources(limits), requests: parseResources(requests) };
  const pattern = flags.text('containers');
  const problems = await changeAll(
    call,
    selected,
    {
      verb: 'resource requirements updated',
      dryRun,
      doing: 'failed to patch resources update to pod template ',
    },
    (copy, found) => {
      const spec = podSpecOf(found.kind, copy);
      if (spec === undefined) throw new ExitError(`error: ${objectName(found)} ${noPodSpec(found.kind)}`);
      const containers = spec.containers.filter(({ name }) => fitsName(name, pattern));
      if (containers.length === 0) throw new ExitError(`error: unable to find container named ${pattern}`);
      for (const container of containers) {
        const resources = { ...container.resources };
        if (limits !== '') resources.limits = { ...resources.limits, ...wanted.limits };
        if (requests !== '') resources.requests = { ...resources.requests, ...wanted.requests };
        container.resources = resources;
      }
    },
  );
  failAll(problems);
  return 0;
}
