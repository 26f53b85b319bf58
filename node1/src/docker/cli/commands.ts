import { attach } from './attach.ts';
import { build } from './build.ts';
import type { DockerCommand } from './command.ts';
import { exec } from './exec.ts';
import { history } from './history.ts';
import { imageCommands } from './images.ts';
import { inspect, inspectContainer, inspectImage } from './inspect.ts';
import { lifecycleCommands } from './lifecycle.ts';
import { logs } from './logs.ts';
import { networkCommands } from './network.ts';
import { port } from './port.ts';
import { pruneCommands } from './prune.ts';
import { ps } from './ps.ts';
import { createCommand, run } from './run.ts';
import { aboutCommands } from './version.ts';
import { volumeCommands } from './volume.ts';

/** Every command of docker that the rehearsal knows, by name. */
export const dockerCommands: readonly DockerCommand[] = [
  ...imageCommands,
  ...lifecycleCommands,
  attach,
  createCommand,
  exec,
  logs,
  build,
  history,
  port,
  ps,
  ...pruneCommands,
  inspectContainer,
  run,
  inspect,
  inspectImage,
  ...aboutCommands,
  ...networkCommands,
  ...volumeCommands,
];
