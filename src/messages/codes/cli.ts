import type { MessagePart, NoData } from '../wording.ts';

/** What the command line tells people, and the data of each message. Help texts are in `help.ts`. */
export interface CliCodes {
  /** One place in a deck and what is to be said of it: a line. */
  readonly 'cli/diagnostic': {
    readonly place: string;
    readonly severity: 'error' | 'warning' | 'info';
    readonly reason: string;
    readonly rule: string;
  };
  readonly 'cli/in-option': { readonly option: string; readonly mistake: MessagePart };
  readonly 'cli/one-of': { readonly names: readonly string[] };
  readonly 'cli/unknown-language': { readonly wanted: string };

  // What the system says of files.
  readonly 'cli/no-such-file': NoData;
  readonly 'cli/it-is-folder': NoData;
  readonly 'cli/permission-denied': NoData;
  readonly 'cli/no-space': NoData;
  readonly 'cli/read-only': NoData;
  readonly 'cli/cannot-read': { readonly file: string; readonly reason: MessagePart };
  readonly 'cli/cannot-write': { readonly file: string; readonly reason: MessagePart };
  readonly 'cli/cannot-write-output': { readonly reason: MessagePart };

  readonly 'cli/no-deck': NoData;
  readonly 'cli/which-deck': { readonly known: readonly string[] };
  readonly 'cli/deck-is-folder': { readonly file: string };
  readonly 'cli/not-regular': { readonly file: string };
  /** In MiB. */
  readonly 'cli/deck-too-large': { readonly file: string; readonly size: number; readonly limit: number };
  readonly 'cli/too-large': { readonly file: string; readonly limit: number };
  readonly 'cli/deck-has-errors': { readonly file: string; readonly count: number };
  /** With --strict: a step that was not done, and why. */
  readonly 'cli/left-out': { readonly place: string; readonly id: string; readonly reason: MessagePart };
  readonly 'cli/nothing-to-run': { readonly file: string; readonly classes: readonly string[] };
  readonly 'cli/override-without-step': { readonly id: string; readonly meant: string | undefined };

  // Files of a manifest: sentences.
  readonly 'cli/include-no-text': { readonly path: string };
  readonly 'cli/outside': { readonly path: string; readonly root: string };
  readonly 'cli/no-path': { readonly path: string };
  readonly 'cli/hidden': { readonly path: string };
  readonly 'cli/path-is-folder': { readonly path: string };
  readonly 'cli/path-not-regular': { readonly path: string };
  /** In bytes. */
  readonly 'cli/path-too-large': { readonly path: string; readonly size: number; readonly limit: number };
  readonly 'cli/cannot-read-path': {
    readonly path: string;
    readonly file: string;
    readonly reason: MessagePart;
    readonly meant: string | undefined;
  };

  readonly 'cli/no-source': NoData;
  readonly 'cli/one-source': { readonly source: string; readonly count: number };
  readonly 'cli/no-original': { readonly source: string };
  readonly 'cli/unreadable-original': { readonly file: string; readonly reason: MessagePart };
  readonly 'cli/bytes-lost': { readonly file: string };
  readonly 'cli/changed-meanwhile': { readonly file: string };
  readonly 'cli/patch-too-long': { readonly file: string; readonly limit: number };
  readonly 'cli/rule-form': NoData;
  readonly 'cli/unknown-rule': { readonly id: string; readonly meant: string | undefined };

