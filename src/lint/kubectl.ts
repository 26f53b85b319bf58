import { type FoundCommand, valuesOf } from './commands.ts';

/** A command that starts an image under a name. */
export interface ImageCommand {
  readonly verb: 'run' | 'create';
  readonly name: string;
  /** Last part of the image's name, without its tag: `rng` of `127.0.0.1:5000/rng:v1`; undefined when it cannot be told. */
  readonly image: string | undefined;
}

const deploymentKind = /^(?:deploy|deployments?)(?:\.(?:v1\.)?apps)?$/;

/** What `kubectl run NAME --image=...` and `kubectl create deployment NAME --image=...` start, once for each turn of a loop. */
export function imageCommands({ invocation, loops }: FoundCommand): ImageCommand[] {
  const { program, operands, options } = invocation;
  const reference = options.get('--image');
  if (program !== 'kubectl' || reference === undefined) return [];
  const verb =
    operands[0] === 'run'
      ? 'run'
      : operands[0] === 'create' && deploymentKind.test(operands[1] ?? '')
        ? 'create'
        : undefined;
  const written = verb === 'run' ? operands[1] : operands[2];
  if (verb === undefined || written === undefined) return [];
  const names = valuesOf(written, loops) ?? [];
  const images = valuesOf(imageName(reference), loops) ?? [];
  return names.map((name, index) => ({
    verb,
    name,
    image: images.length === names.length ? images[index] : images.length === 1 ? images[0] : undefined,
  }));
}

/** `rng` of `${REGISTRY-127.0.0.1:5000}/rng:${TAG-latest}`. */
export function imageName(reference: string): string {
  return (reference.split('/').at(-1) ?? '').split(/[:@]/, 1)[0] ?? '';
}

/** The Deployments that a kubectl command names, as in `deploy/web` and `deployment web`. */
export function deploymentsNamedBy(command: FoundCommand): string[] {
  return namedBy(command, deploymentKind);
}

/** The Pods that a kubectl command names, as in `pod/web` and `pod web`. */
export function podsNamedBy(command: FoundCommand): string[] {
  return namedBy(command, /^(?:po|pods?)$/);
}

function namedBy({ invocation: { program, operands }, loops }: FoundCommand, kinds: RegExp): string[] {
  if (program !== 'kubectl' || operands[0] === 'run' || operands[0] === 'create') return [];
  const names = operands.flatMap((operand, index) => {
    const [kind = '', name] = operand.split('/', 2);
    if (!kinds.test(kind)) return [];
    const named = name ?? operands[index + 1];
    return named === undefined ? [] : [named];
  });
  return names.flatMap((name) => valuesOf(name, loops) ?? []);
}
