import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PASSWORD, SYSTEMS } from '../../apps/hub/src/demonstration/ghent.js';
import { type Person, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import type { Colleague, Reply, World } from './main-job.js';

/** Requests are repeated for this time at most while the hub is unavailable or its read models lag. */
const RETRY_FOR_MS = 150_000;

/**
 * Returns clients of the hub for the people and systems of the demonstration. Every request sees all earlier writes of all
 * of them, and the writes up to the position `after`.
 */
export const peopleAt = (url: string, after?: string): World['as'] => {
  let position = after;

  const request = async (token: string, method: string, path: string, body: unknown): Promise<Reply> => {
    const key = randomUUID();
    for (const deadline = Date.now() + RETRY_FOR_MS; ; await sleep(200)) {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(position && { 'regie-after': position }),
      };
      try {
        const response = await fetch(url + path, {
          method,
          headers,
          body: body === undefined ? undefined : JSON.stringify(body),
          signal: AbortSignal.timeout(20_000),
        });
        const answer = { status: response.status, body: (await response.json()) as Record<string, unknown> };
        // The hub is unavailable or lags. A repeat under the same key is applied once.
        if (answer.status < 502 || Date.now() > deadline) {
          position = response.headers.get('regie-position') ?? position;
          return answer;
        }
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  };

  return async (who): Promise<Colleague> => {
    const system = SYSTEMS.find(({ clientId }) => clientId === who);
    const token = await (system ? systemToken(url, system.clientId) : tokenFor(url, who as Person));
    return {
      get: (path) => request(token, 'GET', path, undefined),
      post: (path, body) => request(token, 'POST', path, body),
    };
  };
};

/** Requests a token for the system of an agency. */
export const systemToken = async (url: string, client: string): Promise<string> => {
  const response = await fetch(`${url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client}:${PASSWORD}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
};
