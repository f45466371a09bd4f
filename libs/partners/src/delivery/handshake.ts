import { type Settings } from '#runtime';
import type { CallAnswer, OutgoingCalls } from './webhook-http-client.js';

/** What an endpoint said when it was asked whether it wants deliveries: yes, and how many requests a minute; or no, or nothing, and why that is not a yes. */
export type Consent =
  Readonly<{ given: true; rate?: number }> | Readonly<{ given: false; problem: string; status?: number }>;

/** As many requests a minute as are asked for. An endpoint may allow fewer. */
const RATE_ASKED = '6000';

/**
 * Asks an endpoint for its consent (CloudEvents HTTP 1.1 Web Hooks, section 4): nobody is sent anything who did not agree to it. `origin` is the
 * name of the hub.
 * @throws {Error} there was no answer
 */
export const askConsent = async (calls: OutgoingCalls, url: string, origin: string): Promise<Consent> => {
  const headers = { 'webhook-request-origin': origin, 'webhook-request-rate': RATE_ASKED };
  const { status, headers: said }: CallAnswer = await calls.call({ method: 'OPTIONS', url, headers });
  if (status < 200 || status > 299)
    return { given: false, status, problem: `the endpoint answered ${status} to OPTIONS` };
  const allowed = said['webhook-allowed-origin'];
  if (allowed === undefined)
    return { given: false, status, problem: 'the endpoint answered OPTIONS without WebHook-Allowed-Origin' };
  if (allowed !== '*' && allowed !== origin)
    return { given: false, status, problem: `WebHook-Allowed-Origin is neither ${origin} nor *` };
  const rate = said['webhook-allowed-rate'];
  if (rate === undefined || rate === '*') return { given: true };
  if (typeof rate !== 'string' || !/^[1-9]\d{0,8}$/.test(rate))
    return { given: false, status, problem: 'WebHook-Allowed-Rate is neither a number from 1 on nor *' };
  return { given: true, rate: Number(rate) };
};

/** What its agency has to do when an endpoint did not agree. */
export const howToConfirm = (origin: string): string =>
  `Let the endpoint answer OPTIONS with 200 and WebHook-Allowed-Origin: ${origin}. It is asked again by itself, and at once after POST .../resume.`;

/** The name by which the hub asks. */
export const originOf = ({ publicUrl }: Pick<Settings, 'publicUrl'>): string =>
  publicUrl ? new URL(publicUrl).hostname : 'localhost';
