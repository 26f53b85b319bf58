import { ExitError } from '../../cli-kit/exit-error.ts';
import { ApiError } from '../../objects.ts';

/** Fields of 64 bits; all other whole numbers that people write have 32. */
const long = /(?:Seconds|runAsUser|runAsGroup|fsGroup|[gG]eneration)$/;
const short =
  /(?:minReadySeconds|progressDeadlineSeconds|(?:timeout|period|initialDelay)Seconds|ttlSecondsAfterFinished)$/;

/** A value of JSON as Go prints it (`%v`): `map[spec:map[replicas:many]]`. */
function goText(value: unknown): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText((value as Record<string, unknown>)[key])}`).join(' ')}]`;
}

/** The error of a strategic patch that gives a field another type than its own, in the API server's words for simple types; any other as it is. */
export function patchFault(error: unknown, patch: unknown): unknown {
  if (!(error instanceof ApiError) || error.reason !== 'BadRequest') return error;
  const [, path = '', wanted = ''] =
    /ValidationError\(([^)]*)\): invalid type for .*, expected "(integer|boolean)"$/.exec(error.message) ?? [];
  if (wanted === '') return error;
  const number = long.test(path) && !short.test(path) ? 'int64' : 'int32';
  const text = JSON.stringify(goText(patch));
  return new ExitError(
    `The request is invalid: patch: Invalid value: ${text}: unrecognized type: ${wanted === 'boolean' ? 'bool' : number}`,
  );
}
