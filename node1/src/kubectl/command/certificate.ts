import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { fileFlags, type KubectlCommand } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { findKind } from '../kinds.ts';
import { readManifests } from '../manifest.ts';
import { getNamed } from '../selection.ts';

/** Decides on requests for certificates, of which there are none: nobody can make one here. */
function decide(name: string): KubectlCommand {
  return {
    name,
    flags: [...fileFlags, flag.bool('force'), ...flag.ignored('o:output=')],
    run: (call) => {
      const files = call.flags.list('filename');
      if (files.length > 0) throw notSimulated(`kubectl certificate ${name} -f`);
      if (call.args.length === 0) fail('one or more CSRs must be specified as <name> or -f <filename>');
      const errors: unknown[] = [];
      for (const csr of call.args) {
        try {
          getNamed(call.cluster.store, findKind('csr'), '', csr);
        } catch (error) {
          errors.push(error);
        }
      }
      failAll(errors);
      return Promise.resolve(0);
    },
  };
}

/** `kubectl certificate`. */
export const certificate: KubectlCommand = {
  name: 'certificate',
  flags: [],
  commands: [decide('approve'), decide('deny')],
};

/** `kubectl auth reconcile`, whose files are read, and no more. */
export const reconcile: KubectlCommand = {
  name: 'reconcile',
  flags: [...fileFlags],
  run: async (call) => {
    const files = call.flags.list('filename');
    if (files.length > 0) failAll((await readManifests(call, files)).errors);
    throw notSimulated('kubectl auth reconcile');
  },
};
