/** The part of the package, which comes without types, that we use. */
declare module 'proxy-addr' {
  import type { IncomingMessage } from 'node:http';
  type Trust = (address: string, hop: number) => boolean;
  function proxyAddr(request: IncomingMessage, trust: Trust): string;
  namespace proxyAddr {
    /** @throws {TypeError} for what is no address */
    function compile(addresses: readonly string[]): Trust;
  }
  export default proxyAddr;
}
