import { expect, test } from 'vitest';
import { structs } from '../../src/kube/schema-types.ts';
import { inert, refused } from '../../src/kube/supported-fields.ts';
import { withCluster } from './plain-runtime.ts';

const listed = Object.entries(refused).flatMap(([struct, text]) =>
  text.split(' ').flatMap((field) => (field === '' ? [] : [[struct, field] as const])),
);

/** A value that sets a field, whatever its type. */
function some(struct: string, field: string): unknown {
  const type = structs().get(struct)?.fields[field];
  if (type === 'string') return 'x';
  if (type === 'integer') return 1;
  if (type === 'boolean') return true;
  if (typeof type === 'object' && 'list' in type) return [{}];
  return { x: {} };
}

test('what is refused, and what has no effect, are fields of the API, and never both', () => {
  for (const table of [refused, inert]) {
    for (const [struct, text] of Object.entries(table)) {
      const fields = Object.keys(structs().get(struct)?.fields ?? {});
      for (const field of text.split(' ')) if (field !== '') expect(fields, struct).toContain(field);
    }
  }
  const both = listed.filter(([struct, field]) => (inert[struct] ?? '').split(' ').includes(field));
  expect(both).toEqual([]);
});

test('a pod that asks for what is refused is not made', async () => {
  await withCluster((cluster) => {
    const make = (spec: object): unknown => {
      try {
        cluster.store.create('pods', {
          metadata: { name: 'p' },
          spec: { containers: [{ name: 'c', image: 'echo' }], ...spec },
        });
        cluster.store.remove('pods', 'default', 'p', { graceSeconds: 0 });
        return 'made';
      } catch (error) {
        return (error as { readonly reason?: string }).reason;
      }
    };
    const container = (fields: object) => ({ containers: [{ name: 'c', image: 'echo', ...fields }] });
    const within: Readonly<Record<string, (fields: object) => object>> = {
      PodSpec: (fields) => fields,
      Container: container,
      ContainerPort: (fields) => container({ ports: [{ containerPort: 1, ...fields }] }),
      SecurityContext: (fields) => container({ securityContext: fields }),
      VolumeMount: (fields) => container({ volumeMounts: [{ name: 'v', mountPath: '/v', ...fields }] }),
      Volume: (fields) => ({ volumes: [{ name: 'v', ...fields }] }),
    };
    for (const [struct, field] of listed) {
      const place = within[struct];
      if (place === undefined) continue;
      expect(make(place({ [field]: some(struct, field) })), `${struct}.${field}`).toMatch(
        /^(NotSimulated|Invalid|BadRequest)$/,
      );
    }
    expect(make({})).toBe('made');
    return Promise.resolve();
  });
});
