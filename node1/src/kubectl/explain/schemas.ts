import { brotliDecompressSync } from 'node:zlib';
import { readBytes } from '../../data.ts';

/** A definition of the API's OpenAPI, as `data/explain.json.br` has it (scripts/cut-explain.js). */
interface Definition {
  /** The kinds that it describes: `apps/v1 Deployment`. */
  readonly kinds?: readonly string[];
  readonly text?: string;
  /** Of one without fields. */
  readonly type?: string;
  /** Type and description of each field, sorted by name. */
  readonly fields?: Readonly<Record<string, readonly [type: string, text: string]>>;
  readonly required?: readonly string[];
}

/** What `explain` knows of a place in an object. */
export interface Schema {
  /** `string`, `[]x`, `{}x`, `any`, or `#NAME` for a definition. */
  readonly type: string;
  readonly text: string;
}

/** All definitions of the API of Kubernetes 1.20: a few megabytes, read for one command and then given up. */
export interface Schemas {
  /** What describes a kind (`apps/v1`, `Deployment`); undefined where there is none. */
  ofKind(apiVersion: string, kind: string): Schema | undefined;
  definition(name: string): Definition;
}

/** Reads the definitions. */
export function readSchemas(): Schemas {
  const data = JSON.parse(brotliDecompressSync(readBytes('explain.json.br')).toString()) as Readonly<
    Record<string, Definition>
  >;
  const definition = (name: string): Definition => data[name] ?? { type: 'any' };
  return {
    definition,
    ofKind(apiVersion, kind) {
      const found = Object.entries(data).find(([, { kinds }]) => kinds?.includes(`${apiVersion} ${kind}`) === true);
      return found && { type: `#${found[0]}`, text: '' };
    },
  };
}

/** The type of what a list or a map holds. */
export function inner({ type }: Schema): Schema {
  return { type: type.slice(2), text: '' };
}

/** `[]`, `{}`, `#` (a definition), or '' for a plain value. */
export function shapeOf({ type }: Schema): string {
  return /^(?:\[\]|\{\}|#)/.exec(type)?.[0] ?? '';
}

/** A type as `explain` names it: `<[]Object>`, `<map[string]string>`. */
export function typeName(schemas: Schemas, schema: Schema): string {
  switch (shapeOf(schema)) {
    case '[]':
      return `[]${typeName(schemas, inner(schema))}`;
    case '{}':
      return `map[string]${typeName(schemas, inner(schema))}`;
    case '#': {
      const { type = 'any', fields } = schemas.definition(schema.type.slice(1));
      return fields === undefined ? typeName(schemas, { type, text: '' }) : 'Object';
    }
    default:
      return schema.type === 'any' ? '' : schema.type;
  }
}
