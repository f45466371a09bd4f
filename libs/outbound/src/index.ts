export { connectThroughProxy } from './connect-through-proxy.js';
export { fetchThroughProxy } from './fetch-through-proxy.js';
export { OutboundProxies, proxyProblem } from './outbound-proxies.js';
