import type { Settings } from '#runtime';
import type { WebhookHttpClient } from './webhook-http-client.js';

/**
 * Answer of an endpoint to the request for consent. `rate`: the requests a minute that the endpoint allows; unlimited
 * when left out.
 */
export type Consent =
  Readonly<{ given: true; rate?: number }> | Readonly<{ given: false; problem: string; status?: number }>;

/** The number of requests a minute that the hub asks for; an endpoint may allow fewer. */
const REQUESTED_RATE = '6000';

/**
 * Asks an endpoint for its consent to deliveries (CloudEvents HTTP 1.1 Web Hooks, section 4). `origin` is the name of the hub.
 * @throws {Error} there was no response
 */
export const requestConsent = async (client: WebhookHttpClient, url: string, origin: string): Promise<Consent> => {
  const { status, headers } = await client.send({
    method: 'OPTIONS',
    url,
    headers: { 'webhook-request-origin': origin, 'webhook-request-rate': REQUESTED_RATE },
  });
  const refused = (problem: string): Consent => ({ given: false, status, problem });
  if (status < 200 || status > 299) return refused(`the endpoint answered ${status} to OPTIONS`);
  const allowedOrigin = headers['webhook-allowed-origin'];
  if (allowedOrigin === undefined) return refused('the endpoint answered OPTIONS without WebHook-Allowed-Origin');
  if (allowedOrigin !== '*' && allowedOrigin !== origin)
    return refused(`WebHook-Allowed-Origin is neither ${origin} nor *`);
  const rate = headers['webhook-allowed-rate'];
  if (rate === undefined || rate === '*') return { given: true };
  if (typeof rate !== 'string' || !/^[1-9]\d{0,8}$/.test(rate))
    return refused('WebHook-Allowed-Rate is neither a number from 1 on nor *');
  return { given: true, rate: Number(rate) };
};

/** Explains to an agency how its endpoint gives consent. */
export const howToConfirm = (origin: string): string =>
  `Let the endpoint answer OPTIONS with 200 and WebHook-Allowed-Origin: ${origin}. It is asked again by itself, and at once after POST .../resume.`;

/** Returns the name that the hub sends in requests for consent. */
export const originOf = ({ publicUrl }: Pick<Settings, 'publicUrl'>): string =>
  publicUrl ? new URL(publicUrl).hostname : 'localhost';
