import { expect, test } from 'vitest';
import type { Changes } from '../../src/changes/difference.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import { parseRunEvent } from '../../src/report/event-schema.ts';
import { createReporter } from '../../src/report/reporters.ts';
import { buffer, play } from './buffer.ts';
import { events } from './events.ts';

const changes: Changes = {
  list: [
    { what: 'file', name: 'web<b>.yaml', change: 'added', fields: [{ name: 'size', after: '12' }] },
    { what: 'file', name: 'evil\u001b[2J', change: 'removed' },
    {
      ...{ what: 'object', name: 'deployment/web', change: 'changed' },
      fields: [{ name: 'spec.replicas', before: '1', after: '3' }],
    },
    { what: 'variable', name: 'X', change: 'added', fields: [{ name: 'value', after: 'a\nb' }] },
    { what: 'port', name: '8080', change: 'added' },
  ],
  more: 7,
  unseen: [
    { kind: 'file', below: 'flood/' },
    { kind: 'object', below: '' },
  ],
};

/** The events of a run, each step with these changes. */
function withChanges(given: Changes): readonly RunEvent[] {
  return events.map((event) =>
    event.type === 'stepEnd' && event.result.tries > 0
      ? { ...event, result: { ...event.result, changes: given } }
      : event,
  );
}

async function told(name: string, given: Changes, lang: 'en' | 'fr' = 'en'): Promise<string> {
  const output = buffer();
  await play(createReporter(name, { output, lang }), withChanges(given));
  return output.text();
}

test('the terminal has one line for each step that was looked at', async () => {
  const lines = (await told('terminal', changes)).split('\n').filter((line) => line.startsWith('    changed'));
  const count = withChanges(changes).filter((event) => event.type === 'stepEnd' && event.result.changes).length;
  expect(lines).toHaveLength(count);
  expect(lines[0]).toBe('    changed: +web<b>.yaml, −evil, deployment/web replicas 1 → 3, +$X, and 8 more');
  expect(await told('terminal', { list: [], more: 0 })).toContain('    changed nothing\n');
  expect(await told('terminal', changes, 'fr')).toContain('    a changé\u00a0: +web<b>.yaml, −evil');
  expect(await told('terminal', changes, 'fr')).toContain(' et 8 autres\n');
});

test('json has them with the result, as the schema says', async () => {
  for (const line of (await told('json', changes)).trimEnd().split('\n')) {
    const event = parseRunEvent(line) as unknown as RunEvent;
    if (event.type === 'stepEnd' && event.result.tries > 0) expect(event.result.changes).toEqual(changes);
  }
});

test('the HTML report has a fold, in which everything is text', async () => {
  const html = await told('html', changes);
  expect(html).toContain('<details class="changes"><summary>What it changed</summary>');
  expect(html).toContain('<span class="how">new</span> <code>+web&#60;b&#62;.yaml (size 12)</code>');
  expect(html).toContain('… and 7 more');
  expect(html).toContain('Not looked at: containers and the cluster, what is in flood/.');
  expect(html).not.toContain('web<b>');
  expect(html).not.toContain('\u001b');
  expect(await told('html', { list: [], more: 0 })).toContain('<p>It changed nothing.</p>');
});
