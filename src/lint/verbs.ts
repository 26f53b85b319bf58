import { meaningsOfForm } from './translations/words.ts';

/** The sub-commands of a program. */
export interface Verbs {
  readonly known: ReadonlySet<string>;
  /** Takes no others; those with plugins may. */
  readonly closed: boolean;
}

/** Sub-commands of the programs that decks use most, plugins that are often met among them. */
export const verbs: Readonly<Record<string, Verbs>> = {
  kubectl: open(
    'create expose run set explain get edit delete rollout scale autoscale certificate cluster-info top cordon uncordon drain ' +
      'taint describe logs attach exec port-forward proxy cp auth debug events diff apply patch replace wait kustomize label ' +
      'annotate completion api-resources api-versions config plugin version options alpha convert help rolling-update stop ' +
      'krew neat tree ctx ns argo who-can cost trace sniff images outdated cert-manager df-pv slice view-secret',
  ),
  docker: open(
    'run exec ps build pull push images login logout search version info builder buildx checkpoint compose container context ' +
      'image manifest network plugin system trust volume config node secret service stack swarm attach commit cp create diff ' +
      'events export history import inspect kill load logs pause port rename restart rm rmi save start stats stop tag top ' +
      'unpause update wait help scan scout sbom app machine desktop extension init model mcp ai debug pass deploy',
  ),
  'docker-compose': closed(
    'attach build bundle commit config convert cp create down events exec export help images kill logs ls pause port ps ' +
      'publish pull push restart rm run scale start stats stop top unpause up version volumes wait watch alpha',
  ),
  'docker-machine': closed(
    'active config create env help inspect ip kill ls mount provision regenerate-certs restart rm scp ssh start status ' +
      'stop upgrade url version',
  ),
  git: open(
    'add am annotate apply archive bisect blame branch bundle cat-file check-ignore checkout cherry cherry-pick clean clone ' +
      'commit config describe diff difftool fetch flow format-patch fsck gc grep gui help init lfs log ls-files ls-remote ' +
      'ls-tree maintenance merge mergetool mv notes pull push range-diff rebase reflog remote repack replace request-pull ' +
      'reset restore rev-list rev-parse revert rm shortlog show show-ref sparse-checkout stash status submodule subtree svn ' +
      'switch symbolic-ref tag update-index update-ref version whatchanged worktree write-tree',
  ),
  helm: open(
    'completion create dependency dep env get help history hist install lint list ls package plugin pull fetch push ' +
      'registry repo rollback search show inspect status template test uninstall delete del upgrade verify version init ' +
      'reset serve home diff secrets',
  ),
  apt: open(
    'install remove purge update upgrade full-upgrade dist-upgrade autoremove autoclean clean search show list policy depends edit-sources ' +
      'download source build-dep satisfy showsrc changelog reinstall',
  ),
  'apt-get': open(
    'install remove purge update upgrade dist-upgrade autoremove autoclean clean source build-dep download check changelog indextargets ' +
      'dselect-upgrade autopurge reinstall satisfy',
  ),
  npm: open(
    'install i ci add uninstall remove rm un run run-script start stop test t restart init create publish pack link ln audit outdated update up ' +
      'upgrade list ls la ll view info show search config set get exec x login logout whoami version help cache doctor dedupe ddp explain why ' +
      'fund owner ping prefix prune rebuild repo root star stars shrinkwrap team token unpublish deprecate dist-tag access adduser bugs docs ' +
      'diff edit explore find-dupes hook org pkg profile query sbom stage',
  ),
  systemctl: closed(
    'list-units list-automounts list-paths list-sockets list-timers is-active is-failed status show cat help ' +
      'list-dependencies start stop reload restart try-restart reload-or-restart try-reload-or-restart isolate kill clean ' +
      'freeze thaw set-property bind mount-image service-log-level reset-failed whoami list-unit-files enable disable ' +
      'reenable preset preset-all is-enabled mask unmask link revert add-wants add-requires edit get-default set-default ' +
      'list-machines list-jobs cancel show-environment set-environment unset-environment import-environment daemon-reload ' +
      'daemon-reexec log-level log-target service-watchdogs is-system-running default rescue emergency halt poweroff ' +
      'reboot kexec soft-reboot exit switch-root suspend hibernate hybrid-sleep suspend-then-hibernate',
  ),
  kubeadm: closed('init join reset upgrade token config certs kubeconfig version completion alpha help'),
  minikube: closed(
    'start status stop delete dashboard pause unpause docker-env podman-env cache image addons config profile ' +
      'update-context service tunnel mount ssh kubectl node cp ssh-key ssh-host ip logs update-check version options ' +
      'completion license help',
  ),
};

/** The sub-commands that a word of another language may stand for, in any of its forms. */
export function translationsOf(word: string): readonly string[] {
  return meaningsOfForm('verbs', word.normalize('NFC').toLowerCase());
}

/** The translations that a program has as sub-commands. */
export function meantVerbs(word: string, { known }: Verbs): readonly string[] {
  return translationsOf(word).filter((each) => known.has(each));
}

function open(list: string): Verbs {
  return { known: new Set(list.split(' ')), closed: false };
}

function closed(list: string): Verbs {
  return { known: new Set(list.split(' ')), closed: true };
}
