/** The data of a message that needs none. */
type NoData = object;
/** What is refused: as it was typed, or in words of ours. */
type Subject = string | Message;

/** Every message of node1 that is its own and not that of a program it imitates: its code, and the data that its words need. */
export interface Codes {
  /** node1 does not do what was asked; `known` is what it could have been asked for. */
  'refusal/not-simulated': { readonly what: Subject; readonly known?: readonly string[] };
  'refusal/of-dockerfile': { readonly what: Subject; readonly line: number; readonly known?: readonly string[] };
  'refusal/curl': { readonly option: string; readonly known: readonly string[] };
  'refusal/jq': { readonly option: string };
  'refusal/container-of-pod': NoData;
  'refusal/compose-flags': { readonly command: string; readonly problem: string };

  'subject/web-manifest': NoData;
  'subject/kind': { readonly kind: string; readonly apiVersion: string };
  'subject/resource': { readonly name: string };
  'subject/other-user': NoData;
  'subject/patch-operation': { readonly operation: string };
  'subject/patch-directives': NoData;
  'subject/field': { readonly field: string; readonly of: 'pod' | 'container' | 'variable' | 'workload' | 'service' };
  'subject/volume': { readonly type: string };
  'subject/service-type': { readonly type: string };
  'subject/many-pods': { readonly most: number };
  'subject/image-manifest': NoData;
  'subject/foreign-image': NoData;
  'subject/without-force': { readonly command: string };
  'subject/build-from': { readonly path: string };
  'subject/large-context': { readonly most: number };
  'subject/copy-of-program': { readonly path: string };
  'subject/cache-from-pulled': { readonly image: string };
  'subject/large-context-bytes': { readonly most: number };
  'subject/of-url': { readonly instruction: string };
  'subject/add-archive': NoData;
  'subject/compose-key': { readonly key: string };
  'subject/compose-mistake': NoData;
  'subject/several-compose-files': NoData;
  'subject/in-container': { readonly program: string };
  /** A server of the cluster that has none here. */
  'subject/server': { readonly server: string };
  /** A program of the machine, and the address of the cluster that it was given. */
  'subject/outside': { readonly program: string; readonly address: string };
  'subject/large-pipe': { readonly bytes: number };

  /** A reader came too late for some lines. */
  'notice/missed-lines': { readonly count: number };
  /** Another program of this machine has a NodePort. */
  'notice/port-in-use': { readonly port: number };

  'fault/program': { readonly name: string; readonly reason: string };
  'fault/ended': { readonly name: string };
  'fault/not-built': NoData;
  'fault/no-channel': NoData;
  /** A NodePort of a snapshot. */
  'fault/port-taken': { readonly port: number };
}

/** A language of node1's own words; those of the programs that it imitates are English, as theirs are. */
export type Language = 'en' | 'fr';

export type Code = keyof Codes;

/** Something to tell people, as code and data; it is worded where it leaves the program. */
export type Message<C extends Code = Code> = {
  [K in C]: { readonly code: K; readonly data: Codes[K] };
}[C];

/** What a program prints: the text of the program that is imitated, a message of ours, or lines of both. */
export type Text = string | Message | readonly Text[];

/** The words for every code in one language; `say` words a subject that stands in the data. */
export type Wordings = {
  readonly [C in Code]: (data: Codes[C], say: (subject: string | Message) => string) => string;
};
