import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail } from '../errors.ts';
import { lookUp, modelText } from '../explain/print-model.ts';
import { readSchemas } from '../explain/schemas.ts';
import { apiVersionOf, listedKind } from '../kinds.ts';

async function run(call: KubectlCall): Promise<number> {
  const [path, ...more] = call.args;
  if (path === undefined)
    return fail(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
    );
  if (more.length > 0) fail('We accept only this format: explain RESOURCE\n');
  const [word = '', ...fields] = path.replace(/\.$/, '').split('.');
  const resource = listedKind(word);
  if (resource === undefined) throw new ExitError(`the server doesn't have a resource type ${JSON.stringify(word)}`);
  const { kind } = resource;
  const apiVersion = call.flags.text('api-version') || apiVersionOf(resource);
  const schemas = readSchemas();
  const start = schemas.ofKind(apiVersion, kind);
  if (start === undefined)
    return fail(
      `couldn't find resource for ${JSON.stringify(`${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`)}`,
    );
  const name = fields.at(-1) ?? '';
  const recursive = call.flags.on('recursive');
  await call.out(modelText(schemas, lookUp(schemas, start, fields), { name, kind, apiVersion, recursive }));
  return 0;
}

/** `kubectl explain`: of every kind of 1.20, also of those that the rehearsal does not have. */
export const explain: KubectlCommand = {
  name: 'explain',
  flags: [flag.bool('recursive'), flag.text('api-version')],
  run,
};
