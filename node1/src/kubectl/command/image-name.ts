import { fail } from '../errors.ts';

// docker/distribution's grammar of references.
const domain =
  '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?/)?';
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const reference = new RegExp(
  `^${domain}${component}(?:/${component})*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?$`,
);

/** Checks an image's name as `kubectl run` does. Throws KubectlError. */
export function parseImage(image: string): void {
  const wrong = (why: string): never =>
    fail(`Invalid image name ${JSON.stringify(image)}: invalid reference format${why}`);
  if (image.length > 4096) wrong('');
  if (reference.test(image)) return;
  wrong(reference.test(image.toLowerCase()) ? ': repository name must be lowercase' : '');
}
