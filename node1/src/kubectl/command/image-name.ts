import { fail } from '../errors.ts';

// docker/distribution's grammar of references.
const DOMAIN =
  '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?/)?';
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REFERENCE = new RegExp(
  `^${DOMAIN}${COMPONENT}(?:/${COMPONENT})*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?$`,
);

/** Checks an image's name as `kubectl run` does. Throws KubectlError. */
export function parseImage(image: string): void {
  const wrong = (why: string): never =>
    fail(`Invalid image name ${JSON.stringify(image)}: invalid reference format${why}`);
  if (image.length > 4096) wrong('');
  if (REFERENCE.test(image)) return;
  wrong(REFERENCE.test(image.toLowerCase()) ? ': repository name must be lowercase' : '');
}