  readonly 'cli/duration-form': NoData;
  readonly 'cli/no-step-left': NoData;
  readonly 'cli/unknown-step': { readonly id: string; readonly meant: string | undefined };
  readonly 'cli/unknown-target': { readonly name: string; readonly known: readonly string[] };
  readonly 'cli/record-format': { readonly format: string };
  // An exported deck.
  readonly 'cli/exported': { readonly file: string };
  readonly 'cli/export-without-outputs': NoData;
  readonly 'cli/export-missing': { readonly file: string };
  readonly 'cli/export-bad-line': { readonly file: string; readonly line: number };
  readonly 'cli/export-other-deck': {
    readonly file: string;
    readonly deck: string;
    readonly found: readonly string[];
  };
  readonly 'cli/export-not-ours': { readonly file: string };
  readonly 'cli/stay-needs-terminal': NoData;
  readonly 'cli/step-needs-terminal': { readonly option: string };
  readonly 'cli/step-keep-going': { readonly option: string };
  readonly 'cli/step-batch': { readonly option: string; readonly other: string };
  readonly 'cli/step-reporter': { readonly option: string; readonly reporter: string };
  readonly 'cli/reporter-failed': { readonly name: string; readonly reason: MessagePart };
  /** `file`: where the report or the recording was to stand. */
  readonly 'cli/report-lost': { readonly file: string; readonly reason: MessagePart };
  readonly 'cli/secret-unset': { readonly name: string };
  readonly 'cli/cannot-clean-up': { readonly target: string | undefined; readonly reason: MessagePart };
  readonly 'cli/node-is-yours': NoData;

  readonly 'cli/capacity-course': { readonly steps: number; readonly workloads: number; readonly builds: number };
  readonly 'cli/capacity-memory': {
    readonly node: number;
    readonly total: number;
    readonly machine: number;
    readonly students: number;
  };
  readonly 'cli/capacity-start': { readonly seconds: number; readonly students: number };
  readonly 'cli/capacity-cpu': { readonly busy: string; readonly idle: string; readonly cores: number };
  readonly 'cli/capacity-fits': { readonly fits: number; readonly students: number };
  readonly 'cli/capacity-too-many': { readonly fits: number; readonly students: number };
  readonly 'cli/capacity-hosts': { readonly target: string };
  /** `pod`, `pods`: MiB that a pod with a shell takes, and all of them; `requested`: what Kubernetes counts for a pod. */
  readonly 'cli/capacity-pods': {
    readonly students: number;
    readonly pod: number;
    readonly pods: number;
    readonly requested: string;
  };
  readonly 'cli/capacity-pods-start': { readonly students: number; readonly seconds: number };
  readonly 'cli/capacity-pods-fit': NoData;
  readonly 'cli/capacity-measured': { readonly target: string };
  readonly 'cli/empty-password': { readonly file: string };
  readonly 'cli/unreadable-password': { readonly file: string; readonly reason: MessagePart };
  /** Why those of a class would share one user. */
  readonly 'cli/shared-user': { readonly reason: MessagePart };
  readonly 'cli/local-shares': { readonly name: string };
  readonly 'cli/config-shares': { readonly name: string };
  readonly 'cli/number-form': { readonly least: number; readonly most: number };
  readonly 'cli/open-address': NoData;
  readonly 'cli/join-address': { readonly places: number };
  readonly 'cli/join-link': { readonly places: number };
  readonly 'cli/password-in-environment': NoData;
  readonly 'cli/short-password': { readonly file: string; readonly least: number };
  readonly 'cli/ask-password': NoData;
  readonly 'cli/ask-database': NoData;
  readonly 'cli/database-password-in-environment': NoData;
  readonly 'cli/unreadable-database': { readonly file: string; readonly reason: MessagePart };
  readonly 'cli/file-and-store': NoData;
  readonly 'cli/class-name-without-store': NoData;
  readonly 'cli/no-class': NoData;
  readonly 'cli/oidc-issuer': { readonly issuer: string };
  readonly 'cli/oidc-needs-url': NoData;
  readonly 'cli/oidc-secret': { readonly file: string; readonly reason: MessagePart };
  readonly 'cli/empty-line': NoData;
  readonly 'cli/nothing-encrypted': NoData;
  /** Of several servers of a class. */
  readonly 'cli/another-leads': { readonly name: string };
  readonly 'cli/public-url-form': NoData;
  readonly 'cli/trust-proxy-form': NoData;
  readonly 'cli/proxy-without-url': NoData;
  readonly 'cli/page-ports-form': NoData;
  readonly 'cli/page-hosts-form': NoData;
  readonly 'cli/page-hosts-without-url': NoData;
  readonly 'cli/proxy-untrusted': NoData;
  readonly 'cli/other-port': { readonly wanted: number; readonly port: number };
  readonly 'cli/how-to-end': NoData;

