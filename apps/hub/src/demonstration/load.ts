import { setTimeout as pause } from 'node:timers/promises';
import { AGENCIES, CITY, MANDATES, NEIGHBOURHOODS, PASSWORD, type PEOPLE } from './ghent.js';

/** The longest wait for the processors after the load, in ms. */
const VISIBLE_WITHIN_MS = 30_000;

export type Person = (typeof PEOPLE)[number]['username'];

/** Requests an access token for one of the demonstration people from the hub's own identity provider. */
export const tokenFor = async (hub: string, username: Person): Promise<string> => {
  const response = await fetch(`${hub}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'regie-cli', username, password: PASSWORD }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!response.ok || !token) throw new Error(`no token for ${username}: ${response.status}`);
  return token;
};

type Dispatch = (
  token: string,
  method: 'POST' | 'PUT',
  path: string,
  key: string,
  body: unknown,
) => Promise<Record<string, string>>;

/**
 * Loads the Ghent demonstration over the API, as its people would.
 * Each request has a fixed Idempotency-Key, the same in every load: an interrupted load resumes, and a second one changes nothing.
 * Resolves when a case can be opened under the mandates, with the position of the last write.
 */
export const loadDemonstration = async (
  hub: string,
  today: string,
  tokenOf: (person: Person) => Promise<string> = (person) => tokenFor(hub, person),
): Promise<string> => {
  const [marc, an] = await Promise.all([tokenOf('marc.claes'), tokenOf('an.peeters')]);
  const { dispatch, position } = dispatcher(hub);
  for (const agency of AGENCIES) await dispatch(marc, 'POST', 'agencies', agency.agency, agency);
  await dispatch(marc, 'POST', 'neighbourhoods/import', 'neighbourhoods', {
    city: CITY,
    source: 'Stad Gent, Stadswijken Gent',
    neighbourhoods: NEIGHBOURHOODS,
  });
  for (const mandate of MANDATES) await loadMandate(dispatch, { marc, an }, mandate, Number(today.split('-')[0]));
  await visible(hub, an, position());
  return position();
};

/**
 * Waits until the list of cases, and with it the opening of a case, reflects everything up to the position. Gives up
 * after a while: a processor may be stuck, which the readiness names.
 */
const visible = async (hub: string, token: string, position: string): Promise<void> => {
  for (const deadline = Date.now() + VISIBLE_WITHIN_MS; ; await pause(100)) {
    const headers = { authorization: `Bearer ${token}`, 'regie-after': position };
    const response = await fetch(`${hub}/v1/cases?limit=1`, { headers });
    await response.text();
    if (response.status !== 503 || Date.now() > deadline) return;
  }
};

/** Returns a function that sends requests to the API, and one for the position of the last write. Each request sees the effects of the previous one. */
const dispatcher = (hub: string): Readonly<{ dispatch: Dispatch; position: () => string }> => {
  let position: string | undefined;
  const dispatch: Dispatch = async (token, method, path, key, body) => {
    const response = await fetch(`${hub}/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': `demonstration/${key}`,
        ...(position && { 'regie-after': position }),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, string>;
    if (!response.ok)
      throw new Error(`the demonstration could not be loaded: ${method} ${path}: ${JSON.stringify(answer)}`);
    position = response.headers.get('regie-position') ?? position;
    return answer;
  };
  return { dispatch, position: () => position! };
};

/** Proposes, endorses and grants one mandate from the first day of the year on. */
const loadMandate = async (
  dispatch: Dispatch,
  { marc, an }: Readonly<Record<'marc' | 'an', string>>,
  { key, neighbourhoods, themes, executingFunction }: (typeof MANDATES)[number],
  year: number,
): Promise<void> => {
  const { mandateId } = await dispatch(an, 'POST', 'mandates', `${key}/proposal`, {
    slots: neighbourhoods.flatMap((neighbourhood) => themes.map((theme) => ({ neighbourhood, theme }))),
    kind: 'hybrid',
    holder: 'stad-gent',
    executingFunction,
    powers: ['calls the partners together', 'agrees who does what by when'],
  });
  const first = `${year}-01-01`;
  const decision = (body: string, number: string) => ({ body, reference: `${year}_${number}`, date: first });
  await dispatch(marc, 'POST', `mandates/${mandateId}/endorsements`, `${key}/political`, {
    level: 'political',
    decision: decision('college', 'CBS_00012'),
  });
  await dispatch(marc, 'POST', `mandates/${mandateId}/endorsements`, `${key}/administrative`, {
    level: 'administrative',
    decision: decision('managementteam', 'MAT_00007'),
  });
  await dispatch(marc, 'POST', `mandates/${mandateId}/grant`, `${key}/grant`, {
    period: { from: first, until: `${year + 3}-01-01` },
    evaluateOn: `${year + 1}-06-30`,
    decision: decision('gemeenteraad', 'GR_00031'),
  });
};
