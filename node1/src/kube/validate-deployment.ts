import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { Cause } from './errors.ts';

const sentence =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** A number or a percentage as Go shows it. */
function goValue(value: number | string): string {
  return typeof value === 'number'
    ? `intstr.IntOrString{Type:0, IntVal:${value}, StrVal:""}`
    : `intstr.IntOrString{Type:1, IntVal:0, StrVal:${JSON.stringify(value)}}`;
}

function amountCauses(path: string, value: number | string | undefined): readonly Cause[] {
  if (value === undefined) return [];
  if (typeof value === 'string') {
    return /^\d+%$/.test(value) ? [] : [`${path}: Invalid value: ${goValue(value)}: ${sentence}`];
  }
  return value < 0 ? [`${path}: Invalid value: ${value}: must be greater than or equal to 0`] : [];
}

function isZero(value: number | string | undefined): boolean {
  return value === 0 || /^0+%$/.test(String(value ?? ''));
}

function strategyCauses({ spec }: Deployment): readonly Cause[] {
  const { type = 'RollingUpdate', rollingUpdate } = spec?.strategy ?? {};
  const path = 'spec.strategy';
  if (!['Recreate', 'RollingUpdate'].includes(type)) {
    return [
      `${path}: Unsupported value: apps.DeploymentStrategy{Type:${JSON.stringify(type)}, RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}: supported values: "Recreate", "RollingUpdate"`,
    ];
  }
  if (type === 'Recreate' || rollingUpdate === undefined) return [];
  const { maxSurge, maxUnavailable } = rollingUpdate;
  const place = `${path}.rollingUpdate`;
  const value = `${place}.maxUnavailable: Invalid value: ${goValue(maxUnavailable ?? 0)}`;
  return [
    ...amountCauses(`${place}.maxUnavailable`, maxUnavailable),
    ...amountCauses(`${place}.maxSurge`, maxSurge),
    ...(isZero(maxUnavailable) && isZero(maxSurge) ? [`${value}: may not be 0 when \`maxSurge\` is 0`] : []),
    ...(typeof maxUnavailable === 'string' && Number.parseInt(maxUnavailable, 10) > 100
      ? [`${value}: must not be greater than 100%`]
      : []),
  ];
}

/** What is wrong with how a deployment comes to a new template. */
export function deploymentCauses(deployment: Deployment): readonly Cause[] {
  const { minReadySeconds = 0, revisionHistoryLimit = 0, progressDeadlineSeconds } = deployment.spec ?? {};
  const negative = (name: string, value: number): readonly Cause[] =>
    value < 0 ? [`spec.${name}: Invalid value: ${value}: must be greater than or equal to 0`] : [];
  return [
    ...strategyCauses(deployment),
    ...negative('minReadySeconds', minReadySeconds),
    ...negative('revisionHistoryLimit', revisionHistoryLimit),
    ...negative('progressDeadlineSeconds', progressDeadlineSeconds ?? 0),
    ...(progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= minReadySeconds
      ? [
          `spec.progressDeadlineSeconds: Invalid value: ${progressDeadlineSeconds}: must be greater than minReadySeconds`,
        ]
      : []),
  ];
}
