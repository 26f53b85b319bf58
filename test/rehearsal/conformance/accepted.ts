const timing = 'timing: which of several pods is how far at that moment is chance, and the rehearsal is faster';
const graceful =
  'the services of the real run were process 1 and ignored SIGTERM until their grace of 30 s was over; here they end at once';
const services = 'the services of the course differ from those of the recorded run: other files, pages and log lines';
const leftovers = 'kubelet keeps the containers of pods that are gone for a while, and docker sees them; not imitated';

/** Commands whose output may differ from that of the real node1, by id, and why that is so. */
export const accepted: Readonly<Record<string, string>> = {
  '42.1': timing,
  '44.1': timing,
  '48.1': 'the worker’s log of the last seconds: how many lines of each kind there are is chance',
  '56.2': services,
  '64.1': timing,
  '65.2': services,
  '65.4': services,
  '67.1': services,
  '68.2': timing,
  '70.2': graceful,
  '74.1': graceful,
  '76.3': graceful,
  '77.1': graceful,
  '79.1': graceful,
  '80.1': graceful,
  '81.1': 'the real one ended with 0 in one run and with 137 in another',
  '81.2': timing,
  '81.3': timing,
  '82.2': timing,
  '85.15': 'the real node1 had no way to the hub; ours has one, and nothing of that name on it',
  '86.1': leftovers,
  '86.2': leftovers,
  '88.2': graceful,
  '88.5': graceful,
};
