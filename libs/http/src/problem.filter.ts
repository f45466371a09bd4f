import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ClocksDiffer, InvalidAppend, OutcomeUnknown, StoreBusy, WrongRevision } from '#event-store';
import { DomainError } from '#kernel';
import { isReadOnly, isRetryable } from '#postgres';
import type { WithOutcome } from './write-headers.js';

/** `problem`: the code of the problem that a request was answered with, for the access log. */
export type WithProblem = { problem?: string };

/** The definition of one kind of refusal in the API: the HTTP status and a sentence for people. */
export type Problem = Readonly<{ status: number; title: string }>;
/** The refusals of a context by their stable code. */
export type Problems = Readonly<Record<string, Problem>>;

/** The refusals of any route. */
export const COMMON_PROBLEMS: Problems = {
  'request.invalid': { status: 400, title: 'Some fields are invalid; `errors` lists each with its problem.' },
  'request.not-json': { status: 400, title: 'The body is not JSON.' },
  'request.malformed': { status: 400, title: 'The address or the headers of the request are malformed.' },
  'request.refused': { status: 400, title: 'The request is refused.' },
  'request.too-large': { status: 413, title: 'The body is too large.' },
  'request.key-reused': {
    status: 422,
    title: 'This Idempotency-Key was used before with another request. Use a new key for a new request.',
  },
  'request.key-malformed': { status: 400, title: 'An Idempotency-Key has 1 to 100 visible characters without spaces.' },
  'request.if-match-malformed': {
    status: 400,
    title: 'If-Match takes the ETag of the resource, a whole number between quotes, such as "3".',
  },
  'request.after-malformed': { status: 400, title: 'Regie-After takes the Regie-Position of an earlier response.' },
  'request.stale': {
    status: 412,
    title: 'The resource has changed since you read it. Read it again, and decide again.',
  },
  'request.conflict': { status: 409, title: 'Another request changed this at the same time. Try again.' },
  'request.media-type': { status: 415, title: 'Send the body as application/json.' },
  'request.too-many': {
    status: 429,
    title:
      'Too many requests: `limit` names the limit, `most` the requests in `windowSeconds`. Nothing was done. Try again after `retryAfter` seconds.',
  },
  'request.time-limit': {
    status: 503,
    title: 'This read took longer than `withinSeconds`, and was given up. Try again, or ask for less.',
  },
  'route.method': { status: 405, title: 'This address has other methods; `allowed` lists them.' },
  'route.unknown': { status: 404, title: 'There is nothing at this address.' },
  'read-model.behind': { status: 503, title: 'The write that you wait for is not visible here yet. Try again.' },
  'processors.behind': {
    status: 503,
    title:
      'The read models cannot keep up with the writes; `processor` is `behindSeconds` behind. Nothing was written. Try again after `retryAfter` seconds.',
  },
  'service.not-ready': { status: 503, title: 'This process is not ready; `details` lists the checks that fail.' },
  'service.overloaded': {
    status: 503,
    title: 'This process has more to do than it can. Nothing was done. Try again after `retryAfter` seconds.',
  },
  'service.stopping': { status: 503, title: 'This process is stopping. Try again: another one answers.' },
  'database.away': { status: 503, title: 'The database does not answer. Try again.' },
  'database.read-only': {
    status: 503,
    title:
      'The database takes no writes now: it is a standby, read-only, or between two primaries. Nothing was written. Try again.',
  },
  'store.busy': {
    status: 503,
    title: 'Too much is being written, or the event store does not answer. Nothing was written. Try again.',
  },
  'store.clocks-differ': {
    status: 503,
    title:
      'The clocks of this process and of its database differ by more than a minute. Nothing was written. Try again.',
  },
  'store.outcome-unknown': {
    status: 504,
    title:
      'It is not known whether this was written. Look before you send it again; under the same Idempotency-Key it counts once.',
  },
  'store.refused': { status: 422, title: 'This cannot be stored.' },
  'access.token-missing': { status: 401, title: 'A bearer token is needed.' },
  'access.token-invalid': { status: 401, title: 'The token is not valid here.' },
  'access.token-expired': { status: 401, title: 'The token has expired. Get a new one.' },
  'access.claims-incomplete': { status: 403, title: 'The token lacks the city, the agency or the role.' },
  'access.role': { status: 403, title: 'Your role may not do this; `needed` lists the roles that may.' },
  'access.city-not-served': {
    status: 403,
    title:
      'This hub does not serve the city in your token; `cities` lists those that it serves. Call the hub of your city.',
  },
  'access.provider-unreachable': {
    status: 503,
    title: 'The identity provider does not answer, so no token can be checked. Try again.',
  },
  'access.key-not-known-yet': {
    status: 503,
    title: 'The key of this token is not known here. The identity provider is asked again soon. Try again.',
  },
  'access.other-city': { status: 403, title: 'This belongs to another city than yours.' },
  'agency.not-known': { status: 422, title: 'No agency with this code takes part in the hub of this city.' },
  'agency.not-active': { status: 409, title: 'This agency is suspended or has ended.' },
  'neighbourhood.not-known': { status: 422, title: 'The city has no neighbourhood with this code.' },
  internal: { status: 500, title: 'An unexpected error occurred, and is in the log.' },
};

