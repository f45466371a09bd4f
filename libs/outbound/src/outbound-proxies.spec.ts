import { OutboundProxies, proxyProblem } from './index.js';

const PROXY = 'http://proxy.example.be:3128';
const proxyOf = (url: string, environment: Record<string, string>, addresses?: readonly string[]): string | undefined =>
  new OutboundProxies(environment).of(new URL(url), addresses)?.origin;

describe('a call', () => {
  it('uses the proxy of its scheme, in capitals or not', () => {
    expect(proxyOf('https://partner.example/', { HTTPS_PROXY: PROXY })).toBe(PROXY);
    expect(proxyOf('https://partner.example/', { https_proxy: PROXY, HTTPS_PROXY: 'http://other.example' })).toBe(
      PROXY,
    );
    expect(proxyOf('http://partner.example/', { HTTPS_PROXY: PROXY })).toBeUndefined();
    expect(proxyOf('http://partner.example/', { HTTP_PROXY: PROXY })).toBe(PROXY);
  });

  it('is direct without a proxy, and to this machine', () => {
    expect(proxyOf('https://partner.example/', {})).toBeUndefined();
    for (const url of ['https://localhost:8443/', 'https://127.0.0.1/', 'https://[::1]/'])
      expect(proxyOf(url, { HTTPS_PROXY: PROXY })).toBeUndefined();
  });

  it.each<[exceptions: string, url: string, addresses: readonly string[]]>([
    ['*', 'https://partner.example/', []],
    ['partner.example', 'https://partner.example/', []],
    ['other.be, PARTNER.example', 'https://partner.example/', []],
    ['partner.example', 'https://api.partner.example/', []],
    ['.partner.example', 'https://api.partner.example/', []],
    ['*.partner.example', 'https://api.partner.example/', []],
    ['partner.example:8443', 'https://partner.example:8443/', []],
    ['10.1.2.3', 'https://10.1.2.3/', []],
    ['10.1.0.0/16', 'https://10.1.2.3/', []],
    ['10.1.0.0/16', 'https://partner.example/', ['10.1.2.3']],
    ['fd00::/8', 'https://[fd00::1]/', []],
  ])('is direct with NO_PROXY=%s to %s', (exceptions, url, addresses) =>
    expect(proxyOf(url, { HTTPS_PROXY: PROXY, NO_PROXY: exceptions }, addresses)).toBeUndefined(),
  );

  it.each<[exceptions: string, url: string, addresses: readonly string[]]>([
    ['partner.example', 'https://notpartner.example/', []],
    ['partner.example:8443', 'https://partner.example/', []],
    ['10.1.0.0/16', 'https://10.2.2.3/', []],
    ['10.1.0.0/16', 'https://partner.example/', ['10.1.2.3', '192.0.2.1']],
    ['10.1.0.0/16', 'https://partner.example/', []],
    ['10.1.0.0/99', 'https://10.1.2.3/', []],
  ])('uses the proxy with NO_PROXY=%s to %s', (exceptions, url, addresses) =>
    expect(proxyOf(url, { HTTPS_PROXY: PROXY, NO_PROXY: exceptions }, addresses)).toBe(PROXY),
  );
});

it('a proxy that cannot be used is refused with the remedy', () => {
  expect(proxyProblem({ HTTPS_PROXY: 'socks5://proxy:1080' })).toMatch(/^HTTPS_PROXY is the address of an HTTP proxy/);
  expect(proxyProblem({ http_proxy: 'proxy:3128' })).toMatch(/^HTTP_PROXY is the address/);
  expect(proxyProblem({ HTTPS_PROXY: PROXY })).toBeUndefined();
  expect(proxyProblem({})).toBeUndefined();
});
