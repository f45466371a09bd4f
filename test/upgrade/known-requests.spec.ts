import { textOf } from '../architecture/files.js';
import { knownRequests } from './known-requests.js';
import type { Json } from './schema-changes.js';

describe('a request', () => {
  const isKnown = knownRequests(JSON.parse(textOf('docs/openapi.json')) as Json);

  it.each([
    ['GET', '/v1/cases?limit=2', undefined],
    ['GET', '/v1/mandates/holder?neighbourhood=4&theme=wonen', undefined],
    ['POST', '/v1/cases', { title: 'Litter', invite: [] }],
    ['POST', '/v1/mandates', { slots: [{ neighbourhood: '4', theme: 'wonen' }] }],
  ] as const)('is known to a release that describes it: %s %s', (method, url, body) => {
    expect(isKnown(method, url, body)).toBe(true);
  });

  it.each([
    ['GET', '/v1/more', undefined],
    ['DELETE', '/v1/cases', undefined],
    ['GET', '/v1/cases?more=1', undefined],
    ['POST', '/v1/cases', { title: 'Litter', more: 1 }],
    ['POST', '/v1/mandates', { slots: [{ neighbourhood: '4', theme: 'wonen', more: 1 }] }],
  ] as const)('is not known when its path, query or body has more: %s %s', (method, url, body) => {
    expect(isKnown(method, url, body)).toBe(false);
  });
});
