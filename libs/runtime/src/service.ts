import {
  type DynamicModule,
  type INestApplication,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type Type,
  ValidationPipe,
} from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { APP_INTERCEPTOR, DiscoveryModule, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { TerminusModule } from '@nestjs/terminus';
import type { ValidationError } from 'class-validator';
import { json, type RequestHandler } from 'express';
import helmet from 'helmet';
import { Logger, LoggerModule, PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { AccessModule, authenticateBeforeBody, type TokenVerifier } from '#access';
import type { ContextName } from '#contracts';
import { type EventStore, StateCache } from '#event-store';
import {
  BODY_TYPES,
  COMMON_PROBLEMS,
  jsonOnly,
  plainRequest,
  type Problems,
  serveApiDescription,
  WriteResultInterceptor,
} from '#http';
import { DomainError } from '#kernel';
import type { Notifications } from '#postgres';
import { BackPressureInterceptor } from './back-pressure.interceptor.js';
import { openBus } from './bus.js';
import type { Bus } from './bus-port.js';
import { ClockHealth } from './clock-health.js';
import { connectionBudget } from './connection-budget.js';
import type { ContextDefinition } from './database/context-database.js';
import { HealthController } from './health.controller.js';
import { EventLoopLag } from './limits/event-loop-lag.js';
import { limitProviders } from './limits/limit-providers.js';
import { RequestLimits } from './limits/request-limits.js';
import { shedLoad } from './limits/shed-load.js';
import { ThrottlerModule } from './limits/throttler.js';
import { TimeLimitInterceptor } from './limits/time-limit.interceptor.js';
import { accessLog } from './logging/access-log.js';
import { logging, quietly } from './logging/logging.js';
import { pseudonymsBy } from './logging/pseudonyms.js';
import { logUnreadableRequests } from './logging/unreadable-requests.js';
import { ContextMetrics } from './metrics/context-metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { PlatformModule } from './platform.module.js';
import { CONTEXT_OF_CONTROLLER, RegieAfterInterceptor } from './regie-after.interceptor.js';
import { BoundedExpressAdapter, CONNECTION_LIMITS } from './serving/bounded-server.js';
import type { Settings } from './settings/settings.js';
import { Shutdown } from './shutdown.js';

/** The size limit of an import: the neighbourhoods of a city with their polygons, or its register of mandates. All other bodies are small. */
const LARGEST_IMPORT = '4mb';
const IMPORTS = {
  '/v1/neighbourhoods/import': 'neighbourhood:import',
  '/v1/mandates/import': 'mandate:import',
} as const;
const LARGEST_BODY = '100kb';
/** Compressed bodies are refused: they may inflate to a thousand times their size. */
const READING = { inflate: false, strict: false, type: BODY_TYPES };

/**
 * The parts of a context: its module, its definition, its refusals, and a check of the settings that throws `InvalidSettings`.
 * With a `name`, requests with `Regie-After` skip stuck read models of other contexts; without it they wait for every read model.
 */
export type ContextParts = Readonly<{
  name?: ContextName;
  module: Type;
  /** left out, the module has no schema */
  definition?: ContextDefinition;
  problems: Problems;
  check?: (settings: Settings) => void;
}>;

export type ServiceOptions = Readonly<{
  title: string;
  /** `postgresUrl` must be set */
  settings: Settings;
  store: EventStore;
  /** the cache of stream states, which can also load snapshots of long streams */
  cache?: StateCache;
  /** the connections of the store, for the metrics */
  pool?: Pool;
  /** the notifications of the database; left out, the process looks for news at short intervals */
  notifications?: Notifications;
  verifier: TokenVerifier;
  contexts: readonly ContextParts[];
  /** further handlers outside the API, by path: the embedded identity provider */
  mounts?: Readonly<Record<string, RequestHandler>>;
  /** stops the process in phases; `app.close()` alone runs the phases that stop the application */
  shutdown?: Shutdown;
}>;

/** Creates a process of the hub, ready to listen: the given contexts with everything that processes share. */
export const createService = async (options: ServiceOptions): Promise<INestApplication> => {
  for (const { check } of options.contexts) check?.(options.settings);
  const bus = await openBus(options);
  const adapter = new BoundedExpressAdapter({ ...CONNECTION_LIMITS, connections: options.settings.connections });
  const app = await NestFactory.create<NestExpressApplication>(serviceModule(options, bus), adapter, {
    bufferLogs: true,
    // A failed start must reject, so that the program prints the reason. Nest would print its own messages, and exit before the database is stopped.
    autoFlushLogs: false,
    abortOnError: false,
    bodyParser: false,
  });
  app.useLogger(quietly(app.get(Logger)));
  app.flushLogs();
  app.useGlobalPipes(
    new ValidationPipe({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      exceptionFactory: invalidRequest,
    }),
  );
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.set('trust proxy', options.settings.trustedProxies ?? false);
  // An ETag of this API is the version of a resource; Express would add hashes of bodies.
  app.set('etag', false);
  logUnreadableRequests(app.getHttpServer(), PinoLogger.root);
  app.use(accessLog(PinoLogger.root, pseudonymsBy(options.settings.pseudonymKey)));
  app.use(alwaysInFull);
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.use(app.get(Metrics).timing);
  app.use(shedLoad(app.get(EventLoopLag), app.get(ContextMetrics)));
  // This precedes the body parser: the provider reads its own bodies.
  for (const [path, handler] of Object.entries(options.mounts ?? {})) app.use(path, handler);
  app.use(welcome);
  serveApiDescription(app, options.title, problemsOf(options));
  return app;
};

/**
 * Answers every request in full, and lets nobody store the response. An ETag here is the version of a resource, for
 * `If-Match`; its representation also depends on the day, the actor and other resources, so 304 could be wrong.
 */
const alwaysInFull: RequestHandler = (request, response, next) => {
  delete request.headers['if-none-match'];
  // Paths are matched in any case.
  if (/^\/+v1(?:\/|$)/i.test(request.path)) response.setHeader('Cache-Control', 'no-store');
  next();
};

/** Redirects a browser from the address of the hub to the documentation. */
const welcome: RequestHandler = (request, response, next) =>
  request.method === 'GET' && request.path === '/' ? response.redirect('/docs') : next();

/** Collects every refusal of this process. */
const problemsOf = ({ contexts }: Pick<ServiceOptions, 'contexts'>): Problems =>
  Object.assign({}, COMMON_PROBLEMS, ...contexts.map(({ problems }) => problems)) as Problems;

const serviceModule = (
  {
    settings,
    store,
    cache = new StateCache(),
    pool,
    notifications,
    verifier,
    contexts,
    shutdown = new Shutdown(),
  }: ServiceOptions,
  bus: Bus,
): DynamicModule => {
  const limits = new RequestLimits(settings);
  @Module({})
  class ServiceModule implements NestModule {
    configure(consumer: MiddlewareConsumer): void {
      consumer.apply(authenticateBeforeBody(verifier, limits.mayTryToken)).forRoutes('/v1/*path');
      for (const [path, permission] of Object.entries(IMPORTS))
        consumer.apply(authenticateBeforeBody(verifier, limits.mayTryToken, permission)).forRoutes(path);
      consumer.apply(jsonOnly).forRoutes('/v1/*path');
      consumer.apply(json({ ...READING, limit: LARGEST_IMPORT })).forRoutes(...Object.keys(IMPORTS));
      consumer.apply(json({ ...READING, limit: LARGEST_BODY }), plainRequest).forRoutes('/v1/*path');
    }
  }
  const budget = connectionBudget(contexts.length, settings.bus);
  return {
    module: ServiceModule,
    imports: [
      LoggerModule.forRoot(logging(settings.logLevel)),
      PlatformModule.of({ settings, budget, store, cache, pool, notifications, bus, shutdown }),
      AccessModule.forRoot({ verifier }),
      TerminusModule.forRoot({ logger: false }),
      ThrottlerModule.forRoot(limits.options),
      DiscoveryModule,
      ...contexts.map(({ module }) => module),
    ],
    controllers: [HealthController, MetricsController],
    providers: [
      ClockHealth,
      Metrics,
      ...limitProviders(limits, problemsOf({ contexts })),
      { provide: CONTEXT_OF_CONTROLLER, useValue: contextsOfControllers(contexts) },
      { provide: APP_INTERCEPTOR, useClass: TimeLimitInterceptor },
      { provide: APP_INTERCEPTOR, useClass: BackPressureInterceptor },
      { provide: APP_INTERCEPTOR, useClass: RegieAfterInterceptor },
      { provide: APP_INTERCEPTOR, useClass: WriteResultInterceptor },
    ],
  };
};

const contextsOfControllers = (contexts: readonly ContextParts[]): ReadonlyMap<unknown, ContextName> =>
  new Map(
    contexts.flatMap(({ name, module }) => {
      const controllers = (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, module) ?? []) as readonly unknown[];
      return name ? controllers.map((controller) => [controller, name] as const) : [];
    }),
  );

/** Longer lists of errors are cut off: people do not read them to the end. */
const MOST_ERRORS = 100;

const invalidRequest = (errors: readonly ValidationError[]): DomainError =>
  new DomainError('request.invalid', { errors: errors.flatMap((error) => flat(error)).slice(0, MOST_ERRORS) });

const flat = (
  { property, constraints, children }: ValidationError,
  path = '',
): { field: string; problem: string }[] => {
  const field = path ? `${path}.${property}` : property;
  const own = Object.entries(constraints ?? {}).map(([name, problem]) => ({
    field,
    problem: name === 'whitelistValidation' ? `${property} is not a known field` : problem,
  }));
  return [...own, ...(children ?? []).flatMap((child) => flat(child, field))];
};
