import type { MessagePart, NoData } from '../wording.ts';

/** What targets tell people, and the data of each message. */
export interface TargetCodes {
  /** What people who use the rehearsal must know. */
  readonly 'target/rehearsal': { readonly isolation: 'user' | 'namespace' | 'none' | 'shared' };
  readonly 'target/shared-user': NoData;
  /** Why the process of node1 has ended before it was ready. */
  readonly 'target/host-ended': { readonly reason: MessagePart };
  /** `program`: what the machine lacks to keep students apart. */
  readonly 'target/isolation-program': { readonly program: string };
  /** `folders`: where Node, Pupitre and temporary files are; a user of no account cannot get into one of them. */
  readonly 'target/isolation-unreadable': { readonly folders: readonly string[] };
  readonly 'target/isolation-refused': { readonly reason: MessagePart };
  /** `folder`: where a file says of each user that it is taken. */
  readonly 'target/no-user-left': { readonly folder: string; readonly count: number };
  readonly 'target/isolation-root': NoData;
  readonly 'target/isolation-linux': NoData;
  /** What was asked for, and is not to be had. */
  readonly 'target/isolation-absent': { readonly isolation: string; readonly reason: MessagePart };
  /** `folder`: that for temporary files, in which node1 lives. */
  readonly 'target/no-folder': { readonly folder: string; readonly reason: MessagePart };
  readonly 'target/not-prepared': NoData;
  readonly 'target/no-program': { readonly shell: string };
  /** `path`: the variable PATH. */
  readonly 'target/not-in-path': { readonly shell: string; readonly path: string };
  readonly 'target/no-terminal': { readonly program: string; readonly reason: MessagePart };
  readonly 'target/file-differs': { readonly to: string; readonly from: string };
  readonly 'target/file-missing': { readonly from: string };
  readonly 'target/cannot-place': { readonly reason: MessagePart };
  readonly 'target/cannot-read': { readonly file: string; readonly reason: MessagePart };
  readonly 'target/ssh-failed': { readonly host: string; readonly reason: MessagePart };
  readonly 'target/ssh-no-shell': { readonly host: string; readonly shell: string };
  readonly 'target/no-host-free': { readonly hosts: number };
  readonly 'target/cannot-compare': { readonly to: string; readonly from: string; readonly reason: MessagePart };
  readonly 'target/kube-config': { readonly reason: MessagePart };
  readonly 'target/kube-context': { readonly context: string };
  /** `server`: address of the API server. */
  readonly 'target/kube-away': { readonly server: string; readonly reason: MessagePart };
  readonly 'target/kube-late': { readonly server: string; readonly seconds: number };
  readonly 'target/kube-refused': { readonly namespace: string; readonly reason: MessagePart };
  readonly 'target/kube-forbidden': { readonly namespace: string; readonly reason: MessagePart };
  readonly 'target/kube-quota': { readonly namespace: string; readonly reason: MessagePart };
  readonly 'target/kube-image': { readonly image: string; readonly reason: MessagePart };
  readonly 'target/kube-start': { readonly pod: string; readonly seconds: number; readonly reason: MessagePart };
  readonly 'target/kube-ended': { readonly pod: string; readonly reason: MessagePart };
  readonly 'target/kube-deleted': { readonly pod: string };
  readonly 'target/kube-exec': { readonly pod: string; readonly reason: MessagePart };
  /** `code`: of the end of a WebSocket. */
  readonly 'target/kube-lost': { readonly pod: string; readonly code: number };
  readonly 'target/kube-output': { readonly pod: string; readonly bytes: number };
  readonly 'target/kube-remove': { readonly pod: string; readonly seconds: number };
  /** `result`: pods do not reach each other; they do, and a policy would help; they do, and it would not. */
  readonly 'target/kube-network': {
    readonly namespace: string;
    readonly result: 'apart' | 'noPolicy' | 'notEnforced';
  };
  readonly 'target/kube-network-unknown': { readonly reason: MessagePart };
  readonly 'target/kube-network-listener': NoData;
  readonly 'target/kube-network-late': { readonly seconds: number };
  /** What a class of containers must know. `shells`: whether they outlive the server; unknown before the first is there. */
  readonly 'target/container': { readonly shells: 'unknown' | 'stay' | 'end' };
  /** `program`: what is not in the image. */
  readonly 'target/container-lacks': { readonly container: string; readonly program: string };
  readonly 'target/container-gone': { readonly container: string };
  readonly 'target/script-lacks': { readonly program: string };
  readonly 'target/script-lost': { readonly reason: MessagePart };
  readonly 'target/container-script': { readonly container: string; readonly reason: MessagePart };
  /** An engine, or another machine, has not answered in time. */
  readonly 'target/no-answer': NoData;
  /** `engine`: address of Docker's. */
  readonly 'target/docker-absent': { readonly engine: string; readonly reason: MessagePart };
  readonly 'target/docker-ssh': { readonly host: string };
  readonly 'target/docker-refused': { readonly reason: MessagePart };
  readonly 'target/docker-no-image': { readonly image: string; readonly reason: MessagePart };
  /** The kernel does not filter what containers of one network send each other. */
  readonly 'target/docker-no-filter': NoData;
}
