import type { Config } from '../config.ts';
import type { Language } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { probeKubernetesNetwork } from '../target/kubernetes.ts';
import { podOptions } from './engines.ts';

/** Where nodes are pods: finds out whether they reach each other, and says so when it is known. A class waits for nothing of it. */
export async function sayNetwork(name: string, config: Config, lang: Language, stop: AbortSignal): Promise<void> {
  const options = podOptions(name, config);
  if (!options) return;
  const found = await probeKubernetesNetwork(options, stop);
  if (!stop.aborted) process.stderr.write(`${word(found, lang)}\n`);
}
