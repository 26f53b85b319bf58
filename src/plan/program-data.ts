/** How the words after a program's name are to be read. */
export interface ProgramShape {
  /** Options that take the next word as their value, wherever they stand. */
  readonly valued: readonly string[];
  /** The same, only before the sub-command: `docker-compose -f FILE up`. */
  readonly valuedFirst?: readonly string[];
  /** The same, only after a sub-command. */
  readonly valuedAfter?: Readonly<Record<string, readonly string[]>>;
  /** Sub-commands whose operand is followed by another program's words: `docker exec NAME ls -w`; `''` without one. */
  readonly passThrough?: readonly string[];
}

export const shapes: Readonly<Record<string, ProgramShape>> = {
  kubectl: {
    valued: words(
      '-n --namespace --context --kubeconfig --cluster --user --token --as -s --server -o --output -l --selector -c',
    ).concat(
      words(
        '--container -f --filename -k --kustomize --tail --since --timeout --for --field-selector --sort-by -v -L --type --port --target-port --name --image',
      ),
    ),
    passThrough: ['exec'],
  },
  docker: {
    valued: words(
      '-H --host -c --context --config -l --log-level -f --filter --format -e --env -v --volume -p --publish -w',
    ).concat(
      words(
        '--workdir -u --user --name --network --net -h --hostname -m --memory -n --tail --since --until --entrypoint',
      ),
    ),
    valuedAfter: { build: ['-t', '--tag', '--target', '--build-arg'] },
    passThrough: ['run', 'exec'],
  },
  'docker-compose': {
    valued: ['--tail', '--scale', '-t', '--timeout'],
    valuedFirst: words(
      '-f --file -p --project-name --profile --env-file --project-directory -H --host -c --context --ansi',
    ),
    passThrough: ['run', 'exec'],
  },
  git: { valued: ['-n'], valuedFirst: ['-C', '-c', '--git-dir', '--work-tree'] },
  helm: { valued: ['-n', '--namespace', '--kube-context', '-f', '--values', '-o', '--output', '--version'] },
  curl: {
    valued: words(
      '-X --request -H --header -d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form',
    )
      .concat(
        words(
          '--form-string -T --upload-file -o --output --output-dir -u --user -m --max-time --connect-timeout -A -b -c',
        ),
      )
      .concat(
        words(
          '-e -w --write-out -x --proxy -E --cert -K --config --resolve --retry --retry-delay --retry-max-time -Q -D',
        ),
      ),
  },
  wget: {
    valued: words('-O --output-document -o -a -T --timeout -t --tries -P -U --header --post-data --post-file --method'),
  },
  httping: { valued: ['-c', '-i', '-g', '-h', '-p', '-t'] },
  ping: { valued: ['-c', '-i', '-w', '-W', '-s', '-I', '-t'] },
  tail: { valued: ['-n', '--lines', '-c', '--bytes', '-s', '--pid'] },
  head: { valued: ['-n', '-c'] },
  grep: { valued: ['-e', '-f', '-m', '-A', '-B', '-C'] },
  stern: {
    valued: ['-n', '--namespace', '-l', '--selector', '-c', '--container', '--tail', '-s', '--since', '-o', '-t'],
  },
  top: { valued: ['-n', '-d', '-p', '-u', '-o'] },
  tcpdump: { valued: ['-c', '-i', '-w', '-r', '-s'] },
  ngrep: { valued: ['-n', '-d', '-I', '-O', '-A'] },
  journalctl: { valued: ['-u', '--unit', '-n', '--lines', '-t', '-o', '-S', '--since', '-U', '--until'] },
  ssh: { valued: words('-p -i -l -o -F -J -L -R -D -E -b -c -e -m -Q -S -W -w -B -I -O'), passThrough: [''] },
  psql: { valued: ['-h', '-p', '-U', '-d', '-c', '-f', '--command', '--file'] },
  mysql: { valued: ['-h', '-P', '-u', '-D', '-e', '--execute'] },
  'redis-cli': { valued: ['-h', '-p', '-a', '-n', '-u'] },
  sort: { valued: ['-o', '--output', '-k', '-t', '-S', '-T'] },
  python: { valued: ['-c', '-m'], passThrough: [''] },
  python3: { valued: ['-c', '-m'], passThrough: [''] },
  date: { valued: ['-d', '--date', '-s', '--set', '-f', '-r'] },
  jq: { valued: ['-f', '--from-file', '--indent'] },
};

/** Programs that run another one, with their options that take a value and the number of operands before the other program. */
export const wrappers: Readonly<Record<string, { readonly valued: readonly string[]; readonly operands: number }>> = {
  sudo: { valued: words('-u -g -h -p -C -D -R -T -U -r -t'), operands: 0 },
  env: { valued: ['-u', '--unset', '-C', '--chdir'], operands: 0 },
  command: { valued: [], operands: 0 },
  builtin: { valued: [], operands: 0 },
  nohup: { valued: [], operands: 0 },
  nice: { valued: ['-n'], operands: 0 },
  stdbuf: { valued: ['-i', '-o', '-e'], operands: 0 },
  time: { valued: ['-f', '-o'], operands: 0 },
  timeout: { valued: ['-k', '--kill-after', '-s', '--signal'], operands: 1 },
  xargs: { valued: ['-n', '-I', '-P', '-L', '-d', '-a', '-s'], operands: 0 },
};

function words(text: string): readonly string[] {
  return text.split(' ');
}

/** Programs that take their options in any order, before and after their operands, and have none with a value that matters here. */
export const freelyOrdered: ReadonlySet<string> = new Set(
  words(
    'ls rm cp mv mkdir rmdir cat ps wc touch df du ln chmod chown uniq tree free uname id stat file which npm apt apt-get',
  ),
);

/** Other names of the same options. */
export const optionNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kubectl: pairs(
    '-n --namespace -o --output -f --filename -l --selector -c --container -A --all-namespaces -w --watch -R --recursive',
  ),
  docker: pairs(
    '-d --detach -p --publish -e --env -v --volume -i --interactive -t --tty -w --workdir -u --user -f --filter -a --all',
  ),
  'docker-compose': pairs('-d --detach -f --file'),
  git: pairs('-m --message -a --all'),
};

/** Other names of kinds of resources: kubectl's short names and singulars. */
export const resourceNames: Readonly<Record<string, string>> = pairs(
  'po pods pod pods svc services service services deploy deployments deployment deployments rs replicasets replicaset replicasets ' +
    'ns namespaces namespace namespaces no nodes node nodes cm configmaps configmap configmaps ds daemonsets daemonset daemonsets ' +
    'sts statefulsets statefulset statefulsets ep endpoints ing ingresses ingress ingresses sa serviceaccounts secret secrets ' +
    'pv persistentvolumes pvc persistentvolumeclaims job jobs cj cronjobs cronjob cronjobs ev events event events',
);

/** `a b c d` says that a is b and c is d. */
function pairs(text: string): Readonly<Record<string, string>> {
  const all = words(text);
  return Object.fromEntries(all.flatMap((name, at) => (at % 2 === 0 ? [[name, all[at + 1] ?? name]] : [])));
}
