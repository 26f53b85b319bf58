import type { Plain } from './walk.ts';

/** Places where an object names another one. */
export function* referencesIn(
  object: Plain,
): Iterable<{ readonly kind: string; readonly name: string; readonly set: (name: string) => void }> {
  const places: [holder: Plain, key: string, kind: string][] = [];
  const look = (value: unknown, above: string): void => {
    if (Array.isArray(value)) for (const inner of value) look(inner, above);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const holder = value as Plain;
    if (['configMap', 'configMapRef', 'configMapKeyRef'].includes(above)) places.push([holder, 'name', 'ConfigMap']);
    if (['secretRef', 'secretKeyRef', 'imagePullSecrets', 'secrets'].includes(above))
      places.push([holder, 'name', 'Secret']);
    if (above === 'secret') places.push([holder, 'secretName' in holder ? 'secretName' : 'name', 'Secret']);
    if (above === 'tls') places.push([holder, 'secretName', 'Secret']);
    if (above === 'persistentVolumeClaim') places.push([holder, 'claimName', 'PersistentVolumeClaim']);
    if (above === 'roleRef' || above === 'scaleTargetRef') places.push([holder, 'name', String(holder['kind'])]);
    if (above === 'subjects' && holder['kind'] === 'ServiceAccount') places.push([holder, 'name', 'ServiceAccount']);
    if (above === 'backend') places.push([holder, 'serviceName', 'Service']);
    if (above === 'service') places.push([holder, 'name', 'Service']);
    if (above === 'spec') {
      places.push([holder, 'serviceAccountName', 'ServiceAccount'], [holder, 'serviceAccount', 'ServiceAccount']);
      if (object['kind'] === 'StatefulSet') places.push([holder, 'serviceName', 'Service']);
    }
    for (const [key, inner] of Object.entries(holder)) look(inner, key);
  };
  look(object, '');
  for (const [holder, key, kind] of places) {
    const name = holder[key];
    if (typeof name === 'string')
      yield {
        ...{ kind, name },
        set: (next) => {
          holder[key] = next;
        },
      };
  }
}
