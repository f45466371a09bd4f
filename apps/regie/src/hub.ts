import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type HubLocation, locateHub } from './locate-hub.js';
import { isProblem, Refused } from './refusal.js';
import { CommandFailed, type Terminal } from './terminal.js';

const LONGEST_WAIT_MS = 60_000;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** The HTTP client of the command line. A read waits until the earlier writes of the same client are visible. */
export class Hub {
  constructor(
    readonly location: HubLocation,
    private readonly token: string | ((signal?: AbortSignal) => Promise<string>),
    private readonly signal?: AbortSignal,
    private readonly writes: { position?: string | undefined } = {},
  ) {}

  /** Returns a copy of this client whose requests are cancelled when `signal` aborts. */
  until(signal: AbortSignal): Hub {
    return new Hub(this.location, this.token, signal, this.writes);
  }

  get<Answer>(path: string, query: Readonly<Record<string, string | undefined>> = {}): Promise<Answer> {
    const present = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return this.fetchWithRetry(present.length > 0 ? `${path}?${new URLSearchParams(present)}` : path, {});
  }

  /** Reads a response that is text instead of JSON, such as a file. */
  text(path: string, query: Readonly<Record<string, string | undefined>> = {}): Promise<string> {
    const present = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return this.fetchWithRetry(`${path}?${new URLSearchParams(present)}`, {}, textIn);
  }

