import { flag } from '../../cli-kit/flags.ts';
import { goStruct, pointerTo } from '../../cli-kit/go-template.ts';
import type { DockerEvent } from '../engine/events.ts';
import { type DockerCommand } from './command.ts';
import { hasLabel, parseFilters, passes } from './filters.ts';
import { momentOf } from './logs.ts';
import { fillOne } from './template.ts';

const actor = goStruct('events.Actor', 'ID; Attributes map[]string');
const messageType = pointerTo(
  goStruct(
    'events.Message',
    'status/Status?; id/ID?; from/From?; Type; Action; Actor Actor; scope/Scope?; time/Time? int64; timeNano/TimeNano? int64',
    { Actor: actor },
  ),
);

/** `docker events`: what happened, and what happens until ^C or `--until`. */
export const events: DockerCommand = {
  name: 'events',
  usage: '[OPTIONS]',
  summary: 'Get real time events from the server',
  flags: [flag.list('filter', 'f'), flag.text('format'), flag.text('since'), flag.text('until')],
  least: 0,
  most: 0,
  async run(call) {
    const { engine, flags, invocation } = call;
    // What docker does not know here lets everything pass.
    const names = flags.list('filter').map((text) => text.split('=')[0] ?? '');
    const filters = parseFilters('events', flags.list('filter'), names, []);
    const since = momentOf(flags.value('since'), '');
    const until = momentOf(flags.value('until'), '');
    const format = flags.value('format') ?? '';
    const fill = (value: object): string => fillOne(format, { type: messageType, value }, 'Error parsing format', 64);
    if (format !== '') fill({});
    const isCalled = ({ id, attributes }: DockerEvent, value: string) =>
      attributes['name'] === value || id.startsWith(value);
    const isWanted = (event: DockerEvent): boolean =>
      passes(filters, {
        container: (value) => event.type === 'container' && isCalled(event, value),
        event: (value) => event.action === value || event.action.startsWith(`${value}:`),
        image: (value) => event.attributes['image'] === value || (event.type === 'image' && isCalled(event, value)),
        label: (value) => hasLabel(event.attributes, value),
        network: (value) => event.type === 'network' && isCalled(event, value),
        scope: (value) => value === 'local',
        type: (value) => event.type === value,
        volume: (value) => event.type === 'volume' && isCalled(event, value),
      });
    let written = Promise.resolve();
    const show = (event: DockerEvent): void => {
      if (!isWanted(event)) return;
      const text = format === '' ? lineOf(event) : fill(valueOf(event));
      written = written.then(() => call.out(text));
    };
    if (since !== undefined || until !== undefined) {
      for (const event of engine.events.recent()) {
        if (event.at >= (since ?? Date.now()) && event.at <= (until ?? Infinity)) show(event);
      }
    }
    const left = until === undefined ? undefined : until - Date.now();
    if (left === undefined || left > 0) {
      const stop = engine.events.onEvent(show);
      await new Promise<void>((resolve) => {
        const timer = left === undefined ? undefined : setTimeout(resolve, left);
        const end = () => {
          if (timer !== undefined) clearTimeout(timer);
          resolve();
        };
        if (invocation.signal.aborted) end();
        invocation.signal.addEventListener('abort', end);
      });
      stop();
    }
    await written;
    return invocation.signal.aborted ? 130 : 0;
  },
};

function lineOf({ at, type, action, id, attributes }: DockerEvent): string {
  const time = new Date(at).toISOString().replace('Z', '000000Z');
  const shown = Object.entries(attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
  return `${time} ${type} ${action} ${id}${shown === '' ? '' : ` (${shown})`}\n`;
}

function valueOf({ at, type, action, id, attributes }: DockerEvent): object {
  const isOld = type === 'container' || type === 'image';
  return {
    ...(isOld && { Status: action, ID: id }),
    ...(type === 'container' && { From: attributes['image'] ?? '' }),
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: attributes },
    Scope: 'local',
    Time: Math.floor(at / 1000),
    TimeNano: at * 1e6,
  };
}
