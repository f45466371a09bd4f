import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api.js';

/** How to reach a hub. A token that expires is given as a function: it is asked for one at every request. */
export type Access = Readonly<{
  /** such as `https://regie.example.be` */
  url: string;
  token: string | (() => string | Promise<string>);
  /** instead of the global `fetch` */
  fetch?: (request: Request) => Promise<Response>;
}>;

/** Every operation of the hub, with its types: see https://openapi-ts.dev/openapi-fetch. */
export type RegieClient = Client<paths>;

/**
 * A client that reads what it wrote: it sends the `Regie-Position` of an answer back as `Regie-After`.
 * @throws {TypeError} `url` is none
 */
export const regieClient = ({ url, token, fetch }: Access): RegieClient => {
  const client = createClient<paths>({ baseUrl: new URL(url).href, ...(fetch && { fetch }) });
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
