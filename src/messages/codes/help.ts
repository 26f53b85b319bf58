import type { NoData } from '../part.ts';

/** The help of the command line. */
export interface HelpCodes {
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
  readonly 'help/run': NoData;
  readonly 'help/run-target': NoData;
  readonly 'help/run-only': NoData;
  readonly 'help/run-from': NoData;
  readonly 'help/run-keep-going': NoData;
  readonly 'help/run-reporter': { readonly names: string };
  readonly 'help/run-timeout': NoData;
  readonly 'help/run-stay': NoData;
  readonly 'help/run-no-stay': NoData;
  readonly 'help/run-record': NoData;
  readonly 'help/serve': NoData;
  readonly 'help/serve-deck': NoData;
  readonly 'help/serve-target': NoData;
  readonly 'help/serve-port': { readonly port: number };
  readonly 'help/serve-host': NoData;
  readonly 'help/serve-name': NoData;
  readonly 'help/serve-password-file': NoData;
  readonly 'help/serve-max-desks': NoData;
  readonly 'help/serve-open': NoData;
  readonly 'help/serve-lang': NoData;
  readonly 'help/lint': NoData;
  readonly 'help/lint-files': NoData;
  readonly 'help/lint-fix': NoData;
  readonly 'help/lint-dry-run': NoData;
  readonly 'help/lint-source': NoData;
  readonly 'help/lint-rule': NoData;
  readonly 'help/list': NoData;
  readonly 'help/list-json': NoData;
  readonly 'help/list-plan': NoData;
}
