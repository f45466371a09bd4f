import type { Request, RequestHandler } from 'express';
import { hasBody } from '#access';
import { DomainError } from '#kernel';

/** The content types that a body may have: all are JSON. */
export const BODY_TYPES = ['application/json', 'application/geo+json'];

/**
 * The limits of nesting and size. The largest request, an import of neighbourhoods, has three objects a row, and its polygons lie nine levels deep.
 */
const MOST_OBJECTS = 20_000;
const DEEPEST = 20;
/** Limits of one object and one list. The longest lists are the rows of an import and the points of a polygon. */
const MOST_FIELDS = 50;
const MOST_MEMBERS = 10_000;

/** Keys that change the object itself, so that the check for unknown fields does not see them. */
const NO_FIELDS = ['__proto__', 'constructor', 'prototype'];

/**
 * Refuses a body that is not declared as JSON: the parser would skip it, and the request would be handled as one without a body.
 * Refuses other character sets than UTF-8 as well, because proxies read JSON as UTF-8 (RFC 8259, section 8.1).
 */
export const jsonOnly: RequestHandler = (request, _response, next) => {
  next(
    hasBody(request) && (!request.is(BODY_TYPES) || inAnotherCharset(request))
      ? new DomainError('request.media-type', { accepted: BODY_TYPES })
      : undefined,
  );
};

const inAnotherCharset = ({ headers }: Request): boolean =>
  /;\s*charset\s*=\s*(?!"?utf-8"?\s*(;|$))/i.test(headers['content-type'] ?? '');

/** Refuses a body that is no object or that is too costly to validate, and forbidden keys in body and query. Runs before any other check. */
export const plainRequest: RequestHandler = (request: Request, _response, next) => {
  const problem = noField(request.query) ?? (request.body === undefined ? undefined : shapeProblem(request.body));
  next(problem && new DomainError('request.invalid', { errors: [problem] }));
};

/** Returns whether an object has more than `most` keys. The count stops there, because a body may have millions of keys. */
const hasMoreKeysThan = (value: object, most: number): boolean => {
  let keys = 0;
  for (const _ in value) if (++keys > most) return true;
  return false;
};

type FieldProblem = Readonly<{ field: string; problem: string }>;

const noField = (fields: object): FieldProblem | undefined => {
  const field = NO_FIELDS.find((name) => Object.hasOwn(fields, name));
  return field === undefined ? undefined : { field, problem: `${field} is not a known field` };
};

const shapeProblem = (body: unknown): FieldProblem | undefined => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { field: 'body', problem: 'the body must be a JSON object' };
  let objects = 0;
  const waiting: { value: object; depth: number }[] = [{ value: body, depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (depth > DEEPEST) return { field: 'body', problem: `the body must not be more than ${DEEPEST} levels deep` };
    if (Array.isArray(value)) {
      if (value.length > MOST_MEMBERS)
        return { field: 'body', problem: `a list must not have more than ${MOST_MEMBERS} members` };
    } else {
      if (hasMoreKeysThan(value, MOST_FIELDS))
        return { field: 'body', problem: `an object must not have more than ${MOST_FIELDS} fields` };
      if (++objects > MOST_OBJECTS)
        return { field: 'body', problem: `the body must not have more than ${MOST_OBJECTS} objects` };
      const problem = noField(value);
      if (problem) return problem;
    }
    for (const part of Object.values(value) as unknown[])
      if (typeof part === 'object' && part !== null) waiting.push({ value: part, depth: depth + 1 });
  }
  return undefined;
};
