import { ExitError } from '../../cli-kit/exit-error.ts';
import { type Build, cachedStep, commitRun, currentImage } from './builder.ts';
import { refuseInstruction } from './copy.ts';
import { commandWords, type Instruction } from './dockerfile.ts';
import { runStep } from './run-container.ts';

/** RUN: really runs, with the programs that containers of the image have here; what it changes becomes a layer. Throws ExitError. */
export async function run(build: Build, instruction: Instruction): Promise<void> {
  const { text } = instruction;
  if (text.startsWith('--')) throw refuseInstruction(`RUN ${text.split(/\s/)[0] ?? ''}`, instruction);
  const command = commandWords(text);
  const shown = command.join(' ');
  const args = [...build.args].map(([key, value]) => `${key}=${value}`);
  const createdBy = args.length === 0 ? shown : `|${args.length} ${args.join(' ')} ${shown}`;
  if (await cachedStep(build, createdBy)) return;

  const image = currentImage(build);
  let written = Promise.resolve();
  const write = (data: string | Uint8Array, colour = '', end = ''): void => {
    const text = typeof data === 'string' ? data : Buffer.from(data).toString();
    written = written.then(() => build.write(`${colour}${text}${end}`));
  };
  await commitRun(build, createdBy, async () => {
    const { code, made } = await runStep(
      build.workshop,
      build.images.blobs,
      {
        image,
        command,
        args: build.args,
        stdout: (data) => {
          write(data);
        },
        // As docker shows it: in red.
        stderr: (data) => {
          write(data, '\x1b[91m', '\x1b[0m');
        },
      },
      build.signal,
    ).catch((error: unknown) => {
      throw error instanceof Error
        ? new ExitError(`failed to create shim task: ${error.message}`)
        : new ExitError(String(error));
    });
    await written;
    if (code !== 0) throw new ExitError(`The command '${shown}' returned a non-zero code: ${code}`, code);
    return made;
  });
}
