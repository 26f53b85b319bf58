import { ExitError } from '../../cli-kit/exit-error.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { kustomize, kustomizedText } from '../kustomize/build.ts';

async function run(call: KubectlCall): Promise<number> {
  if (call.args.length > 1) throw new ExitError('Error: specify one path to a kustomization directory');
  const [path = './'] = call.args;
  let text: string;
  try {
    text = kustomizedText(kustomize(path, call.invocation.cwd));
  } catch (error) {
    // This command alone has cobra say what is wrong.
    if (!(error instanceof ExitError) || typeof error.text !== 'string') throw error;
    const said = error.text.replace(/^error: /, 'Error: ');
    throw new ExitError(said.endsWith('\n') ? `${said}\n` : said);
  }
  await call.out(text);
  return 0;
}

/** `kubectl kustomize`. */
export const kustomizeCommand: KubectlCommand = { name: 'kustomize', flags: [], local: true, run };
