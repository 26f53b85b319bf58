import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { message } from '../../messages/message.ts';
import { buildImage } from '../build/build.ts';
import { parseReference, ReferenceSyntaxError } from '../image/reference.ts';
import { type DockerCommand } from './command.ts';
import { createProgress } from './progress.ts';

/** `docker build`, by docker's own builder. */
export const build: DockerCommand = {
  name: 'build',
  usage: '[OPTIONS] PATH | URL | -',
  summary: 'Build an image from a Dockerfile',
  flags: [
    flag.list('tag', 't'),
    flag.text('file', 'f'),
    flag.list('build-arg'),
    flag.bool('no-cache'),
    flag.bool('quiet', 'q'),
    flag.bool('pull'),
    flag.bool('rm'),
    flag.bool('force-rm'),
    ...flag.absent(
      ...[
        'target=',
        'platform=',
        'label=',
        'network=',
        'cache-from=',
        'iidfile=',
        'squash',
        'secret=',
        'ssh=',
        'o:output=',
      ],
      ...['progress=', 'm:memory=', 'add-host=', 'compress', 'isolation=', 'ulimit=', 'cpu-shares='],
    ),
  ],
  least: 1,
  most: 1,
  async run({ engine, flags, args: [path = ''], invocation, out }) {
    for (const tag of flags.list('tag')) requireTag(tag);
    const folder = await contextFolder(invocation.cwd, path);
    const file = flags.value('file');
    const isQuiet = flags.on('quiet');
    const progress = createProgress(invocation.stdout);
    try {
      const id = await buildImage({
        images: engine.images,
        folder,
        dockerfile: file === undefined ? 'Dockerfile' : relative(folder, resolve(invocation.cwd, file)),
        tags: flags.list('tag'),
        buildArgs: new Map(
          flags.list('build-arg').map((pair) => [pair.split('=')[0] ?? '', pair.split(/=(.*)/s)[1] ?? '']),
        ),
        workshop: engine.cluster,
        useCache: !flags.on('no-cache'),
        signal: invocation.signal,
        async write(text) {
          await progress.finish();
          if (!isQuiet) await out(text);
        },
        progress: isQuiet ? () => undefined : progress.show,
      });
      if (isQuiet) await out(`${id}\n`);
      return 0;
    } finally {
      await progress.finish();
    }
  },
};

function requireTag(tag: string): void {
  try {
    parseReference(tag);
  } catch (error) {
    if (!(error instanceof ReferenceSyntaxError)) throw error;
    throw new ExitError(
      `invalid argument "${tag}" for "-t, --tag" flag: ${error.message}\nSee 'docker build --help'.`,
      125,
    );
  }
}

async function contextFolder(cwd: string, path: string): Promise<string> {
  if (path === '-' || /^(https?|git):\/\//.test(path)) {
    throw notSimulated(message('subject/build-from', { path }));
  }
  const folder = resolve(cwd, path);
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) throw new ExitError(`unable to prepare context: path "${path}" not found`);
  if (!found.isDirectory()) throw new ExitError(`unable to prepare context: context must be a directory: ${folder}`);
  return folder;
}
