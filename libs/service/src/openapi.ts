import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DOOR, type Door } from '#access';
import { describeEvents, PUBLIC_EVENTS } from '#contracts';

/** RFC 9457, with the stable code of the refusal. */
const PROBLEM = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' as const, format: 'uri', description: '`urn:be:regie:problem:` and the code' },
    title: { type: 'string' as const, description: 'what is wrong and what to do, for people' },
    status: { type: 'integer' as const },
    code: { type: 'string' as const, description: 'stable: what programs look at', example: 'mandate.slot-taken' },
    instance: { type: 'string' as const, format: 'uri', description: 'of this one answer, as in the log' },
  },
  additionalProperties: true,
  description: 'A refusal. Further members are the facts that the caller needs to act on.',
};

const REFUSED = { description: 'Refused; `code` says why.', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };

/** The OpenAPI 3.1 description of what this process serves. */
export const describeApi = (app: INestApplication, title: string): OpenAPIObject => {
  const description = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle(title)
      .setDescription(
        'Joint neighbourhood cases under one explicit coordination mandate (regiemandaat). Errors are RFC 9457 problem+json with a stable `code`. ' +
          'A write answers `ETag` and `Regie-Position`; send the latter back as `Regie-After` to read what you wrote.',
      )
      .setVersion('1')
      .addBearerAuth()
      .addSecurityRequirements('bearer')
      .build(),
  );
  const open = openOperations(app);
  for (const operation of Object.values(description.paths).flatMap(({ get, post, put, patch, delete: remove }) => [get, post, put, patch, remove])) {
    if (!operation) continue;
    operation.responses = { ...operation.responses, default: REFUSED };
    if (open.has(operation.operationId!)) operation.security = [];
  }
  description.components = { ...description.components, schemas: { ...description.components?.schemas, Problem: PROBLEM } };
  return description;
};

/** The operations that need no token, by the id that swagger gives them. */
const openOperations = (app: INestApplication): ReadonlySet<string> => {
  const reflector = app.get(Reflector);
  const controllers = app.get(DiscoveryService, { strict: false }).getControllers().map(({ metatype }) => metatype);
  return new Set(
    controllers.flatMap((controller) => {
      if (typeof controller !== 'function') return [];
      const handlers = controller.prototype as Record<string, () => unknown>;
      return new MetadataScanner()
        .getAllMethodNames(handlers)
        .filter((name) => reflector.getAllAndOverride<Door | undefined>(DOOR, [handlers[name]!, controller]) === 'public')
        .map((name) => `${controller.name}_${name}`);
    }),
  );
};

/** Serves the description at `/openapi.json` and as pages at `/docs`; at `/asyncapi.json` the public events, the same at every process of the hub. */
export const serveApiDescription = (app: INestApplication, title: string): void => {
  SwaggerModule.setup('docs', app, () => describeApi(app, title), { jsonDocumentUrl: 'openapi.json', customSiteTitle: title });
  const events = describeEvents(PUBLIC_EVENTS.values());
  app.getHttpAdapter().get('/asyncapi.json', (_: Request, response: Response) => response.json(events));
};
