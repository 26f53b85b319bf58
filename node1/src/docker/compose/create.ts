import type { ComposeCall } from './command.ts';
import { carryOut, makePlans, type Strategy } from './converge.ts';
import { ensureImage, type ImageWish } from './images.ts';
import { chooseServices } from './project.ts';

/** `create`: containers of all services, none of them started, and no networks or volumes made for them. */
export async function makeWithoutNetworks(
  call: ComposeCall,
  { strategy, images }: { readonly strategy: Strategy; readonly images: ImageWish },
): Promise<void> {
  const services = chooseServices(call.project, call.args.words, true);
  for (const service of services) await ensureImage(call, service, images);
  const plans = makePlans(call, services, strategy);
  for (const service of services) {
    const plan = plans.get(service.name);
    if (plan !== undefined) await carryOut(call, service, plan, { starts: false, rescales: true, renews: false });
  }
}
