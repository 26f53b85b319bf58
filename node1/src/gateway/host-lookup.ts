import { notSimulated } from '../cli-kit/exit-error.ts';
import { message, word } from '../messages/message.ts';
import type { Program } from '../program.ts';
import { isClusterName } from './cluster-address.ts';

/** The cluster's name server, and where it really is. */
const servers = ['10.96.0.10', '172.17.0.1'];

/** `host NAME [SERVER]` for what the cluster's name server knows; all else is refused. `resolve` gives the address of a full name. */
export function hostLookup(resolve: () => Promise<(name: string) => string | undefined>): Program {
  return async ({ args, stdout, stderr, lang }) => {
    const [name = '', server, ...rest] = args;
    const isOfCluster = isClusterName(name) || (server !== undefined && /^[\w.-]+$/.test(name));
    if (
      !isOfCluster ||
      name.startsWith('-') ||
      rest.length > 0 ||
      (server !== undefined && !servers.includes(server))
    ) {
      const { text } = notSimulated(message('subject/outside', { program: 'host', address: args.join(' ') }));
      await stderr.write(`${word(text, lang)}\n`);
      return 1;
    }
    if (server !== undefined) {
      await stdout.write(`Using domain server:\nName: ${server}\nAddress: ${server}#53\nAliases: \n\n`);
    }
    // Only full names: the node has no search domain. Without a server, the node asks its own, which knows nothing of the cluster.
    const address = server !== undefined && isClusterName(name) ? (await resolve())(name) : undefined;
    const full = name.replace(/\.$/, '');
    await stdout.write(
      address === undefined ? `Host ${full} not found: 3(NXDOMAIN)\n` : `${full} has address ${address}\n`,
    );
    return address === undefined ? 1 : 0;
  };
}
