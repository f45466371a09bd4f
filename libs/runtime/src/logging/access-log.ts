import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { WithActor } from '#access';
import { clientAddress, untrustedProxyOf, type WithProblem } from '#http';
import { runAs, startSpan, traceIdOf, traceparentOf, traceparentOfSpan } from '#tracing';
import type { Pseudonyms } from './pseudonyms.js';
import { routeOf } from './route-of.js';
import { UntrustedProxies } from './untrusted-proxies.js';

/** A request of the hub. Its `id` is the `instance` of its problem. */
type LoggedRequest = Request & Partial<Pick<WithActor, 'actor'>> & WithProblem;

/** Machines request these every second: their lines appear at debug level only. */
const PROBE = /^\/(?:health\/|metrics$)/;
/** The statuses of the answers to a probe. Under these paths anything else is no probe. */
const isAnswerToProbe = (status: number): boolean => status < 400 || status === 503;
/** The parameters of paths that name a resource and no person. The id of a member stands for a person, and is left out. */
const RESOURCE_IDS = ['id', 'transferId', 'commitmentId'] as const;
/** A client may write anything into a path, so that an id is logged only when it has the form of one. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Refusals that may be an attack: their lines name the address of the client. */
const SUSPICIOUS: readonly number[] = [401, 403, 429];

/**
 * Gives every request its id and its trace, and writes one line when it ends: `answered`; `left` when the connection
 * closed before the answer began; `cut-off` when it closed before the answer ended.
 * The line has no query, no header, no body and no part of the path but the ids of resources.
 */
export const accessLog = (logger: Logger, pseudonyms: Pseudonyms): RequestHandler => {
  const log = logger.child({ context: 'access' });
  const untrusted = new UntrustedProxies(log);
  return (incoming, response, next) => {
    const request: LoggedRequest = incoming;
    const startedAt = performance.now();
    const requestId = (request.id = randomUUID());
    const cause = traceparentOf(request.header('traceparent'));
    const span = startSpan(request.method, { kind: 'SERVER', cause });
    const traceparent = span ? traceparentOfSpan(span) : cause;
    untrusted.look(untrustedProxyOf(request));
    // The address is not known any more when the connection has closed.
    const client = clientAddress(request);
    response.once('close', () => {
      const outcome = outcomeOf(response);
      const { statusCode } = response;
      const level =
        PROBE.test(request.originalUrl) && isAnswerToProbe(statusCode) ? 'debug' : levelOf(outcome, statusCode);
      if (log.isLevelEnabled(level))
        log[level](
          {
            requestId,
            ...(traceparent !== undefined && { traceId: traceIdOf(traceparent) }),
            method: request.method,
            route: routeOf(request),
            ...idsOf(request),
            outcome,
            ...(outcome !== 'left' && { status: statusCode }),
            ms: Math.round((performance.now() - startedAt) * 10) / 10,
            ...callerOf(request, pseudonyms),
            ...((!request.actor || SUSPICIOUS.includes(statusCode)) && { client }),
            ...(request.problem !== undefined && { code: request.problem }),
          },
          'request',
        );
      span?.updateName(`${request.method} ${routeOf(request)}`);
      span?.setAttributes({
        'http.request.method': request.method,
        'http.route': routeOf(request),
        ...(outcome !== 'left' && { 'http.response.status_code': statusCode }),
      });
      if (statusCode >= 500) span?.setStatus({ code: 2 });
      span?.end();
    });
    runAs({ requestId, ...(traceparent !== undefined && { traceparent }) }, next);
  };
};

type Outcome = 'answered' | 'left' | 'cut-off';

const outcomeOf = (response: Response): Outcome =>
  response.writableFinished ? 'answered' : response.headersSent ? 'cut-off' : 'left';

const levelOf = (outcome: Outcome, status: number): 'info' | 'warn' | 'error' =>
  outcome === 'left' || status < 500 ? 'info' : status === 503 ? 'warn' : 'error';

const idsOf = ({ params }: Request): Partial<Record<(typeof RESOURCE_IDS)[number], string>> => {
  const ids: Partial<Record<(typeof RESOURCE_IDS)[number], string>> = {};
  for (const name of RESOURCE_IDS) {
    const value: unknown = (params as Readonly<Record<string, unknown>> | undefined)?.[name];
    if (typeof value === 'string' && UUID.test(value)) ids[name] = value;
  }
  return ids;
};

const callerOf = ({ actor }: LoggedRequest, pseudonyms: Pseudonyms): Readonly<Record<string, string>> =>
  actor ? { city: actor.city, agency: actor.agency, role: actor.role, subject: pseudonyms(actor) } : {};
