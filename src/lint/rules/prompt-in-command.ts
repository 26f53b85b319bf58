import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import { promptsIn } from '../prompts.ts';
import type { LintRule } from '../rule.ts';
import { runCode } from '../shell.ts';

/** A transcript in an exercise: what is typed would begin with the prompt, and the output would be typed too. */
export const promptInCommand: LintRule = {
  id: 'prompt-in-command',
  severity: 'error',
  examples: [
    { title: 'a prompt', deck: inExercise('$ ls'), at: ['4:1'], fixed: inExercise('ls') },
    {
      title: 'a prompt before every line',
      deck: inExercise('root@node1:~# cd /tmp\nroot@node1:/tmp# ls'),
      at: ['4:1'],
      fixed: inExercise('cd /tmp\nls'),
    },
    { title: 'a transcript', deck: inExercise('$ ls\nfile1 file2\n$ pwd\n/root'), at: ['4:1'] },
    { title: 'a long prompt', deck: inExercise('[root@node1 ~]# ls\nfile1'), at: ['4:1'] },
    { title: 'a prompt with a continued command', deck: inExercise('k8s@shpod:~$ ls \\\n  -l'), at: ['4:1'] },
    { title: 'no prompt', deck: inExercise('ssh user@host ls'), at: [] },
    { title: 'a text', deck: inExercise('echo "\n$ ls\n"'), at: [] },
    { title: 'a file', deck: inExercise('cat > README <<EOF\n$ ls\nEOF'), at: [] },
    { title: 'a remark', deck: inExercise('# ls'), at: [] },
    { title: 'a transcript that is only shown', deck: '# A\n\n```bash\n$ ls\nfile1\n```\n', at: [] },
  ],
  check(document, report) {
    for (const piece of runCode(document)) {
      const prompts = promptsIn(piece);
      const [first] = prompts;
      if (!first) continue;
      const prompt = piece.text.slice(first.start, first.end).trim();
      const lines = piece.text.split('\n').filter((line) => line.trim() !== '');
      const everyLine = lines.length === prompts.length;
      report(
        piece.span(first.end - piece.text.slice(first.start, first.end).trimStart().length, first.end),
        message('lint/prompt-in-command', { prompt, everyLine }),
        { fix: everyLine ? prompts.map(({ start, end }) => ({ ...piece.span(start, end), text: '' })) : undefined },
      );
    }
  },
};
