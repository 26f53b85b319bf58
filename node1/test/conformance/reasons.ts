const timing = 'timing: typed so early that on a busy machine it is about what holds already';

/** Why the output of a command may differ from that of the real node1, by id, where that is known. */
export const reasons: Readonly<Record<string, string>> = {
  '29.1': timing,
  '29.2': timing,
  '42.1': timing,
  '43.1': timing,
  '43.2': timing,
  '43.3': timing,
  '55.2': timing,
  '64.1': 'timing: on a busy machine the events spread over more seconds, and others are the last 12',
  '68.2': timing,
  '81.2': timing,
  '81.3': 'timing: whether the worker has noticed already that redis is gone is chance',
  '84.2': timing,
  '85.15': 'the real node1 had no way to the hub; ours has one, and nothing of that name on it',
};
