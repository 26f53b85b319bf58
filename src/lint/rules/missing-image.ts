import { message } from '../../messages/message.ts';
import { linksOf } from '../links.ts';
import { propertyLines } from '../properties.ts';
import type { LintRule } from '../rule.ts';

/** A picture whose file is not there. */
export const missingImage: LintRule = {
  id: 'missing-image',
  severity: 'warning',
  examples: [
    { title: 'missing', deck: '![a](images/missing.png)\n', at: ['1:1'], beside: ['images/there.png'] },
    { title: 'as a background', deck: 'background-image: url(missing.png)\n\n# A\n', at: ['1:1'], beside: [] },
    { title: 'there', deck: '![a](images/the%20re.png?x=1)\n', at: [], beside: ['images/the re.png'] },
    { title: 'nobody can tell', deck: '![a](images/missing.png)\n', at: [] },
    {
      title: 'elsewhere, or with a variable',
      deck: '![a](https://a.b/c.png) ![d](data:x) ![e](@@X@@/y.png) ![](/z.png)\n',
      at: [],
      beside: [],
    },
  ],
  check(document, report) {
    const pictures = linksOf(document).filter(({ kind }) => kind === 'image');
    const backgrounds = document.regions.flatMap((_, index) =>
      propertyLines(document, index).flatMap(({ key, value, start, end }) => {
        const [, url] = /^url\(["']?([^"')]{1,500})/.exec(value) ?? [];
        return key === 'background-image' && url !== undefined ? [{ start, end, url }] : [];
      }),
    );
    for (const { url, start, end } of [...pictures, ...backgrounds]) {
      const path = pathOf(url);
      if (path === undefined || document.exists(path) !== false) continue;
      report({ start, end }, message('lint/missing-image', { path }));
    }
  },
};

/** The path of a picture beside the deck; undefined for one that is somewhere else. */
function pathOf(url: string): string | undefined {
  if (url === '' || /^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(url) || /@@|\{\{/.test(url)) return undefined;
  const path = url.split(/[?#]/, 1)[0] ?? '';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
