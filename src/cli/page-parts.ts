import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import type { PageParts } from '../report/html/page-parts.ts';

const browserRoot = new URL('../browser/', import.meta.url);
const entry = 'src/browser/report/main.ts';

/** The script, style and player of an HTML report, as the build left them in the folder `root`. Throws a MessageError when there was no build. */
export function reportParts(root = browserRoot): PageParts {
  const read = (name: string): string => readFileSync(fileURLToPath(new URL(name, root)), 'utf8');
  try {
    const manifest = JSON.parse(read('manifest.json')) as Readonly<
      Record<string, { readonly file: string; readonly css?: readonly string[] }>
    >;
    const { file = '', css = [] } = manifest[entry] ?? {};
    return { script: read(file), styles: css.map(read), player: read('asciinema-player.js') };
  } catch (error) {
    throw new MessageError(message('server/page-not-built'), { cause: error });
  }
}
