/** Something that happened to a container, image, network or volume. */
export interface DockerEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: 'container' | 'image' | 'network' | 'volume';
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What happened, for `docker events`. */
export interface Events {
  tell(event: Omit<DockerEvent, 'at'>): void;
  /** The newest ones, oldest first. */
  recent(): readonly DockerEvent[];
  /** Gives what stops it. */
  onEvent(listener: (event: DockerEvent) => void): () => void;
}

// As docker keeps them.
const most = 256;

export function createEvents(): Events {
  const events: DockerEvent[] = [];
  const listeners = new Set<(event: DockerEvent) => void>();
  return {
    tell(event) {
      const told = { ...event, at: Date.now() };
      events.push(told);
      if (events.length > most) events.shift();
      for (const listener of listeners) listener(told);
    },
    recent: () => [...events],
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
