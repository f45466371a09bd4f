import type { INestApplication, Type } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type Required, routesOf } from '#access';
import { describeEvents, PUBLIC_EVENTS } from '#contracts';
import type { Problems } from './problem.filter.js';
import { RESPONSE, type ResponseDescription, type ResponseHeader } from './responses.js';
import { WRITES, type Writes } from './write-headers.js';

/** The problem details of RFC 9457, with a stable code. */
const PROBLEM = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' as const, format: 'uri', description: '`urn:be:regie:problem:` and the code.' },
    title: { type: 'string' as const, description: 'Problem and remedy, in a sentence for people.' },
    status: { type: 'integer' as const },
    code: { type: 'string' as const, description: 'Stable code for programs.', example: 'mandate.slot-taken' },
    instance: { type: 'string' as const, format: 'uri', description: 'Id of this response, as in the log.' },
  },
  additionalProperties: true,
  description: 'A refusal. Further members are the facts that the caller needs to act on.',
};

const REFUSED = {
  description: 'Refused; `code` has the reason.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** The header that makes a read wait for a write, and the response headers that go with it. */
const REGIE_AFTER = {
  name: 'Regie-After',
  in: 'header' as const,
  required: false,
  description:
    '`Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`).',
  schema: { type: 'string' as const },
};
const header = (description: string) => ({ description, schema: { type: 'string' as const } });
const REGIE_POSITION = header('Position in the log; send it back as `Regie-After`.');
const READ_HEADERS = {
  'Regie-Position': header('Position that this response includes at least, when the request had a `Regie-After`.'),
};
const OWN_HEADERS: Readonly<Record<ResponseHeader, object>> = {
  ETag: header('Version of the resource, a whole number between quotes, for `If-Match`.'),
  'Content-Disposition': header('Name of the file.'),
};
const WRITE_HEADERS = { 'Regie-Position': REGIE_POSITION, Location: header('Path of the resource.') };
const VERSION_WRITTEN = header(
  'Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it.',
);

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

type Handler = Readonly<{ requires?: Required; response?: ResponseDescription; writes?: Writes }>;
/** A schema as plain JSON. */
type Schema = Readonly<Record<string, unknown>>;
type Schemas = NonNullable<OpenAPIObject['components']>['schemas'] & object;
type Operation = OpenAPIObject['paths'][string]['get'] & object;

/**
 * Describes the API of this process in OpenAPI 3.1. `problems`: the problem codes of the process.
 * @throws {Error} when two different schemas have the same title
 */
export const describeApi = (app: INestApplication, title: string, problems: Problems = {}): OpenAPIObject => {
  const description = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle(title)
      .setDescription(
        'Joint neighbourhood cases under one explicit coordination mandate (regiemandaat). Errors are RFC 9457 problem+json with a stable `code`. A write responds with `ETag` and `Regie-Position`; send the latter back as `Regie-After` to read your write.',
      )
      .setVersion('1')
      .addBearerAuth()
      .addSecurityRequirements('bearer')
      .build(),
  );
  const handlers = handlersOf(app);
  const schemas: Schemas = {
    ...description.components?.schemas,
    Problem: PROBLEM,
    ...(Object.keys(problems).length > 0 && { ProblemCode: codesOf(problems) }),
  };
  for (const [path, operations] of Object.entries(description.paths))
    for (const method of METHODS) {
      const operation = operations[method];
      if (!operation) continue;
      const handler = handlers.get(`${method.toUpperCase()} ${path}`)!;
      operation.responses = { ...successOf(operation, handler, schemas), default: REFUSED };
      if (handler.requires === 'public') operation.security = [];
      else operation.parameters = [...(operation.parameters ?? []), REGIE_AFTER];
    }
  description.components = { ...description.components, schemas };
  return description;
};

/** Returns the successful response that the handler describes, under the status with which Nest responds. */
const successOf = (
  { responses }: Operation,
  { requires, response, writes }: Handler,
  schemas: Schemas,
): Operation['responses'] => {
  if (!response) return responses;
  const always = writes
    ? { ...WRITE_HEADERS, ...(writes.version && { ETag: VERSION_WRITTEN }) }
    : requires === 'public'
      ? {}
      : READ_HEADERS;
  const headers = { ...always, ...Object.fromEntries(response.headers.map((name) => [name, OWN_HEADERS[name]])) };
  const content = Object.fromEntries(
    Object.entries(response.content).map(([mediaType, schema]) => [
      mediaType,
      { schema: hoisted(schema as Schema, schemas) },
    ]),
  );
  return Object.fromEntries(
    Object.entries(responses).map(([status, described]) => [
      status,
      { ...described, description: DONE[status] ?? '', headers, content },
    ]),
  );
};

const DONE: Readonly<Record<string, string>> = {
  '200': 'The request succeeded.',
  '201': 'The resource was created.',
};

/** Moves each schema with a title to `schemas` under that title, and puts a reference in its place. */
const hoisted = (schema: Schema, schemas: Schemas): object => {
  const { title, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keyword === 'properties' ? eachHoisted(value, schemas) : within(value, schemas),
    ]),
  );
  if (typeof title !== 'string') return rest;
  const known = schemas[title];
  if (known && JSON.stringify(known) !== JSON.stringify(rest)) throw new Error(`two schemas have the title ${title}`);
  schemas[title] = rest;
  return { $ref: `#/components/schemas/${title}` };
};

const eachHoisted = (fields: unknown, schemas: Schemas): object =>
  Object.fromEntries(
    Object.entries(fields as Record<string, Schema>).map(([name, field]) => [name, hoisted(field, schemas)]),
  );

const within = (value: unknown, schemas: Schemas): unknown => {
  if (Array.isArray(value)) return value.map((item) => within(item, schemas));
  return typeof value === 'object' && value !== null ? hoisted(value as Schema, schemas) : value;
};

const codesOf = (problems: Problems) => ({
  type: 'string' as const,
  enum: Object.keys(problems).toSorted(),
  description: 'Codes of refusals that are known today; new ones may come.',
});

/** Returns the decorators of each route handler, by method and path. Operation ids are no keys: they may name a former controller. */
const handlersOf = (app: INestApplication): ReadonlyMap<string, Handler> => {
  const reflector = app.get(Reflector);
  const routes = app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ metatype }) => (typeof metatype === 'function' ? routesOf(metatype as Type) : []));
  return new Map(
    routes.map(({ method, path, handler, requires }) => [
      `${method} ${path}`,
      {
        requires,
        response: reflector.get<ResponseDescription | undefined>(RESPONSE, handler),
        writes: reflector.get<Writes | undefined>(WRITES, handler),
      },
    ]),
  );
};

/** Serves the API at `/openapi.json` and as pages at `/docs`, and the public events of the whole hub at `/asyncapi.json`. */
export const serveApiDescription = (app: INestApplication, title: string, problems: Problems): void => {
  SwaggerModule.setup('docs', app, () => describeApi(app, title, problems), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: title,
  });
  const events = describeEvents(PUBLIC_EVENTS.values());
  app.getHttpAdapter().get('/asyncapi.json', (_: Request, response: Response) => response.json(events));
};
