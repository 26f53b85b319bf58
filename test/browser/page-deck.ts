import type { Course } from '../../src/protocol.ts';

/** A slide of the test's deck, as the server would render it. */
interface Slide {
  readonly title: string;
  readonly html: string;
  readonly name?: string;
  readonly className?: string;
  readonly notes?: string;
  readonly continued?: true;
}

function fence(region: number, text: string, language = 'bash') {
  return `<pre data-region="${region}"><code class="hljs language-${language}">${text}</code></pre>`;
}

function exercise(html: string) {
  return `<div class="exercise" data-exercise>${html}</div>`;
}

const registry = `<h2>Test de notre registre</h2><ul><li>Une route pratique est <code>/v2/_catalog</code></li></ul>
${exercise(`<ul><li>Affichez les dépôts :${fence(40, 'curl $REGISTRY/v2/_catalog\n')}</li></ul>`)}`;

const slides: readonly Slide[] = [
  { title: 'Notre application sur Kubernetes', className: 'title', html: '<p>Notre application sur Kubernetes</p>' },
  {
    title: 'Le menu',
    name: 'menu',
    html: '<h2>Le menu</h2><ul><li>Construction sur notre <strong>nœud</strong> de contrôle</li><li><a href="#registre">vers le registre</a></li></ul>',
    notes: '<p>Saluer tout le monde.</p>',
  },
  {
    title: 'Déployer un registre',
    name: 'registre',
    html: `<h1>Déployer un registre</h1>${exercise(
      `<ul><li>Créez le service :${fence(20, 'kubectl create deployment registry --image=registry:2\n')}</li>
<li>Exposez-le :${fence(24, 'kubectl expose deploy/registry --port=5000 --type=NodePort\n')}</li></ul>`,
    )}`,
    notes: '<p>Attendre que tout le monde ait fini.</p>',
  },
  { title: 'Test de notre registre', html: registry },
  {
    title: 'Test de notre registre',
    continued: true,
    html: `${registry}<p>Nous devrions voir :</p>${fence(48, '{"repositories": []}\n', 'json')}`,
  },
  {
    title: 'Accès',
    html: `<h2>Accès</h2>${exercise(
      '<ul><li><p>Ouvrez l’interface (<span data-region="60">http://node-ip-address:3xxxx/</span>)</p></li></ul>',
    )}${exercise('<p>Regardez le compteur.</p>')}`,
  },
  {
    title: 'Long',
    html: `<h2>Long</h2>${Array.from({ length: 60 }, (_, line) => `<p>Ligne ${line + 1}</p>`).join('')}`,
  },
  {
    title: 'Piège',
    html: `<h2>Piège</h2>${exercise(fence(80, 'echo bonjour\n'))}${exercise(fence(84, 'echo user\u202Eecho\n'))}`,
  },
];

export const deckCourse: Course = {
  version: '1',
  title: 'Atelier',
  lang: 'fr',
  target: 'rehearsal',
  slides: slides.map(({ title, name, continued }, at) => ({
    index: at + 1,
    number: at + 1,
    title,
    continued: continued === true,
    ...(name === undefined ? {} : { name }),
  })),
  units: [
    unit('create', 3, 20, 'kubectl create deployment registry --image=registry:2'),
    { ...unit('expose', 3, 24, 'kubectl expose deploy/registry --port=5000 --type=NodePort'), hidden: 2 },
    unit('catalog', 4, 40, 'curl $REGISTRY/v2/_catalog'),
    { ...unit('web', 6, 60, 'http://node-ip-address:3xxxx/'), kind: 'open' },
    { ...unit('look', 6, 62, 'Regardez le compteur.'), kind: 'manual' },
    unit('other', 8, 80, 'echo autre chose'),
    unit('bidi', 8, 84, 'echo user\u202Eecho'),
  ],
};

function unit(id: string, slide: number, region: number, text: string) {
  return { id, slide, kind: 'run' as const, region: String(region), visible: true, text, hidden: 0 };
}

export const deckSections = slides
  .map(({ html, notes, name, className }, at) => {
    const attributes = `class="slide ${className ?? ''}" id="slide-${at + 1}" data-index="${at + 1}" data-number="${at + 1}" aria-label="${at + 1} / ${slides.length}"${name === undefined ? '' : ` data-name="${name}"`}`;
    return `<section ${attributes}><div class="slide-content">${html}</div><aside class="notes" hidden>${notes ?? ''}</aside></section>`;
  })
  .join('\n');