/** Turns every error into RFC 9457 `application/problem+json` with a stable `code`. The details of the error become further members. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('problem');
  private notReady: string | undefined;

  /**
   * `refused` is called with each request that gets a problem, and its code. `methodsAt` returns the methods of the routes at the path
   * of a request.
   */
  constructor(
    private readonly problems: Problems,
    private readonly refused: (request: Request, code: string) => void = () => undefined,
    private readonly methodsAt: (request: Request) => readonly string[] = () => [],
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request & { id?: string } & WithOutcome & WithProblem>();
    const response = host.switchToHttp().getResponse<Response>();
    const refusal = this.atKnownPath(asRefusal(error, request), request);
    request.problem = refusal.code;
    if (response.headersSent) return void response.destroy();
    this.refused(request, refusal.code);
    if (refusal.code === OTHER_METHOD) response.setHeader('Allow', (refusal.details.allowed as string[]).join(', '));
    if (request.method === 'OPTIONS' && refusal.code === OTHER_METHOD) return void response.status(204).end();
    const { status, title } = {
      ...(this.problems[refusal.code] ?? { status: 409, title: refusal.code }),
      ...(refusal.status && { status: refusal.status }),
    };
    if (status >= 500) this.note(error, refusal, status);
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    // After an unknown outcome (504), only a request with a key may be repeated: without a key it could be applied twice.
    if (status === 503 || status === 429 || (status === 504 && request.header('idempotency-key') !== undefined))
      response.setHeader('Retry-After', String((refusal.details.retryAfter as number | undefined) ?? 1));
    response
      .status(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          ...refusal.details,
          type: `urn:be:regie:problem:${refusal.code}`,
          title,
          status,
          code: refusal.code,
          // the request id of the log; a request refused before the logger has none
          ...(request.id !== undefined && { instance: `urn:uuid:${request.id}` }),
        }),
      );
  }

  /** Distinguishes a known path that has other methods from an unknown path (RFC 9110, section 15.5.6). */
  private atKnownPath(refusal: Refusal, request: Request): Refusal {
    if (refusal.code !== 'route.unknown') return refusal;
    const allowed = this.methodsAt(request);
    return allowed.length === 0 ? refusal : { code: OTHER_METHOD, details: { allowed } };
  }

  /** Logs faults, outages and unknown outcomes as errors, and refusals for a temporary reason as warnings. */
  private note(error: unknown, { code, details }: Refusal, status: number): void {
    // The parts that refuse for these reasons log when that begins and when it ends.
    if (code === HELD_BACK || code === OVERLOADED || (code === NOT_READY && !this.isNews(details))) return;
    const entry = { err: error, code };
    if (status === 503 && error instanceof DomainError) this.logger.warn(entry);
    else this.logger.error(entry);
  }

  /** Returns true when the reason for not being ready changed. Probes come every second, so that only changes are logged. */
  private isNews(details: Refusal['details']): boolean {
    const reason = JSON.stringify(details);
    if (reason === this.notReady) return false;
    this.notReady = reason;
    return true;
  }
}

const NOT_READY = 'service.not-ready';
const HELD_BACK = 'processors.behind';
const OVERLOADED = 'service.overloaded';
const OTHER_METHOD = 'route.method';

type Refusal = Readonly<{ code: string; details: Readonly<Record<string, unknown>>; status?: number }>;

const asRefusal = (error: unknown, request: Request & WithOutcome): Refusal => {
  if (error instanceof DomainError) return error;
  if (error instanceof OutcomeUnknown || (request.applied && isPassing(error)))
    return { code: 'store.outcome-unknown', details: {} };
  // Another command changed the stream at the same time; this one may be repeated.
  if (error instanceof WrongRevision)
    return { code: 'request.conflict', details: { expected: error.expected, actual: error.actual ?? null } };
  if (error instanceof ClocksDiffer)
    return { code: 'store.clocks-differ', details: { reason: error.message, retryAfter: error.retryAfter } };
  if (isReadOnly(error)) return { code: 'database.read-only', details: {} };
  if (error instanceof StoreBusy) return { code: 'store.busy', details: { retryAfter: error.retryAfter } };
  if (error instanceof InvalidAppend) return { code: 'store.refused', details: { reason: error.message } };
  const status = clientErrorOf(error);
  // Client errors are checked first: a client that disconnects while it sends its body also looks like an outage.
  if (status === undefined) return { code: isRetryable(error) ? 'database.away' : 'internal', details: {} };
  if (status === 400 && !isReadable(request)) return { code: 'request.malformed', details: {} };
  return HTTP_CODES[status]
    ? { code: HTTP_CODES[status], details: {} }
    : { code: 'request.refused', details: {}, status };
};

const isPassing = (error: unknown): boolean => error instanceof StoreBusy || isRetryable(error);

/**
 * Returns the status of a 4xx error that the framework or the body parser raised. Any other error with a `status`, such as one of an HTTP client,
 * says nothing about the request.
 */
const clientErrorOf = (error: unknown): number | undefined => {
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  const given =
    error instanceof HttpException ? error.getStatus() : expose === true && typeof status === 'number' ? status : 500;
  return given >= 400 && given < 500 ? given : undefined;
};

const isReadable = ({ path }: Request): boolean => {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
};

const HTTP_CODES: Readonly<Record<number, string>> = {
  400: 'request.not-json',
  404: 'route.unknown',
  413: 'request.too-large',
  415: 'request.media-type',
};
