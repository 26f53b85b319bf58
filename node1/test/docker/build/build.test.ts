import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Node, startNode } from '../harness.ts';

let node: Node;
beforeAll(async () => {
  node = await startNode();
  await node.docker(['pull', 'busybox']);
});
afterAll(() => node.close());

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(node.folder, 'context-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}
async function build(files: Readonly<Record<string, string>>, ...words: string[]) {
  return node.docker(['build', ...words, await folderOf(files)]);
}

/** What an image has in it, by running it. */
async function run(image: string, ...command: string[]): Promise<string> {
  return (await node.docker(['run', '--rm', image, ...command])).all;
}

describe('a Dockerfile that docker refuses, in its words', () => {
  test.each([
    ['FROM busybox\nCOPY ../x .', 'COPY failed: forbidden path outside the build context: ../x ()\n'],
    ['FROM busybox\nCOPY a/../../x .', 'COPY failed: forbidden path outside the build context: a/../../x ()\n'],
    [
      'FROM busybox\nCOPY nosuch .',
      'COPY failed: file not found in build context or excluded by .dockerignore: stat nosuch: file does not exist\n',
    ],
    ['FROM busybox\nFOO x', 'Error response from daemon: dockerfile parse error line 2: unknown instruction: FOO\n'],
    ['', 'Error response from daemon: the Dockerfile (Dockerfile) cannot be empty\n'],
    ['COPY a b', 'Error response from daemon: no build stage in current context\n'],
    ['FROM busybox\nEXPOSE http', 'Invalid containerPort: http\n'],
    [
      'FROM nosuch',
      "pull access denied for nosuch, repository does not exist or may require 'docker login': denied: requested access to the resource is denied\n",
    ],
    ['FROM busybox\nENV A', 'Error response from daemon: failed to parse Dockerfile: ENV must have two arguments\n'],
    // docker's parser goes through the whole file before anything is read.
    [
      'FROM busybox\nRUNN x\nENV A=1 B',
      `Error response from daemon: failed to parse Dockerfile: Syntax error - can't find = in "B". Must be of the form: name=value\n`,
    ],
    [
      'FROM busybox\nADD',
      'Error response from daemon: dockerfile parse error line 2: ADD requires at least two arguments, but only one was provided. Destination could not be determined\n',
    ],
    ['FROM busybox\nWORKDIR $NOSUCH', 'cannot normalize nothing\n'],
    ['FROM busybox\nUSER nosuch\nRUN id', 'unable to find user nosuch: no matching entries in passwd file\n'],
    [
      'FROM busybox\nRUN --network=none id',
      'Error response from daemon: dockerfile parse error line 2: Unknown flag: network\n',
    ],
    [
      'FROM busybox\nHEALTHCHECK --interval=5 CMD true',
      'Error response from daemon: dockerfile parse error line 2: time: missing unit in duration "5"\n',
    ],
    ['# nothing', 'Error response from daemon: failed to parse Dockerfile: file with no instructions\n'],
    [
      'FROM busybox as',
      'Error response from daemon: dockerfile parse error line 1: FROM requires either one or three arguments\n',
    ],
    [
      'FROM busybox\nCOPY x',
      'Error response from daemon: dockerfile parse error line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined\n',
    ],
    [
      'FROM busybox\nCOPY --chown=nosuch Dockerfile /',
      "unable to convert uid/gid chown string to host mapping: can't find uid for user nosuch: no such user: nosuch\n",
    ],
    ['FROM busybox as a\nFROM busybox\nCOPY --from=a /nosuch /two', 'COPY failed: stat nosuch: file does not exist\n'],
    [
      'FROM busybox\nCOPY --chmod=755 Dockerfile /',
      'the --chmod option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled\n',
    ],
    ['FROM busybox\nSTOPSIGNAL SIGNOSUCH', 'Invalid signal: SIGNOSUCH\n'],
    ['FROM busybox\nFROM busybox\nCOPY --from=1 /a /b', 'invalid from flag value 1: refers to current build stage\n'],
    ['FROM busybox as a\nFROM busybox as a', 'a stage name already used\n'],
  ])('%j', async (Dockerfile, message) => {
    const { code, stderr } = await build({ Dockerfile });
    expect([code, stderr]).toEqual([1, message]);
  });

  test('and one that is not there', async () => {
    const folder = await folderOf({});
    expect((await node.docker(['build', folder])).stderr).toBe(
      `unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat ${folder}/Dockerfile: no such file or directory\n`,
    );
    expect((await node.docker(['build', 'nosuch'])).stderr).toBe(
      'unable to prepare context: path "nosuch" not found\n',
    );
    expect(await node.docker(['build', '-t', '127.0.0.1:/x', folder])).toMatchObject({
      code: 125,
      stderr:
        'invalid argument "127.0.0.1:/x" for "-t, --tag" flag: invalid reference format\nSee \'docker build --help\'.\n',
    });
  });
});

test('instructions do what they say', async () => {
  const Dockerfile = `# a comment
ARG BASE=busybox
FROM $BASE
ARG WHO=world
ENV GREETING="good day" \\
    WHO=$WHO
LABEL maintainer=me
WORKDIR /a
WORKDIR b
COPY one.txt two.txt ./
COPY sub /sub
COPY one.txt /renamed.txt
COPY *.md /docs/
EXPOSE 80 90/udp
ENTRYPOINT ["sh", "-c"]
CMD ["echo $GREETING $WHO; pwd; ls; ls /sub /docs; cat /renamed.txt"]
`;
  const files = { Dockerfile, 'one.txt': '1\n', 'two.txt': '2\n', 'sub/deep/x': 'x', 'a.md': '', 'b.md': '' };
  const built = await build(files, '-t', 'all', '--build-arg', 'WHO=you');
  expect(built.stdout).toContain('Step 1/14 : ARG BASE=busybox\nStep 2/14 : FROM $BASE\n ---> ');
  expect(await run('all')).toBe('good day you\n/a/b\none.txt\ntwo.txt\n/docs:\na.md\nb.md\n\n/sub:\ndeep\n1\n');
  const { stdout } = await node.docker([
    'inspect',
    '-f',
    '{{json .Config.ExposedPorts}} {{.Config.WorkingDir}} {{json .Config.Labels}}',
    'all',
  ]);
  expect(stdout).toBe('{"80/tcp":{},"90/udp":{}} /a/b {"maintainer":"me"}\n');
});

test('RUN runs, and what it changes is a layer', async () => {
  const lines = ['FROM busybox', 'RUN mkdir /app && echo hi > /app/x && touch /app/y', 'RUN ["rm", "/app/y"]'];
  const Dockerfile = `${lines.join('\n')}\nARG WHO=me\nRUN echo said $WHO; chmod +x /app/x\nCMD ["sh", "-c", "cat /app/x; ls -l /app"]\n`;
  const first = await build({ Dockerfile }, '-t', 'ran');
  expect(first.stdout).toContain('said me\nRemoving intermediate container ');
  expect(await run('ran')).toMatch(/^hi\ntotal 4\n.* x\n$/);
  const again = await build({ Dockerfile }, '-t', 'ran');
  expect(again.stdout.match(/ ---> Using cache/g)).toHaveLength(5);
  expect((await node.docker(['history', '--no-trunc', 'ran'])).stdout).toMatch(
    /\|1 WHO=me \/bin\/sh -c echo said \$WHO; chmod \+x \/app\/x .*\n.*ARG WHO=me.*\n.* rm \/app\/y .*\n.*echo hi > \/app\/x && touch \/app\/y +3B/,
  );
});

test.each([
  ['RUN cat /nosuch; exit 3', 3, /The command '\/bin\/sh -c cat \/nosuch; exit 3' returned a non-zero code: 3\n$/],
  ['RUN nosuch', 127, /The command '\/bin\/sh -c nosuch' returned a non-zero code: 127\n$/],
  [
    'RUN ["nosuch"]',
    1,
    /^failed to create shim task: .*exec: "nosuch": executable file not found in \$PATH: unknown\n$/,
  ],
  ['RUN --mount=type=cache,target=/x true', 1, /^the --mount option requires BuildKit\. /],
])('%s fails', async (line, code, message) => {
  const failed = await build({ Dockerfile: `FROM busybox\n${line}\n` });
  expect([failed.code, failed.stderr]).toEqual([code, expect.stringMatching(message)]);
});

test('options of the command line: hosts of commands, containers that stay, sizes', async () => {
  const files = { Dockerfile: 'FROM busybox\nRUN grep -c 10.9.8.7 /etc/hosts\n' };
  expect((await build(files, '--add-host', 'me:10.9.8.7')).stdout).toContain('\n1\n');
  const kept = await build({ Dockerfile: 'FROM busybox\nRUN echo stays\n' }, '--rm=false', '--memory', '100m');
  const [, container = ''] = /Running in (\w+)/.exec(kept.stdout) ?? [];
  expect(kept.stdout).not.toContain('Removing intermediate container');
  expect((await node.docker(['ps', '-a', '--filter', `id=${container}`, '--format', '{{.Command}}'])).stdout).toMatch(
    /echo st…/,
  );
  expect(await build(files, '--shm-size', 'x')).toMatchObject({
    code: 125,
    stderr: expect.stringContaining("invalid size: 'x'") as string,
  });
});

test('RUN says what an image has here and what it has not', async () => {
  const { code, stdout } = await build({ Dockerfile: 'FROM node:20-alpine\nRUN npm install\n' });
  expect(code).toBe(1);
  expect(stdout).toContain('rehearsal: npm in a container is not simulated; use a real cluster\n');
  // Node would write to this machine's own /nosuch.
  const written = await build({ Dockerfile: 'FROM node:20-alpine\nRUN node -e "1"\n' });
  expect(written.stdout).toContain('rehearsal: node in a container is not simulated');
});

test('stages: copies from a name, a number and another image; --target ends at a name', async () => {
  const Dockerfile = `ARG V=latest
FROM busybox:$V AS first
RUN mkdir /out && echo one > /out/one
FROM busybox
COPY --from=first /out /all/
COPY --from=0 /out/one /all/two
CMD ["sh", "-c", "cd /all; ls; cat two"]
`;
  const built = await build({ Dockerfile }, '-t', 'stages');
  expect(built.stdout).toContain('Step 2/7 : FROM busybox:$V AS first\n ---> ');
  expect(await run('stages')).toBe('one\ntwo\none\n');
  const first = await build({ Dockerfile }, '-t', 'first', '--target', 'First');
  expect(first.stdout).toMatch(/Step 3\/3 : RUN .*\n ---> Using cache\n/);
  expect(await build({ Dockerfile }, '--target', '0')).toMatchObject({
    code: 1,
    stderr: 'Error response from daemon: failed to reach build target 0 in Dockerfile\n',
  });
});

test('FROM scratch has nothing but what is copied', async () => {
  const empty = await build({ Dockerfile: 'FROM scratch\n' });
  expect([empty.code, empty.stderr]).toEqual([1, 'No image was generated. Is your Dockerfile empty?\n']);
  const { stderr } = await build({ Dockerfile: 'FROM scratch\nRUN x\n' });
  expect(stderr).toMatch(
    /^failed to create shim task: .* exec: "\/bin\/sh": stat \/bin\/sh: no such file or directory: unknown\n$/,
  );
  const { stdout } = await build({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n' }, '-t', 'alone');
  expect(stdout).toContain('Step 1/2 : FROM scratch\n ---> \nStep 2/2 : COPY Dockerfile /\n ---> ');
});

test('what an image keeps, and how its history writes it', async () => {
  const Dockerfile = `FROM busybox
USER 1000
HEALTHCHECK --interval=5s --retries=3 CMD true
SHELL ["/bin/sh", "-ec"]
CMD echo hi
ENTRYPOINT x
STOPSIGNAL SIGINT
VOLUME /data /x
EXPOSE 90 80/udp
LABEL a=b "c d"=e
ONBUILD ENV GOT=it
MAINTAINER me
`;
  const { stdout, stderr } = await build({ Dockerfile }, '-t', 'keeps', '--label', 'z=1', '--build-arg', 'NO=1');
  expect([stderr, stdout]).toEqual([
    '',
    expect.stringContaining('[Warning] One or more build-args [NO] were not consumed\n'),
  ]);
  expect(stdout).toContain('Step 13/13 : LABEL z=1\n ---> Running in ');
  const history = await node.docker(['history', '--no-trunc', 'keeps']);
  const lines = history.stdout
    .split('\n')
    .slice(1, 13)
    .map((line) => line.slice(line.indexOf('/bin/sh'), -1).trimEnd());
  expect(lines.map((line) => line.replace(/ +0B$/, ''))).toEqual([
    '/bin/sh -ec #(nop)  LABEL z=1',
    '/bin/sh -ec #(nop)  MAINTAINER me',
    '/bin/sh -ec #(nop)  ONBUILD ENV GOT=it',
    '/bin/sh -ec #(nop)  LABEL a=b c d=e',
    '/bin/sh -ec #(nop)  EXPOSE 80/udp 90',
    '/bin/sh -ec #(nop)  VOLUME [/data /x]',
    '/bin/sh -ec #(nop)  STOPSIGNAL SIGINT',
    '/bin/sh -ec #(nop)  ENTRYPOINT ["/bin/sh" "-ec" "x"]',
    '/bin/sh -ec #(nop)  CMD ["/bin/sh" "-ec" "echo hi"]',
    '/bin/sh -ec #(nop)  SHELL [/bin/sh -ec]',
    `/bin/sh -c #(nop)  HEALTHCHECK &{["CMD-SHELL" "true"] "5s" "0s" "0s" '\\x03'}`,
    '/bin/sh -c #(nop)  USER 1000',
  ]);
  const below = await build({ Dockerfile: 'FROM keeps\n' });
  expect(below.stdout).toMatch(
    /# Executing 1 build trigger\n ---> Running in .*\nRemoving intermediate container .*\n ---> /,
  );
});

test('words are read as docker reads them', async () => {
  const Dockerfile = `# escape=\`
FROM busybox
ARG X=x
ENV A="one \`"two\`"" B='$X' C=\${X:-y} D=\${NO:-y} E=\${X:+z} \`
    F=a\` b
ENV OLD the rest "of it"
RUN echo "$A|$B|$C|$D|$E|$F|$OLD"
`;
  const { stdout } = await build({ Dockerfile });
  expect(stdout).toContain('one "two"|$X|x|y|z|a b|the rest of it\n');
});

test('a context or a Dockerfile on standard input', async () => {
  const typed = { cwd: await folderOf({ x: 'hi\n' }), stdin: 'FROM busybox\nCOPY x /y\nRUN cat /y\n' };
  expect((await node.docker(['build', '-f', '-', '.'], typed)).stdout).toContain('hi\n');
  const alone = await node.docker(['build', '-'], typed);
  expect([alone.code, alone.stderr]).toEqual([
    1,
    'COPY failed: file not found in build context or excluded by .dockerignore: stat x: file does not exist\n',
  ]);
  expect((await node.docker(['build', '-f', '-', '-'], typed)).stderr).toBe(
    "invalid argument: can't use stdin for both build context and dockerfile\n",
  );
});

test('a quiet build says nothing until it fails', async () => {
  expect((await build({ Dockerfile: 'FROM busybox\nENV Q=1\n' }, '-q')).all).toMatch(/^sha256:[0-9a-f]{64}\n$/);
  const failed = await build({ Dockerfile: 'FROM busybox\nRUN false\n' }, '-q');
  expect(failed.stdout).toBe('');
  expect(failed.stderr).toMatch(
    /^Sending .*\r\r\nStep 1\/2 [^]*The command '\/bin\/sh -c false' returned a non-zero code: 1\n$/,
  );
});

test('once a step is new, none after it is looked for in the cache; a failed one leaves its container', async () => {
  await build({ Dockerfile: 'FROM busybox\nENV A=1\nENV B=1\n' });
  const { stdout } = await build({ Dockerfile: 'FROM busybox\nENV A=1\nENV C=1\nENV B=1\nRUN exit 4\n' });
  expect(stdout.match(/Using cache/g)).toHaveLength(1);
  const { stdout: listed } = await node.docker(['ps', '-a', '--no-trunc']);
  expect(listed).toMatch(/"\/bin\/sh -c '?exit 4'?" .*Exited \(4\)/);
});

test('the size that is sent is the one of a tar, and .dockerignore counts', async () => {
  const Dockerfile = 'FROM busybox\nCOPY . /all\nCMD ["ls", "/all"]\n';
  const files = {
    Dockerfile,
    '.dockerignore': '*.log\nnode_modules\n!keep.log\n',
    'a.log': '',
    'keep.log': '',
    'node_modules/x/y': '',
  };
  const built = await build(files, '-t', 'ignoring');
  expect(built.stdout).toMatch(/^Sending build context to Docker daemon {2}3\.584kB\r\r\n/);
  expect(await run('ignoring')).toBe('Dockerfile\nkeep.log\n');
});

test('a changed file ends the cache from there on', async () => {
  const Dockerfile = 'FROM busybox\nWORKDIR /w\nCOPY x .\nCMD ["cat", "x"]\n';
  const folder = await folderOf({ Dockerfile, x: 'old' });
  await node.docker(['build', '-t', 'cached', folder]);
  const ofCache = async (...words: string[]) =>
    (await node.docker(['build', '-t', 'cached', ...words, folder])).stdout.match(/Using cache/g)?.length ?? 0;
  expect(await ofCache()).toBe(3);
  await writeFile(join(folder, 'x'), 'new');
  expect(await ofCache()).toBe(1);
  expect(await run('cached')).toBe('new');
  expect(await ofCache('--no-cache')).toBe(0);
});

test('--cache-from: what is no part of these images is built anew', async () => {
  const Dockerfile = 'FROM busybox\nRUN echo 1 > /one\nCMD ["cat", "/one"]\n';
  const folder = await folderOf({ Dockerfile });
  await node.docker(['build', '-t', 'source', folder]);
  const ofCache = async (...words: string[]) =>
    (await node.docker(['build', ...words, folder])).stdout.match(/Using cache/g)?.length ?? 0;
  expect(await ofCache('--cache-from', 'source')).toBe(2);
  expect(await ofCache('--cache-from', 'nosuch,source')).toBe(2);
  expect(await ofCache('--cache-from', 'busybox')).toBe(0);
  expect(await ofCache('--cache-from', 'nosuch')).toBe(0);
});

test('--network: the machine’s, and none', async () => {
  const asked = async (network: string, command: string) =>
    (await build({ Dockerfile: `FROM busybox\nRUN ${command}\n` }, '--no-cache', '--network', network)).all;
  expect(await asked('host', 'hostname')).toMatch(/^node1$/m);
  expect(await asked('none', 'wget -q -O- http://172.17.0.1:1/ || echo unreached')).toMatch(
    /Network is unreachable[^]*unreached\n/,
  );
  expect((await asked('lab', 'true')).trim()).toContain('docker build --network lab');
});

test('a link in the context stays a link, and leads nowhere outside', async () => {
  const folder = await folderOf({ Dockerfile: 'FROM busybox\nCOPY . /c\nCMD ["sh", "-c", "ls /c; cat /c/passwd"]\n' });
  await symlink('../../../../../../../../etc/passwd', join(folder, 'passwd'));
  await symlink('/etc/hostname', join(folder, 'host'));
  await node.docker(['build', '-t', 'linked', folder]);
  expect(await run('linked')).toBe("Dockerfile\nhost\ncat: can't open '/c/passwd': No such file or directory\n");
});

test('200 MB are built, pushed and pulled without being in memory', async () => {
  const folder = await folderOf({ Dockerfile: 'FROM busybox\nCOPY big /big\n' });
  const file = await open(join(folder, 'big'), 'w');
  const block = Buffer.alloc(1024 * 1024);
  for (let index = 0; index < 200; index++) await file.write(createHash('sha256').update(String(index)).digest());
  for (let index = 0; index < 200; index++) await file.write(block);
  await file.close();
  await node.docker(['run', '-d', '--name', 'registry', '-p', '0:5000', 'registry:2']);
  const port = node.engine.containers.find('registry')?.ports[0]?.hostPort;
  const before = process.memoryUsage().rss;
  const name = `127.0.0.1:${port}/big`;
  expect((await node.docker(['build', '-t', name, folder])).code).toBe(0);
  expect(await node.docker(['push', name])).toMatchObject({ code: 0, stderr: '' });
  expect((await node.docker(['rmi', name])).code).toBe(0);
  expect((await node.docker(['pull', name])).stdout).toContain('Status: Downloaded newer image');
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  expect((await node.docker(['images', name, '--format', '{{.Size}}'])).stdout).toBe('212MB\n');
});
