/** What all objects of Kubernetes have, as far as it is used here. */
export interface KubeObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
}

/** A condition of a pod, or why a container waits or has ended. */
interface Reasoned {
  readonly reason?: string;
  readonly message?: string;
}

export interface Pod extends KubeObject {
  readonly spec: { readonly nodeName?: string };
  readonly status?: Reasoned & {
    readonly phase?: string;
    readonly podIP?: string;
    readonly conditions?: readonly (Reasoned & { readonly type: string; readonly status: string })[];
    readonly containerStatuses?: readonly {
      readonly state?: {
        readonly waiting?: Reasoned;
        readonly running?: object;
        readonly terminated?: Reasoned & { readonly exitCode?: number };
      };
    }[];
  };
}

export interface Lease extends KubeObject {
  readonly spec: { readonly renewTime?: string };
}

export interface List<T> {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly T[];
}

/** How Kubernetes says that something went wrong, and how an exec has ended. */
export interface Status {
  readonly status?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

/** The class, or run, that a pod is for. */
export const classLabel = 'pupitre.class';
/** The server that a pod belongs to; its Lease has this name. */
export const serverLabel = 'pupitre.server';
