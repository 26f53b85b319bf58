import { flag } from '../../cli-kit/flags.ts';
import { goAny, mapOf } from '../../cli-kit/go-template.ts';
import type { Engine } from '../engine.ts';
import { listContainers } from '../engine/listing.ts';
import type { DockerCommand } from './command.ts';
import { fillOne } from './template.ts';

const dockerVersion = '20.10.24+dfsg1';

/** What `docker --version` prints. */
export const versionLine = `Docker version ${dockerVersion}, build 297e128\n`;

const version: DockerCommand = {
  name: 'version',
  usage: '[OPTIONS]',
  summary: 'Show the Docker version information',
  flags: [flag.text('format', 'f'), ...flag.absent('kubeconfig=')],
  least: 0,
  most: 0,
  async run({ flags, out }) {
    const format = flags.value('format');
    const client = { Version: dockerVersion, ApiVersion: '1.41', GitCommit: '297e128', Os: 'linux', Arch: 'amd64' };
    if (format !== undefined)
      await out(fillOne(format, { type: mapOf(goAny), value: { Client: client, Server: client } }));
    else await out(versions);
    return 0;
  },
};

const info: DockerCommand = {
  name: 'info',
  usage: '[OPTIONS]',
  summary: 'Display system-wide information',
  flags: [flag.text('format', 'f')],
  least: 0,
  most: 0,
  async run({ engine, flags, out }) {
    const facts = infoFacts(engine);
    const format = flags.value('format');
    if (format !== undefined) {
      await out(fillOne(format, { type: mapOf(goAny), value: facts }));
      return 0;
    }
    await out(
      [
        'Client:',
        ' Context:    default',
        ' Debug Mode: false',
        '',
        'Server:',
        ` Containers: ${facts.Containers}`,
        `  Running: ${facts.ContainersRunning}`,
        `  Paused: ${facts.ContainersPaused}`,
        `  Stopped: ${facts.ContainersStopped}`,
        ` Images: ${facts.Images}`,
        ` Server Version: ${facts.ServerVersion}`,
        ` Storage Driver: ${facts.Driver}`,
        ` Logging Driver: ${facts.LoggingDriver}`,
        ` Cgroup Driver: ${facts.CgroupDriver}`,
        ` Operating System: ${facts.OperatingSystem}`,
        ` OSType: ${facts.OSType}`,
        ` Architecture: ${facts.Architecture}`,
        ` Name: ${facts.Name}`,
        ' Insecure Registries:',
        '  127.0.0.0/8',
        '',
      ].join('\n'),
    );
    return 0;
  },
};

function infoFacts(engine: Engine) {
  const containers = listContainers(engine);
  const running = containers.filter(({ isRunning }) => isRunning).length;
  return {
    Containers: containers.length,
    ContainersRunning: running,
    ContainersPaused: 0,
    ContainersStopped: containers.length - running,
    Images: engine.images.all().length,
    Driver: 'overlay2',
    LoggingDriver: 'json-file',
    CgroupDriver: 'cgroupfs',
    ServerVersion: dockerVersion,
    OperatingSystem: 'rehearsal (not a real Docker)',
    OSType: 'linux',
    Architecture: 'x86_64',
    Name: 'node1',
    RegistryConfig: { Mirrors: ['http://127.0.0.1:5001/'], InsecureRegistryCIDRs: ['127.0.0.0/8'] },
  };
}

const versions = `Client:
 Version:           ${dockerVersion}
 API version:       1.41
 Go version:        go1.19.8
 Git commit:        297e128
 Built:             Thu May  7 21:09:36 2026
 OS/Arch:           linux/amd64
 Context:           default
 Experimental:      true

Server:
 Engine:
  Version:          ${dockerVersion}
  API version:      1.41 (minimum version 1.12)
  Go version:       go1.19.8
  Git commit:       5d6db84
  Built:            Thu May  7 21:09:36 2026
  OS/Arch:          linux/amd64
  Experimental:     false
 containerd:
  Version:          1.6.20~ds1
  GitCommit:        1.6.20~ds1-1+deb12u3
 runc:
  Version:          1.1.5+ds1
  GitCommit:        1.1.5+ds1-1+deb12u1
 docker-init:
  Version:          0.19.0
  GitCommit:        
`;

/** The commands about docker itself. */
export const aboutCommands: readonly DockerCommand[] = [version, info];
