import { randomInt } from 'node:crypto';
import type { Service } from 'kubernetes-types/core/v1.js';
import type { Resource } from '../objects.ts';
import { InvalidError } from './errors.ts';
import type { NodePorts } from './node-ports.ts';

/** Cluster addresses and node ports of services. */
export interface Allocation {
  /** Gives a service what it lacks; throws InvalidError for what another one has. */
  give(service: Service, old: Service | undefined, name: string): void;
  /** A service of another cluster is there, with what it was given there. */
  adopt(service: Service): void;
  /** Takes back what a service had. */
  take(service: Service): void;
}

/** 10.96.0.0/12 without its first and last address. */
const first = (10 << 24) + (96 << 16) + 1;
const count = 2 ** 20 - 2;
function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

function inRange(address: string): boolean {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (octets === undefined || octets.some((octet) => octet > 255)) return false;
  const number = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return number >= first && number < first + count;
}

function nodePortsOf(service: Service | undefined): readonly number[] {
  return (service?.spec?.ports ?? []).flatMap(({ nodePort = 0 }) => (nodePort === 0 ? [] : [nodePort]));
}

/** An allocation over the real ports of this machine. */
export function createAllocation(nodePorts: NodePorts): Allocation {
  const addresses = new Set<string>();
  const resource: Resource = 'services';

  const giveAddress = (service: Service, old: Service | undefined, name: string) => {
    const spec = (service.spec ??= {});
    if (spec.type === 'ExternalName') {
      delete spec.clusterIP;
      delete spec.clusterIPs;
      return;
    }
    if (spec.clusterIP === 'None') {
      spec.clusterIPs = ['None'];
      return;
    }
    const before = old?.spec?.clusterIP;
    const wanted = spec.clusterIP === undefined || spec.clusterIP === '' ? before : spec.clusterIP;
    if (wanted === undefined) {
      let address = dotted(first + randomInt(count));
      while (addresses.has(address)) address = dotted(first + randomInt(count));
      spec.clusterIP = address;
    } else if (wanted !== before) {
      const invalid = (why: string) =>
        new InvalidError(resource, name, [
          `spec.clusterIPs: Invalid value: []string{${JSON.stringify(wanted)}}: failed to allocated ip:${wanted} with error:${why}`,
        ]);
      if (!inRange(wanted))
        throw invalid('provided IP is not in the valid range. The range of valid IPs is 10.96.0.0/12');
      if (addresses.has(wanted)) throw invalid('provided IP is already allocated');
      spec.clusterIP = wanted;
    } else {
      spec.clusterIP = wanted;
    }
    spec.clusterIPs = [spec.clusterIP];
  };

  const giveNodePorts = (service: Service, old: Service | undefined, name: string) => {
    const { type, ports = [] } = service.spec ?? {};
    const had = new Set(nodePortsOf(old));
    if (type !== 'NodePort' && type !== 'LoadBalancer') {
      for (const port of ports) delete port.nodePort;
      return;
    }
    const seen = new Set<number>();
    ports.forEach((port, index) => {
      const wanted = port.nodePort ?? 0;
      if (wanted === 0) return;
      const why = nodePorts.refusal(wanted);
      if (seen.has(wanted) || (!had.has(wanted) && why !== undefined)) {
        const path = `spec.ports[${index}].nodePort`;
        throw new InvalidError(resource, name, [
          `${path}: Invalid value: ${wanted}: ${why ?? 'provided port is already allocated'}`,
        ]);
      }
      seen.add(wanted);
    });
    ports.forEach((port, index) => {
      if ((port.nodePort ?? 0) !== 0) return;
      // A port that is not named keeps its number, as `kubectl apply` of the same manifest expects.
      const kept = old?.spec?.ports?.[index]?.nodePort;
      port.nodePort = kept !== undefined && !seen.has(kept) ? kept : nodePorts.choose(seen);
      seen.add(port.nodePort);
    });
  };

  return {
    give(service, old, name) {
      giveAddress(service, old, name);
      giveNodePorts(service, old, name);
      const { clusterIP } = service.spec ?? {};
      if (clusterIP !== undefined && clusterIP !== 'None') addresses.add(clusterIP);
      const kept = new Set(nodePortsOf(service));
      for (const port of kept) nodePorts.take(port);
      for (const port of nodePortsOf(old)) if (!kept.has(port)) nodePorts.release(port);
    },
    adopt(service) {
      addresses.add(service.spec?.clusterIP ?? '');
      for (const port of nodePortsOf(service)) nodePorts.take(port);
    },
    take(service) {
      addresses.delete(service.spec?.clusterIP ?? '');
      for (const port of nodePortsOf(service)) nodePorts.release(port);
    },
  };
}
