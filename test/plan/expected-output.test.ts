import { describe, expect, test } from 'vitest';
import type { Display } from '../../src/deck/model.ts';
import { resemblanceOf, shownOutput } from '../../src/plan/expected-output.ts';

const start = { line: 1, column: 1, offset: 0 };
function display(introduction: string, changes: Partial<Display> = {}): Display {
  return {
    id: '0',
    language: '',
    text: 'x',
    introduction,
    inExercise: false,
    inNotes: false,
    position: { start, end: start },
    ...changes,
  };
}

test.each([
  // English
  ['We should see:', 'equal'],
  ['The curl command should now output:', 'equal'],
  ['It should return:', 'equal'],
  ["You'll get:", 'equal'],
  ['The command will fail:', 'equal'],
  ['You will get an error message:', 'equal'],
  ['We get an error:', 'equal'],
  ['The final error message is:', 'tail'],
  ['Note the last line of output:', 'tail'],
  ['At the end of the installation, you will see:', 'tail'],
  ['The last bit of the output should be:', 'tail'],
  ['The output should include:', 'contains'],
  ['These commands will give an error message that includes:', 'contains'],
  ['The output should contain these lines:', 'contains'],
  ['The output should look like the following:', 'similar'],
  ['We see a message like the following one:', 'similar'],
  ['After a while we should see messages like this:', 'similar'],
  ['You should see something similar:', 'similar'],
  // French
  ['Nous devrions voir:', 'equal'],
  ['Nous devrions voir :', 'equal'],
  ['Nous devrions voir\u00a0:', 'equal'],
  ['La commande curl devrait maintenant sortir:', 'equal'],
  ['La commande curl devrait afficher:', 'equal'],
  ['Ça devrait renvoyer:', 'equal'],
  ["Vous aurez un message d'erreur:", 'equal'],
  ['Vous obtiendrez :', 'equal'],
  ['Voici le résultat:', 'equal'],
  ['La sortie de la commande :', 'equal'],
  ['Le dernier bout de la sortie :', 'tail'],
  ['À la fin, vous verrez :', 'tail'],
  ["L'affichage devrait comporter:", 'contains'],
  ['Le résultat contient :', 'contains'],
  ['On devrait voir un message du type:', 'similar'],
  ['La sortie devrait ressembler à ce qui suit :', 'similar'],
  ['Vous devriez voir quelque chose comme ça:', 'similar'],
  // No announcement
  ['We should see', undefined],
  ['', undefined],
  [':', undefined],
  ['Edit the file as follows:', undefined],
  ['Here are the services:', undefined],
  ['If this works, you should see:', undefined],
  ['- If the application is there, this will fail:', undefined],
  ['Note: you should see:', undefined],
  ['Note that you will see:', undefined],
  ['Si tout va bien, nous devrions voir:', undefined],
  ["S'il y a une erreur, vous verrez :", undefined],
  ['Voici le fichier:', undefined],
  ['Vous saurez faire:', undefined],
  [`${'x'.repeat(100_000)}:`, undefined],
])('%j: %s', (introduction, frame) => {
  expect(resemblanceOf(display(introduction))).toBe(frame);
});

describe('where it counts', () => {
  test.each([
    ['json', 'equal'],
    ['text', 'equal'],
    ['console', 'equal'],
    ['output', 'equal'],
    ['yaml', undefined],
    ['bash', undefined],
  ])('in a fence of the language %s: %s', (language, frame) => {
    expect(resemblanceOf(display('We should see:', { language }))).toBe(frame);
  });

  test.each([
    ['The line with the port should be included:', undefined],
    ['You will be told:', undefined],
    ['You should see:', 'equal'],
    ['The output should be:', 'equal'],
    ['Vous devriez avoir dans le fichier :', undefined],
    ['Nous devrions voir :', 'equal'],
  ])('inside an exercise, %j: %s', (introduction, frame) => {
    expect(resemblanceOf(display(introduction, { inExercise: true }))).toBe(frame);
  });
});

test.each([
  ['$ kubectl get pods\nNAME\n$', 'NAME'],
  ['a\nb', 'a\nb'],
  ['$ ls', '$ ls'],
  ['costs $ 5', 'costs $ 5'],
])('%j shows the output %j', (text, output) => {
  expect(shownOutput(text)).toBe(output);
});
