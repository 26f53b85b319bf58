import type { Config } from '../config.ts';
import { type Language, message } from '../messages/message.ts';
import { createGuardians } from '../target/guardian.ts';
import { localTarget } from '../target/local.ts';
import { rehearsalTarget } from '../target/rehearsal.ts';
import type { Target } from '../target/target.ts';
import { UsageError } from './errors.ts';

/** The target of that name, as the configuration describes it. Throws UsageError when there is none. */
export function createTarget(
  name: string,
  config: Config,
  env: NodeJS.ProcessEnv,
  lang: Language,
  newGuardian = createGuardians(),
): Target {
  const options = config.targets.get(name);
  if (!options) {
    throw new UsageError(message('cli/unknown-target', { name, known: [...config.targets.keys()] }));
  }
  const shell = { ...options, files: config.files, environment: env, newGuardian };
  switch (options.type) {
    case 'local':
      return localTarget(shell);
    case 'rehearsal':
      return rehearsalTarget({ ...shell, lang });
  }
}
