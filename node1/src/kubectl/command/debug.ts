import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { getNamed } from '../selection.ts';

/** Checks what was typed, in kubectl's order; a cluster of 1.20 has no ephemeral containers unless it was told to. */
async function run(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const [names, words] = call.dash < 0 ? [call.args, []] : [call.args.slice(0, call.dash), call.args.slice(call.dash)];
  const image = flags.text('image');
  const copy = flags.text('copy-to');
  if (flags.given('attach') && flags.on('attach') && image === '' && flags.text('container') === '')
    fail('you must specify --container or create a new container using --image in order to attach.');
  if (copy !== '') {
    if (image === '' && !flags.given('set-image') && words.length === 0)
      fail('you must specify --image, --set-image or command arguments.');
    if (words.length > 0 && flags.text('container') === '' && image === '')
      fail('you must specify an existing container or a new image when specifying args.');
  } else {
    for (const name of ['replace', 'same-node', 'set-image'])
      if (flags.given(name)) fail(`--${name} may only be used with --copy-to.`);
    if (image === '') fail('you must specify --image when not using --copy-to.');
  }
  if (names.length === 0) fail('NAME is required for debug');
  if (flags.text('target') !== '' && copy !== '')
    fail('--target is incompatible with --copy-to. Use --share-processes instead.');
  if (flags.on('tty') && !flags.on('stdin')) fail('-i/--stdin is required for containers with -t/--tty=true');
  for (const name of names) {
    const [type, pod = ''] = name.includes('/') ? name.split('/') : ['pod', name];
    if (copy !== '' || !['pod', 'pods', 'po'].includes(type ?? '')) throw notSimulated(`kubectl debug ${name}`);
    getNamed(call.cluster.store, kindOf('pods'), call.namespace, pod);
  }
  return await Promise.resolve(
    fail(
      'ephemeral containers are disabled for this cluster (error from server: "the server could not find the requested resource").',
    ),
  );
}

/** `kubectl debug`. */
export const debug: KubectlCommand = {
  name: 'debug',
  flags: [
    ...['arguments-only', 'attach', 'quiet', 'replace', 'same-node', 'share-processes'].map((name) => flag.bool(name)),
    flag.bool('stdin', 'i'),
    flag.bool('tty', 't'),
    flag.text('container', 'c'),
    ...['copy-to', 'image', 'image-pull-policy', 'target'].map((name) => flag.text(name)),
    flag.list('env'),
    flag.list('set-image'),
  ],
  run,
};