  /** Posts under a new Idempotency-Key, so that the hub applies a request once, even when it is repeated after a broken connection. */
  post<Answer>(path: string, body: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    return this.fetchWithRetry(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Deletes under a new Idempotency-Key, as `post` does. */
  delete<Answer>(path: string): Promise<Answer> {
    return this.fetchWithRetry(path, { method: 'DELETE', headers: { 'idempotency-key': randomUUID() } });
  }

  private async fetchWithRetry<Answer>(
    path: string,
    request: RequestInit,
    read: (response: Response, address: string) => Promise<Answer> = answerOf,
    attempt = 1,
  ): Promise<Answer> {
    const token = typeof this.token === 'string' ? this.token : await this.token(this.signal);
    const headers = {
      ...request.headers,
      authorization: `Bearer ${token}`,
      ...(this.writes.position && { 'regie-after': this.writes.position }),
    };
    try {
      const response = await send(this.location, path, { ...request, headers, signal: this.signal });
      this.writes.position = response.headers.get('regie-position') ?? this.writes.position;
      return await read(response, `${this.location.url}${path}`).catch((error: unknown) => {
        throw error instanceof CommandFailed ? error : cutOff(this.location.url, error as Error);
      });
    } catch (error) {
      if (attempt === ATTEMPTS || this.signal?.aborted || !mayRepeat(error, attempt))
        throw isWrite(request) ? outcomeOf(error, attempt) : error;
      const ms = Math.max(FIRST_PAUSE_MS * attempt, Math.min(retryAfterMs(error), LONGEST_PAUSE_MS));
      // When `signal` aborts the pause, the next request fails at once with the reason.
      await pause(ms, undefined, { signal: this.signal }).catch(() => undefined);
      return this.fetchWithRetry(path, request, read, attempt + 1);
    }
  }
}

/** The connection broke or timed out, or a proxy answered for the hub: the request may have been handled or not. */
class CutOff extends CommandFailed {
  override readonly name = 'CutOff';
}

/** Nothing listens at the address of the hub. */
class NotThere extends CommandFailed {
  override readonly name = 'NotThere';
}

const isWrite = ({ method }: RequestInit): boolean => method !== undefined;

/** True when a repeat under the same key may succeed. A hub that answered the first attempt and then disappeared may be restarting. */
const mayRepeat = (error: unknown, attempt: number): boolean =>
  error instanceof Refused
    ? [429, 503, 504].includes(error.problem.status)
    : error instanceof CutOff || (error instanceof NotThere && attempt > 1);

const retryAfterMs = (error: unknown): number =>
  error instanceof Refused ? 1_000 * (Number(error.problem.retryAfter) || 0) : 0;

/** Adds to the error of a write that the write may have been applied. The title of a refusal already contains this where it is possible. */
const outcomeOf = (error: unknown, attempt: number): unknown =>
  error instanceof CutOff || (error instanceof NotThere && attempt > 1)
    ? new CommandFailed(
        `${error.message}\nIt is not known whether this was done: look before you do it again.`,
        error.remedy,
      )
    : error;

/** Sends a request to the hub and returns the response, whatever its status. The token, if any, is in the headers of `request`. */
export const send = async (
  { url, source }: HubLocation,
  path: string,
  request: RequestInit = {},
): Promise<Response> => {
  try {
    const tooLong = AbortSignal.timeout(LONGEST_WAIT_MS);
    return await fetch(url + path, {
      ...request,
      signal: request.signal ? AbortSignal.any([request.signal, tooLong]) : tooLong,
    });
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    if (cause?.code === 'ECONNREFUSED')
      throw new NotThere(
        `Nothing answers at ${url}, where the hub should be according to ${source}.`,
        'Start it: npm start',
      );
    if (cause?.code === 'ENOTFOUND')
      throw new CommandFailed(`There is no such host: ${new URL(url).hostname}`, `Correct ${source}.`);
    throw cutOff(url, { message: cause?.message ?? message });
  }
};

const cutOff = (url: string, { message }: Pick<Error, 'message'>): CutOff =>
  new CutOff(`The hub at ${url} gave no answer: ${message}`, 'See what is wrong: npx regie doctor');

/** Statuses with which a proxy answers for a hub that it cannot reach. */
const OF_PROXIES = [502, 503, 504];

const answerOf = async <Answer>(response: Response, address: string): Promise<Answer> => {
  const body = await bodyOf(response);
  if (response.ok && body !== undefined) return body as Answer;
  if (isProblem(body)) throw new Refused(body);
  const Failure = OF_PROXIES.includes(response.status) ? CutOff : CommandFailed;
  throw new Failure(
    `${address} answered ${response.status}, and not as a hub does.`,
    'Is this the address of the hub? See: npx regie doctor',
  );
};

const textIn = async (response: Response, address: string): Promise<string> =>
  response.ok ? response.text() : answerOf<string>(response, address);

/** Parses the body of a response as JSON; undefined when the body is not JSON. */
export const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The credentials of a demonstration person, or of a system. */
export type Credentials = Readonly<{ person: string; password: string }> | Readonly<{ client: string; secret: string }>;

/** The password of all demonstration people. */
export const DEMONSTRATION_PASSWORD = 'demo';

/** Requests an access token from the identity provider of the demonstration, which runs inside the hub. */
export const requestToken = async (
  location: HubLocation,
  credentials: Credentials,
  signal?: AbortSignal,
): Promise<string> => {
  const grant: Record<string, string> =
    'person' in credentials
      ? { grant_type: 'password', client_id: 'regie-cli', username: credentials.person, password: credentials.password }
      : { grant_type: 'client_credentials', client_id: credentials.client, client_secret: credentials.secret };
  const response = await send(location, '/oidc/token', { method: 'POST', body: new URLSearchParams(grant), signal });
  const body = (await bodyOf(response)) as
    { access_token?: string; error?: string; error_description?: string } | undefined;
  if (response.ok && body?.access_token) return body.access_token;
  if (response.status >= 500)
    throw new CommandFailed(
      `The hub at ${location.url} answers ${response.status} when it is asked for a token.`,
      'Its log says why; npx regie doctor shows what works.',
    );
  if (response.status === 404 || !body?.error) {
    throw new CommandFailed(
      `The hub at ${location.url} has no demonstration people: it has an identity provider of its own.`,
      'Get a token from the identity provider of the city, and set it as REGIE_TOKEN.',
    );
  }
  const who =
    'person' in credentials
      ? `no demonstration person ${credentials.person} with this password`
      : `no system ${credentials.client} with this secret`;
  throw new CommandFailed(
    `The hub knows ${who} (${body.error_description ?? body.error}).`,
    'The hub lists the people and systems of the demonstration when it starts; each agency has the system <agency>-api.',
  );
};

export type Caller = Readonly<{ url?: string; as?: string }>;

/** Connects as the person of `--as`, else with REGIE_TOKEN, else as the default demonstration person of the command. */
export const connect = async ({ url, as }: Caller, terminal: Terminal, defaultPerson: string): Promise<Hub> => {
  const location = await locateHub(url, terminal);
  const token = as ? undefined : terminal.env.REGIE_TOKEN;
  return new Hub(
    location,
    token || (await requestToken(location, { person: as ?? defaultPerson, password: DEMONSTRATION_PASSWORD })),
  );
};
