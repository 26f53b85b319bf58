import { archiveCommands } from './archives.ts';
import { attach } from './attach.ts';
import { build } from './build.ts';
import type { DockerCommand } from './command.ts';
import { commit } from './commit.ts';
import { contextCommands } from './context.ts';
import { copy } from './copy.ts';
import { diff } from './diff.ts';
import { events } from './events.ts';
import { exec } from './exec.ts';
import { history } from './history.ts';
import { imageCommands } from './images.ts';
import { importCommand } from './import.ts';
import { info } from './info.ts';
import { inspect, inspectContainer, inspectImage } from './inspect.ts';
import { lifecycleCommands } from './lifecycle.ts';
import { loginCommands } from './login.ts';
import { logs } from './logs.ts';
import { networkCommands } from './network.ts';
import { port } from './port.ts';
import { pruneCommands } from './prune.ts';
import { ps } from './ps.ts';
import { createCommand, run } from './run.ts';
import { stats } from './stats.ts';
import { systemDf } from './system-df.ts';
import { top } from './top.ts';
import { update } from './update.ts';
import { version } from './version.ts';
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
  version,
  info,
  ...archiveCommands,
  importCommand,
  commit,
  ...contextCommands,
  copy,
  diff,
  events,
  ...loginCommands,
  stats,
  systemDf,
  top,
  update,
  ...networkCommands,
  ...volumeCommands,
];
