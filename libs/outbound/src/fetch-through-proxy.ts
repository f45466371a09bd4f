import { Agent, buildConnector, fetch, type RequestInit, type Response } from 'undici';
import { connectThroughProxy } from './connect-through-proxy.js';
import type { OutboundProxies } from './outbound-proxies.js';

const CONNECT_WITHIN_MS = 5_000;

/** Returns a `fetch` whose calls use the proxy of their address, which looks names up. Without proxies it is that of Node. */
export const fetchThroughProxy = (
  proxies: OutboundProxies,
): ((url: string, options: RequestInit) => Promise<Response>) => {
  if (proxies.areNone) return (url, options) => (globalThis.fetch as unknown as typeof fetch)(url, options);
  const direct = buildConnector({ timeout: CONNECT_WITHIN_MS });
  const dispatcher = new Agent({ connect: connectThroughProxy({ proxies, direct, timeoutMs: CONNECT_WITHIN_MS }) });
  return (url, options) => fetch(url, { ...options, dispatcher });
};
