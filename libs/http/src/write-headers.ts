import { createHash, randomUUID } from 'node:crypto';
import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { v5 as nameBased, v7 as timeBased } from 'uuid';
import type { CommandResult } from '#event-store';
import { type Actor, brusselsDate, type Command, DomainError } from '#kernel';
import { contextOfStream } from '#messaging';
import { currentWork, isTracing, traceparentOf } from '#tracing';
import { positionToken } from './position-token.js';

/**
 * The parts of a write request that its headers and token determine: actor, moment, idempotency key and expected version.
 * With an `Idempotency-Key`, the ids of new resources are derived from the key, so that a repeated request reaches the same stream.
 */
export class Write {
  constructor(
    readonly by: Actor,
    readonly commandId: string,
    /** the hash of method, path and body, which shows that a key is reused for another request */
    readonly fingerprint: string,
    /** true: the caller chose the key, and may send the request again */
    readonly retryable: boolean,
    /** the version that the write expects, from If-Match */
    readonly expected: number | undefined,
    readonly traceparent: string | undefined,
    /** called when the command is in the log */
    readonly onApplied: () => void,
    /** the ids in the path: the resource within which a new one is made; empty without one */
    private readonly parent: string,
    private readonly moment: Date = new Date(),
  ) {}

  private ids = 0;

  /**
   * Returns another id for a new resource at each call: a UUIDv7, or a UUID derived from the key when the caller sent one.
   * The parent is part of the derivation: each stream applies a key by itself, so one key may make a resource in two parents.
   */
  newId(): string {
    return this.retryable ? nameBased(`${this.commandId}${this.parent}/${this.ids++}`, NAMESPACE) : timeBased();
  }

  /** Returns a command with the actor and the moment of this write. */
  command<C extends Command>(type: C['type'], data: C['data']): C {
    return { type, data, by: this.by, now: this.moment.toISOString(), today: brusselsDate(this.moment) } as C;
  }
}

const NAMESPACE = '5f0c1a52-8a44-4c0e-9d0e-7e0f2f6d6a11';

/** `applied` is true once the command is in the log. A later failure then must not be reported as if nothing was written. */
export type WithOutcome = { applied?: boolean };

/** The {@link Write} of the request, for a controller method. */
export const CurrentWrite = createParamDecorator((_: unknown, context: ExecutionContext): Write => {
  const request = context.switchToHttp().getRequest<Request & { actor: Actor } & WithOutcome>();
  const key = request.header('idempotency-key');
  if (key !== undefined && !/^[\x21-\x7e]{1,100}$/.test(key)) throw new DomainError('request.key-malformed');
  const { actor } = request;
  // The actor is part of the key: two actors may send the same key.
  const commandId =
    key === undefined
      ? randomUUID()
      : nameBased(JSON.stringify([actor.city, actor.agency, actor.subject, key]), NAMESPACE);
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.path} ${JSON.stringify(request.body ?? null)}`)
    .digest('base64url');
  return new Write(
    actor,
    commandId,
    fingerprint,
    key !== undefined,
    ifMatch(request.header('if-match')),
    // With OpenTelemetry, what follows from the event continues the span of this request.
    (isTracing() ? currentWork()?.traceparent : undefined) ?? traceparentOf(request.header('traceparent')),
    () => (request.applied = true),
    parentOf(request),
  );
});

/** Writes the ids in the path of a request as a text. A route without ids keeps the derivation of older releases: its repeats must find their stream. */
const parentOf = ({ params }: Request): string => {
  const ids = Object.values(params);
  return ids.length === 0 ? '' : JSON.stringify(ids);
};

const ifMatch = (header: string | undefined): number | undefined => {
  if (header === undefined || header === '*') return undefined;
  const [, revision] = /^"(\d{1,9})"$/.exec(header) ?? [];
  if (revision === undefined) throw new DomainError('request.if-match-malformed', { ifMatch: header.slice(0, 40) });
  return Number(revision);
};

/** Marks operations that return {@link WriteResult}. */
export const WRITES = Symbol('WRITES');
/** `version`: true when the resource has a version, for `If-Match` in the request and `ETag` in the response. */
export type Writes = Readonly<{ version: boolean }>;

/** The headers of a write, for the OpenAPI description. */
export const WriteHeaders = ({ version }: Writes = { version: true }): MethodDecorator =>
  applyDecorators(
    SetMetadata<symbol, Writes>(WRITES, { version }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Makes a repeat of this request safe: it counts once. 1 to 100 visible characters.',
    }),
    ...(version
      ? [
          ApiHeader({
            name: 'If-Match',
            required: false,
            description: 'ETag that you have seen. Refused with 412 when the resource has changed since.',
          }),
        ]
      : []),
  );

/** Marks writes that are accepted also while a processor is behind. */
export const NEVER_HELD_BACK = Symbol('NEVER_HELD_BACK');
/** For writes that must not wait: they stop harm, or relieve the process. */
export const NeverHeldBack = (): MethodDecorator => SetMetadata(NEVER_HELD_BACK, true);

/** The response to a write: its body, the version of the resource for its ETag, and the position in the log. */
export class WriteResult<Body extends object = object> {
  constructor(
    readonly body: Body,
    readonly result: Pick<CommandResult<never>, 'stream' | 'revision' | 'position'>,
    readonly location?: string,
    /** the version of the resource; undefined for a duplicate when the version of the first response is not known any more */
    readonly version?: number,
  ) {}
}

/** Sets the headers ETag, Regie-Position and Location of a {@link WriteResult} response. */
@Injectable()
export class WriteResultInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((answer: unknown): unknown => {
        if (!(answer instanceof WriteResult)) return answer;
        const response = context.switchToHttp().getResponse<Response>();
        // A dry run on an empty stream has no position.
        if (answer.result.revision >= 0)
          response.setHeader(
            'Regie-Position',
            positionToken({ ...answer.result, context: contextOfStream(answer.result.stream) }),
          );
        if (answer.version !== undefined) response.setHeader('ETag', `"${answer.version}"`);
        if (answer.location) response.setHeader('Location', answer.location);
        return answer.body;
      }),
    );
  }
}
