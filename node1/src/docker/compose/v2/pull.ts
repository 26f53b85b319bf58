import { flag } from '../../../cli-kit/flags.ts';
import { ImageError } from '../../../images.ts';
import { canBeBuilt } from '../images.ts';
import type { Service } from '../project.ts';
import { servicesOf, type V2Call, type V2Command, V2Error, withProgress } from './call.ts';
import type { Progress } from './progress.ts';

const pullFailure = 18;

/** Pulls a service's image. Throws V2Error. */
export async function pullImage(call: V2Call, service: Service, progress: Progress, isQuiet: boolean): Promise<void> {
  const { name, imageName } = service;
  await progress.event({ id: name, status: 'working', text: 'Pulling' });
  let told = Promise.resolve();
  try {
    await call.engine.images.pullAloud(imageName, call.invocation.signal, (id, status) => {
      const [, text = status, rest = ''] = /^(Downloading|Extracting)( .*)?$/.exec(status) ?? [];
      if (isQuiet || !/^[0-9a-f]{12}$/.test(id)) return;
      const isDone = /^(?:Pull complete|Already exists|Download complete)$/.test(text);
      const event = { id, text, statusText: rest.trim(), parent: name, status: isDone ? 'done' : 'working' } as const;
      told = told.then(() => progress.event(event));
    });
    await told;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    await progress.event({ id: name, status: 'error', text: 'Error', statusText: error.message });
    throw new V2Error(`Error response from daemon: ${error.message}`, pullFailure);
  }
  await progress.event({ id: name, status: 'done', text: 'Pulled' });
}

/** `docker compose pull` */
export const pull: V2Command = {
  name: 'pull',
  flags: [
    ...[flag.bool('quiet', 'q'), flag.bool('include-deps'), flag.bool('ignore-pull-failures')],
    ...flag.absent('dry-run', 'ignore-buildable', 'policy='),
  ],
  least: 0,
  most: Infinity,
  async run(call) {
    const { flags, args } = call;
    const services = servicesOf(call, args, flags.on('include-deps'));
    const pulled = new Map<string, string>();
    await withProgress({ ...call, mode: flags.on('quiet') ? 'quiet' : call.mode }, 'Pulling', async (progress) => {
      for (const service of services) {
        const { name, imageName, options } = service;
        const before = pulled.get(imageName);
        const skip = (text: string) => progress.event({ id: name, status: 'done', text: `Skipped - ${text}` });
        if (typeof options['image'] !== 'string') await skip('No image to be pulled');
        else if (before !== undefined) await skip(`Image is already being pulled by ${before}`);
        else {
          pulled.set(imageName, name);
          await pullImage(call, service, progress, false).catch((error: unknown) => {
            if (!(error instanceof V2Error) || !(flags.on('ignore-pull-failures') || canBeBuilt(service))) throw error;
          });
        }
      }
    });
    return 0;
  },
};
