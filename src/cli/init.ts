import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Language, message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { exitCodes, UsageError } from './errors.ts';
import { language } from './language.ts';
import { reasonOf } from './outputs.ts';

export interface InitOptions {
  readonly lang?: string;
}

/**
 * Begins a course in a folder: a deck that runs, a configuration and a workflow for GitHub. What is there already stays as it is, and is named.
 * Throws UsageError where the folder cannot be written.
 */
export function init(folder: string | undefined, options: InitOptions): number {
  const lang = language(options.lang, { lang: undefined }, process.env);
  const root = resolve(folder ?? '.');
  for (const [path, text] of filesOf(lang)) {
    const file = join(root, path);
    const shown = relative(process.cwd(), file) || file;
    if (existsSync(file)) {
      process.stdout.write(`${word(message('init/kept', { file: shown }), lang)}\n`);
      continue;
    }
    try {
      mkdirSync(dirname(file), { recursive: true });
      // Between the look and the writing somebody else may have made it.
      writeFileSync(file, text, { flag: 'wx' });
    } catch (error) {
      throw new UsageError(message('cli/cannot-write', { file: shown, reason: reasonOf(error) }));
    }
    process.stdout.write(`${word(message('init/made', { file: shown }), lang)}\n`);
  }
  const place = relative(process.cwd(), root);
  process.stdout.write(`\n${word(message('init/next', { folder: place === '' ? undefined : place }), lang)}\n`);
  return exitCodes.passed;
}

function filesOf(lang: Language): readonly (readonly [path: string, text: string])[] {
  return [
    ['slides/workshop.md', lang === 'fr' ? frenchDeck : englishDeck],
    ['runner.config.json', `${JSON.stringify(configuration(lang), null, 2)}\n`],
    ['.github/workflows/workshop.yml', workflow],
    ['.gitignore', '.pupitre/\nnode_modules/\nreport.html\n'],
  ];
}

function configuration(lang: Language): object {
  return {
    decks: { workshop: 'slides/workshop.md' },
    targets: { machine: { type: 'local', home: 'temporary' } },
    defaultTarget: 'rehearsal',
    lang,
  };
}

const englishDeck = `# My workshop

- Text of a slide: say here what it is about

- \`---\` on a line of its own begins the next slide

---

# Files

.exercise[

- Make a file and look at it:
  \`\`\`bash
  echo hello > greeting
  cat greeting
  \`\`\`

  <!--
  \`\`\`expect text
  hello
  \`\`\`
  -->

]

---

# A container

.exercise[

- Start one:
  \`\`\`bash
  docker run busybox echo it works
  \`\`\`

- And one on a cluster:
  \`\`\`bash
  kubectl create deployment web --image=nginx
  kubectl wait deployment/web --for=condition=available
  kubectl get pods
  \`\`\`

]
`;

const frenchDeck = `# Mon atelier

- Le texte d’une diapositive : dites ici de quoi il s’agit

- \`---\` seul sur une ligne commence la diapositive suivante

---

# Des fichiers

.exercise[

- Créez un fichier et regardez-le :
  \`\`\`bash
  echo bonjour > message
  cat message
  \`\`\`

  <!--
  \`\`\`expect text
  bonjour
  \`\`\`
  -->

]

---

# Un conteneur

.exercise[

- Démarrez-en un :
  \`\`\`bash
  docker run busybox echo ça marche
  \`\`\`

- Et un autre sur un cluster :
  \`\`\`bash
  kubectl create deployment web --image=nginx
  kubectl wait deployment/web --for=condition=available
  kubectl get pods
  \`\`\`

]
`;

const workflow = `# Runs the workshop at every push: the line of the slide that broke is marked.
name: workshop
on: [push, pull_request]
jobs:
  workshop:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npx --yes pupitre lint slides --format github
      - run: npx --yes pupitre run --reporter terminal --reporter github --reporter html=report.html
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: report
          path: report.html
`;
