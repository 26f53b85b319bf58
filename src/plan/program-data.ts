/** How the words after a program's name are to be read. */
export interface ProgramShape {
  /** Options that take the next word as their value, wherever they stand. */
  readonly valued: readonly string[];
  /** The same, only before the sub-command: `docker-compose -f FILE up`. */
  readonly valuedFirst?: readonly string[];
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
