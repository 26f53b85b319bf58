import { nearest } from '../plan/nearest.ts';

/** Whether a path of the node leads to something in the course's repository. */
export interface FoundPath {
  readonly isThere: boolean;
  /** The name in the same folder that is most like it; undefined when it is there, or none is. */
  readonly meant: string | undefined;
}

/** A folder of this machine that stands at a path below the home folder of the node. */
export interface CoursePlace {
  /** Below the home folder, without a slash at the end: `container.training`; undefined where it may have any name. */
  readonly home: string | undefined;
  /** The names in a folder of it, by its path there (`''` is itself); undefined for what is no folder. */
  readonly list: (folder: string) => readonly string[] | undefined;
}

/**
 * Looks for a path below the home folder (`course/k8s/x.yaml`) in the places of a course. Undefined where it leads to none of them, or to a
 * folder that is not there: then nobody knows.
 */
export function findInPlaces(places: readonly CoursePlace[], path: string): FoundPath | undefined {
  for (const { home, list } of places) {
    if (path === home) return { isThere: true, meant: undefined };
    const folder = home ?? folderOf(path, list);
    if (folder === undefined || !path.startsWith(`${folder}/`)) continue;
    const below = path.slice(folder.length + 1);
    const slash = below.lastIndexOf('/');
    const names = list(slash < 0 ? '' : below.slice(0, slash));
    if (!names) continue;
    const name = below.slice(slash + 1);
    if (names.includes(name)) return { isThere: true, meant: undefined };
    const stem = (each: string): string => each.replace(/\.\w+$/, '');
    return { isThere: false, meant: names.find((each) => stem(each) === stem(name)) ?? nearest(name, names) };
  }
  return undefined;
}

/** The first folder of a path of which the second one is in the place, too. */
function folderOf(path: string, list: CoursePlace['list']): string | undefined {
  const [first = '', second = '', ...rest] = path.split('/');
  return rest.length > 0 && list(second) ? first : undefined;
}
