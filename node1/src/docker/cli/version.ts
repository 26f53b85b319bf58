import { release } from 'node:os';
import { flag } from '../../cli-kit/flags.ts';
import { versionType } from './about-types.ts';
import type { DockerCommand } from './command.ts';
import { fillAbout } from './template.ts';

/** What the engine and its client call themselves. */
export const dockerVersion = '20.10.24+dfsg1';

/** What `docker --version` prints. */
export const versionLine = `Docker version ${dockerVersion}, build 297e128\n`;

/** `docker version`. */
export const version: DockerCommand = {
  name: 'version',
  usage: '[OPTIONS]',
  summary: 'Show the Docker version information',
  flags: [flag.text('format', 'f'), ...flag.absent('kubeconfig=')],
  least: 0,
  most: 0,
  async run({ flags, out }) {
    const format = flags.value('format') ?? '';
    if (format === '') await out(versions);
    else await fillAbout(format, 'version', { type: versionType, value: versionFacts() }, out);
    return 0;
  },
};

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

/** The same for a template. */
function versionFacts() {
  const common = { Version: dockerVersion, APIVersion: '1.41', GoVersion: 'go1.19.8', Os: 'linux', Arch: 'amd64' };
  const built = 'Thu May  7 21:09:36 2026';
  return {
    Client: {
      ...common,
      Platform: { Name: '' },
      DefaultAPIVersion: '1.41',
      GitCommit: '297e128',
      BuildTime: built,
      Context: 'default',
      Experimental: true,
    },
    Server: {
      ...common,
      Platform: { Name: '' },
      Components: [
        {
          Name: 'Engine',
          Version: dockerVersion,
          Details: {
            ApiVersion: '1.41',
            Arch: 'amd64',
            BuildTime: built,
            Experimental: 'false',
            GitCommit: '5d6db84',
            GoVersion: 'go1.19.8',
            KernelVersion: release(),
            MinAPIVersion: '1.12',
            Os: 'linux',
          },
        },
        { Name: 'containerd', Version: '1.6.20~ds1', Details: { GitCommit: '1.6.20~ds1-1+deb12u3' } },
        { Name: 'runc', Version: '1.1.5+ds1', Details: { GitCommit: '1.1.5+ds1-1+deb12u1' } },
        { Name: 'docker-init', Version: '0.19.0', Details: { GitCommit: '' } },
      ],
      MinAPIVersion: '1.12',
      GitCommit: '5d6db84',
      KernelVersion: release(),
      BuildTime: '2026-05-07T21:09:36.000000000+00:00',
    },
  };
}
