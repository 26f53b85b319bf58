import { notSimulated } from '../../../cli-kit/exit-error.ts';
import type { Loaded } from '../config.ts';
import { listOf, str } from '../config/python.ts';
import { formatConfig } from '../config/serialize.ts';
import { configHash } from '../container-options.ts';
import type { DocArguments } from '../docopt.ts';
import type { Output } from '../output.ts';
import { chooseServices, type Compose } from '../project.ts';

/** What `config` works with: it needs no engine but for `--hash`. */
interface ConfigCall {
  readonly loaded: Loaded;
  readonly args: DocArguments;
  readonly output: Output;
  readonly open: () => Promise<Compose>;
}

/** `docker-compose config` */
export async function config({ loaded, args, output, open }: ConfigCall): Promise<number> {
  const { services, volumes } = loaded.config;
  const lines = (names: readonly string[]) => output.print(`${names.join('\n')}\n`);
  if (args.has('--resolve-image-digests')) throw notSimulated('docker-compose config --resolve-image-digests');
  if (args.has('--quiet')) return 0;
  const hash = args.value('--hash');
  if (args.has('--profiles')) {
    await lines([...new Set(services.flatMap((service) => listOf(service['profiles']).map(str)))].sort());
  } else if (args.has('--services')) await lines(services.map(({ name }) => name));
  else if (args.has('--volumes')) await lines(Object.keys(volumes));
  else if (hash !== undefined) {
    const compose = await open();
    for (const service of chooseServices(compose.project, hash === '*' ? [] : hash.split(','))) {
      await output.print(`${service.name} ${configHash(compose, service)}\n`);
    }
  } else await output.print(`${formatConfig(loaded.config, !args.has('--no-interpolate'))}\n`);
  return 0;
}
