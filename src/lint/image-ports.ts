import { parse as parseYaml } from 'yaml';
import type { FoundCommand } from './commands.ts';
import type { LintDocument } from './document.ts';
import { imageName } from './kubectl.ts';

/** The ports that an image is said to listen on. */
export interface ImagePorts {
  readonly ports: ReadonlySet<number>;
  /** Path of the file that says so. */
  readonly file: string;
}

const composeFiles = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yaml', 'compose.yml'];
const mostCharacters = 1_000_000;

/** Learns the ports of images from the files that the commands of a deck name, one command after the other. */
export class PortReader {
  readonly #read: LintDocument['readFile'];
  readonly #images = new Map<string, ImagePorts>();
  /** Where the deck's shell is, from the home directory; undefined when nobody can tell. */
  #folder: readonly string[] | undefined = [];

  constructor(read: LintDocument['readFile']) {
    this.#read = read;
  }

  /** What is known about an image by the last part of its name. */
  portsOf(image: string): ImagePorts | undefined {
    return this.#images.get(image);
  }

  /** Follows `cd`, and reads what `docker-compose` and `docker build` are given. */
  follow({ invocation: { program, operands, options } }: FoundCommand): void {
    if (program === 'cd') this.#folder = this.#resolve(operands[0] ?? '~');
    if (program === 'docker-compose') this.#readCompose(options.get('-f') ?? options.get('--file'));
    if (program === 'docker' && operands[0] === 'stack' && operands[1] === 'deploy') {
      this.#readCompose(options.get('-c') ?? options.get('--compose-file'));
    }
    const tag = options.get('-t') ?? options.get('--tag');
    if (program === 'docker' && operands[0] === 'build' && tag !== undefined && operands[1] !== undefined) {
      const found = this.#find(this.#resolve(`${operands[1]}/Dockerfile`));
      if (found) this.#add(imageName(tag), exposedPorts(found.text), found.path);
    }
  }

  #readCompose(named: string | undefined): void {
    for (const name of named === undefined ? composeFiles : [named]) {
      const found = this.#find(this.#resolve(name));
      if (!found) continue;
      for (const { image, build, ports } of servicesOf(found.text)) {
        const folder = found.path.split('/').slice(0, -1);
        const path = build === undefined ? undefined : join(folder, `${build}/Dockerfile`)?.join('/');
        const dockerfile = path === undefined ? undefined : this.#readSafely(path);
        const exposed = dockerfile === undefined ? [] : exposedPorts(dockerfile);
        this.#add(image, [...exposed, ...ports], exposed.length > 0 && path !== undefined ? path : found.path);
      }
      return;
    }
  }

  #add(image: string, ports: readonly number[], file: string): void {
    if (ports.length > 0) this.#images.set(image, { ports: new Set(ports), file });
  }

  #resolve(path: string): readonly string[] | undefined {
    if (path.includes('$') || path === '-') return undefined;
    if (path.startsWith('~/') || path === '~') return join([], path.slice(2));
    if (path.startsWith('/')) return join([], path);
    return this.#folder && join(this.#folder, path);
  }

  /** A course may be somewhere below the home directory of its commands, so that the first folders may be missing. */
  #find(path: readonly string[] | undefined): { readonly path: string; readonly text: string } | undefined {
    if (!path) return undefined;
    for (let from = 0; from === 0 || from < path.length - 1; from++) {
      const candidate = path.slice(from).join('/');
      const text = this.#readSafely(candidate);
      if (text !== undefined) return { path: candidate, text };
    }
    return undefined;
  }

  #readSafely(path: string): string | undefined {
    const text = this.#read(path);
    return text !== undefined && text.length <= mostCharacters ? text : undefined;
  }
}

/** The parts of a path below a folder; undefined when it leaves it. */
function join(folder: readonly string[], path: string): readonly string[] | undefined {
  const parts = [...folder];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts;
}

function exposedPorts(dockerfile: string): number[] {
  return [...dockerfile.matchAll(/^[ \t]*EXPOSE[ \t]+(.+)$/gim)].flatMap(([, list = '']) =>
    list.split(/\s+/).flatMap((port) => (/^\d{1,5}(?:\/tcp)?$/.test(port) ? [parseInt(port, 10)] : [])),
  );
}

interface ComposeService {
  readonly image: string;
  readonly build: string | undefined;
  readonly ports: readonly number[];
}

function servicesOf(text: string): ComposeService[] {
  let root: unknown;
  try {
    root = parseYaml(text, { logLevel: 'silent' });
  } catch {
    return [];
  }
  return Object.entries(record(record(root)['services'])).map(([name, value]) => {
    const { image, build, ports, expose } = record(value);
    const context = typeof build === 'string' ? build : record(build)['context'];
    return {
      image: typeof image === 'string' ? imageName(image) : name,
      build: typeof context === 'string' ? context : undefined,
      ports: [...list(ports), ...list(expose)].flatMap(containerPort),
    };
  });
}

/** 80 of `8000:80`, `127.0.0.1:8000:80/tcp`, `80` and `{ target: 80 }`. */
function containerPort(port: unknown): number[] {
  const target = typeof port === 'object' && port !== null ? record(port)['target'] : port;
  const last = /(?:^|:)(\d{1,5})(?:\/tcp)?$/.exec(String(target))?.[1];
  return last === undefined ? [] : [Number(last)];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
