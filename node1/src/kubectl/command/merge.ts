type Fields = Record<string, unknown>;

// Lists of objects that Kubernetes merges by a key (its `patchMergeKey`), by the name of their field.
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  ports: ['containerPort', 'port'],
};

/**
 * What `kubectl apply` makes of a live object: what is written now wins, what was written before and is no more goes, the rest
 * stays (defaults, status). Lists are replaced, except those that Kubernetes merges by a key.
 */
export function mergeThreeWay(before: unknown, now: unknown, live: unknown, field = ''): unknown {
  if (isFields(now) && isFields(live)) return mergeFields(isFields(before) ? before : {}, now, live);
  if (isFieldsList(now) && isFieldsList(live)) {
    const key = mergeKeys[field]?.find((name) => [...now, ...live].every((item) => item[name] !== undefined));
    if (key !== undefined) return mergeLists(isFieldsList(before) ? before : [], now, live, key);
  }
  return now;
}

/** RFC 7386: objects are merged, a null removes, anything else replaces. */
export function mergePatch(live: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const merged: Fields = isFields(live) ? { ...live } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, name);
    else merged[name] = mergePatch(merged[name], value);
  }
  return merged;
}

function mergeFields(before: Fields, now: Fields, live: Fields): Fields {
  const kept = Object.entries(live).filter(([name]) => name in now || !(name in before));
  const written = Object.entries(now)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, mergeThreeWay(before[name], value, live[name], name)]);
  // A null asks for the field to be gone.
  const merged = Object.entries({ ...Object.fromEntries(kept), ...Object.fromEntries(written) } as Fields);
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

function mergeLists(before: readonly Fields[], now: readonly Fields[], live: readonly Fields[], key: string): Fields[] {
  const find = (list: readonly Fields[], item: Fields): Fields | undefined =>
    list.find((each) => each[key] === item[key]);
  const merged = now.map((item) => mergeThreeWay(find(before, item), item, find(live, item)) as Fields);
  // What somebody else added to the list stays.
  const foreign = live.filter((item) => find(now, item) === undefined && find(before, item) === undefined);
  return [...merged, ...foreign];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFieldsList(value: unknown): value is Fields[] {
  return Array.isArray(value) && value.every(isFields);
}
