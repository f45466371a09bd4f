import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api.js';
import { repeatingWrites } from './repeated-writes.js';

/** The address and credentials of a hub. Pass a token that expires as a function, which is called for every request. */
export type Access = Readonly<{
  /** such as `https://regie.example.be` */
  url: string;
  token: string | (() => string | Promise<string>);
  /** replaces the global `fetch` */
  fetch?: (request: Request) => Promise<Response>;
}>;

/** Every operation of the hub, with its types: see https://openapi-ts.dev/openapi-fetch. */
export type RegieClient = Client<paths>;

/**
 * Creates a client that reads its own writes: it sends the `Regie-Position` of a response back as `Regie-After`.
 * It repeats a write under the same Idempotency-Key when the connection broke or the hub could not answer.
 * @throws {TypeError} when `url` is not a URL
 */
export const regieClient = ({ url, token, fetch = (request) => globalThis.fetch(request) }: Access): RegieClient => {
  const client = createClient<paths>({ baseUrl: new URL(url).href, fetch: repeatingWrites(fetch) });
  let position: string | null = null;
  client.use({
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      if (position !== null && !request.headers.has('regie-after')) request.headers.set('regie-after', position);
      return request;
    },
    onResponse: ({ response }) => {
      position = response.headers.get('regie-position') ?? position;
    },
  });
  return client;
};