  readonly 'cli/bug': { readonly text: string };
  readonly 'cli/bug-where': NoData;

  // What commander finds wrong with a command line.
  readonly 'cli/unknown-option': { readonly option: string; readonly meant: string | undefined };
  readonly 'cli/unknown-command': { readonly command: string; readonly meant: string | undefined };
  readonly 'cli/no-argument': { readonly option: string };
  readonly 'cli/too-many-arguments': { readonly command: string; readonly expected: number; readonly got: number };
  readonly 'cli/see-help': NoData;

  readonly 'help/usage': NoData;
  readonly 'help/arguments': NoData;
  readonly 'help/options': NoData;
  readonly 'help/commands': NoData;
  readonly 'help/default': { readonly value: string };
  readonly 'help/version': NoData;
  readonly 'help/help': NoData;
  readonly 'help/help-command': NoData;
  readonly 'help/pupitre': NoData;
  readonly 'help/decks': NoData;
  readonly 'help/lang': NoData;
  readonly 'help/config': NoData;
  readonly 'help/exercises': NoData;
  readonly 'help/run': NoData;
  readonly 'help/run-target': NoData;
  readonly 'help/run-only': NoData;
  readonly 'help/run-from': NoData;
  readonly 'help/run-no-replay': NoData;
  readonly 'help/run-resume': NoData;
  readonly 'help/run-no-state': NoData;
  readonly 'help/run-keep-going': NoData;
  readonly 'help/run-strict': NoData;
  readonly 'help/run-reporter': { readonly names: string };
  readonly 'help/run-timeout': NoData;
  readonly 'help/run-step': NoData;
  readonly 'help/run-pause': NoData;
  readonly 'help/run-stay': NoData;
  readonly 'help/run-no-stay': NoData;
  readonly 'help/export': NoData;
  readonly 'help/export-folder': NoData;
  readonly 'help/export-from': NoData;
  readonly 'help/run-record': NoData;
  readonly 'help/run-record-format': NoData;
  readonly 'help/serve': NoData;
  readonly 'help/serve-deck': NoData;
  readonly 'help/serve-target': NoData;
  readonly 'help/serve-port': { readonly port: number };
  readonly 'help/serve-host': NoData;
  readonly 'help/serve-name': NoData;
  readonly 'help/serve-public-url': NoData;
  readonly 'help/serve-trust-proxy': NoData;
  readonly 'help/serve-page-ports': NoData;
  readonly 'help/serve-page-hosts': NoData;
  readonly 'help/serve-password-file': NoData;
  readonly 'help/serve-lobby': NoData;
  readonly 'help/serve-class': NoData;
  readonly 'help/serve-class-file': NoData;
  readonly 'help/serve-class-store': NoData;
  readonly 'help/serve-class-name': NoData;
  readonly 'help/serve-replica-address': NoData;
  readonly 'help/serve-max-places': NoData;
  readonly 'help/serve-shared-user': NoData;
  readonly 'help/capacity': NoData;
  readonly 'help/capacity-students': NoData;
  readonly 'help/capacity-json': NoData;
  readonly 'help/serve-watch': NoData;
  readonly 'help/serve-open': NoData;
  readonly 'help/serve-lang': NoData;
  readonly 'help/class': NoData;
  readonly 'help/class-file': NoData;
  readonly 'help/class-by': NoData;
  readonly 'help/class-output': NoData;
  readonly 'help/lint': NoData;
  readonly 'help/lint-class': NoData;
  readonly 'help/lint-files': NoData;
  readonly 'help/lint-fix': NoData;
  readonly 'help/lint-dry-run': NoData;
  readonly 'help/lint-source': NoData;
  readonly 'help/lint-rule': NoData;
  readonly 'help/list': NoData;
  readonly 'help/list-json': NoData;
  readonly 'help/list-plan': NoData;
}
