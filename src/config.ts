export { ConfigError } from './config/config-error.ts';
export { loadConfig } from './config/load.ts';
export type { Config, DeckConfig, Retry, StepOverride, TargetConfig, Timeouts } from './config/normalise.ts';
