import { message } from '../../messages/message.ts';
import { expectedOutputs } from '../displays.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** An expected output that is about no command. */
export const unboundOutput: LintRule = {
  id: 'unbound-output',
  severity: 'info',
  examples: [
    { title: 'no command', deck: '# A\n\nWe should see:\n```\nhello\n```\n', at: ['4:1'] },
    {
      title: 'on the next slide',
      deck: `${inExercise('ls')}\n---\n\nWe should see:\n\`\`\`\nhello\n\`\`\`\n`,
      at: ['12:1'],
    },
    { title: 'after its command', deck: `${inExercise('ls')}\nNous devrions voir :\n\`\`\`\nhello\n\`\`\`\n`, at: [] },
    { title: 'on an increment', deck: `${inExercise('ls')}\n--\n\nWe should see:\n\`\`\`\nhello\n\`\`\`\n`, at: [] },
    { title: 'a file', deck: '# A\n\nPut this into the file:\n```\nhello\n```\n', at: [] },
  ],
  check(document, report) {
    const { source } = document;
    for (const { display, bound } of expectedOutputs(document)) {
      if (bound) continue;
      const start = source.offset(display.position.start.offset);
      report({ start, end: start + 3 }, message('lint/unbound-output'));
    }
  },
};
