import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { describeEvents, PUBLIC_EVENTS } from '#contracts';

/** The OpenAPI 3.1 description of what this process serves. */
export const describeApi = (app: INestApplication, title: string): OpenAPIObject =>
  SwaggerModule.createDocument(
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

/** Serves the description at `/openapi.json` and as pages at `/docs`; at `/asyncapi.json` the public events, the same at every process of the hub. */
export const serveApiDescription = (app: INestApplication, title: string): void => {
  SwaggerModule.setup('docs', app, () => describeApi(app, title), { jsonDocumentUrl: 'openapi.json', customSiteTitle: title });
  const events = describeEvents(PUBLIC_EVENTS.values());
  app.getHttpAdapter().get('/asyncapi.json', (_: Request, response: Response) => response.json(events));
};
