// The lines below are where Node 20 throws these errors: a log in the rehearsal reads as one of the real cluster.
const afterConnect = 'TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)';
const onLookup = 'GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:111:26)';
const onLookupAll = 'GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)';
const setUpListen = 'Server.setupListenHandle [as _listen2] (node:net:1908:16)';

/** `connect ECONNREFUSED 10.98.6.73:6379`, as Node reports it. */
export function connectionRefused(address: string, port: number): Error {
  const details = { errno: -111, code: 'ECONNREFUSED', syscall: 'connect', address, port };
  return systemError(`connect ECONNREFUSED ${address}:${port}`, details, afterConnect);
}

/** `getaddrinfo ENOTFOUND redis`, as Node reports it; `all` is lookup's option. */
export function nameNotFound(hostname: string, all: boolean): Error {
  const details = { errno: -3008, code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname };
  return systemError(`getaddrinfo ENOTFOUND ${hostname}`, details, all ? onLookupAll : onLookup);
}

/** `listen EADDRINUSE: address already in use :::80`, as Node reports it. */
export function addressInUse(address: string, port: number): Error {
  const details = { code: 'EADDRINUSE', errno: -98, syscall: 'listen', address, port };
  return systemError(`listen EADDRINUSE: address already in use ${address}:${port}`, details, setUpListen);
}

function systemError(message: string, details: object, frame: string): Error {
  const error = Object.assign(new Error(message), details);
  error.stack = `Error: ${message}\n    at ${frame}`;
  return error;
}
