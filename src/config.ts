export { ConfigError } from './config/config-error.ts';
export { loadConfig } from './config/load.ts';
export type { Config } from './config/normalise.ts';
