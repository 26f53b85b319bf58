import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  dockerFunctions,
  goStruct,
  ofJson,
  parseTemplate,
  pointerTo,
  TemplateError,
} from '../../src/cli-kit/go-template.ts';

interface Row {
  readonly template: string;
  /** What Go 1.19 printed. */
  readonly out: string;
  readonly error?: string;
}

const data = ofJson(
  JSON.parse(
    '{"A":"x","N":5,"F":1.5,"Big":1234567,"L":["a",{"b":1}],"Z":null,"M":{"k":"v","n":{"o":[1,2]}},"T":true,"E":[],"S":"a,b,c"}',
  ),
);
const rows = JSON.parse(readFileSync(new URL('go-template.golden.json', import.meta.url), 'utf8')) as Row[];

function fill(template: string, value = data, missingKey: 'default' | 'error' = 'default'): Row {
  let out = '';
  try {
    parseTemplate(template, '', dockerFunctions).execute(value, (text) => (out += text), missingKey);
    return { template, out };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { template, out, error: error.message };
  }
}

describe('a Go template', () => {
  it.each(rows)('does with $template what Go does', (row) => {
    expect(fill(row.template)).toEqual(row);
  });

  const state = goStruct('types.State', 'Status string; Pid int; Health? *Health', {
    Health: goStruct('types.Health', 'Status string'),
  });
  const whole = goStruct('types.All', 'Id/ID string; State *State; Ports map[][]string', { State: state });
  const value = {
    type: pointerTo(whole),
    value: { ID: 'abc', State: { Status: 'running', Pid: 3 }, Ports: { '80/tcp': ['x'] } },
  };

  it('knows the fields of structs, and those that are not', () => {
    expect(fill('{{.ID}} {{.State}} {{.State.Health}} {{.Ports}} {{json .}}', value).out).toBe(
      'abc {running 3 <nil>} <nil> map[80/tcp:[x]] {"Id":"abc","State":{"Status":"running","Pid":3},"Ports":{"80/tcp":["x"]}}',
    );
    expect(fill('{{.Id}}', value).error).toContain("can't evaluate field Id in type *types.All");
    expect(fill('{{.State.Health.Status}}', value).error).toContain('nil pointer evaluating *types.Health.Status');
  });

  it('calls a missing key a mistake where it is asked to', () => {
    expect(fill('{{.M.x}}', data, 'error').error).toBe(
      'template: :1:4: executing "" at <.M.x>: map has no entry for key "x"',
    );
  });
});
