import type { Language } from '../../messages/codes.ts';

/** What a container's process asks of or tells the rehearsal. */
export type FromContainer =
  | { readonly type: 'resolve'; readonly id: number; readonly name: string }
  | { readonly type: 'route'; readonly id: number; readonly address: string; readonly port: number }
  | { readonly type: 'listen'; readonly port: number; readonly realPort: number }
  | { readonly type: 'unlisten'; readonly port: number }
  /** Its program begins: it takes signals, and is told the size of its terminal. */
  | { readonly type: 'ready' }
  /** It reads its standard input. */
  | { readonly type: 'reads' }
  /** Its terminal gives bytes as they come, or lines. */
  | { readonly type: 'raw'; readonly raw: boolean };

/** Characters of a terminal. */
interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The answer to a `resolve` (an address) or a `route` (a real port), without a value: there is none; or the new size of its terminal. */
export type ToContainer =
  { readonly id: number; readonly value?: string | number } | { readonly type: 'size'; readonly size: Size };

/** What a process of a container is told at its start, as JSON. */
export interface ShimSetup {
  readonly address: string;
  readonly lang: Language;
  /** Ports of this machine answer its user and root alone. */
  readonly isGuarded: boolean;
  /** In the container. */
  readonly pid: number;
  readonly user: {
    readonly uid: number;
    readonly gid: number;
    readonly groups: readonly number[];
    readonly name: string;
  };
  /** It has one. */
  readonly terminal?: Size;
  /** Folder on this machine with the container's files. */
  readonly root: string;
  /** What is mounted: in the container, and on this machine. */
  readonly mounts: readonly (readonly [target: string, source: string])[];
}
