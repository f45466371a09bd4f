import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoggerService } from '@nestjs/common';
import type { Logger, Params } from 'nestjs-pino';

const SECRETS = [
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
  '*.password',
  '*.secret',
  '*.token',
];
/** Fields of database errors that contain statements with their values, or the conflicting row. */
const ROWS = ['query', 'parameters', 'detail', 'where', 'driverError', 'body'].map((name) => `err.${name}`);

/** Logs requests and their results as JSON lines, without tokens, cookies, query strings or bodies. */
export const logging = (level: string): Params => ({
  pinoHttp: {
    level,
    genReqId: () => randomUUID(),
    redact: { paths: [...SECRETS, ...ROWS], censor: '[redacted]' },
    serializers: {
      req: ({ id, method, url }: IncomingMessage & { id: unknown }) => ({ id, method, url: url?.split('?')[0] }),
      res: ({ statusCode }: ServerResponse) => ({ statusCode }),
    },
    // machines request these every second
    autoLogging: { ignore: (request: IncomingMessage) => /^\/(?:health\/|metrics$)/.test(request.url ?? '') },
    customLogLevel: (_request, response, error) =>
      response.statusCode === 503 ? 'warn' : error || response.statusCode >= 500 ? 'error' : 'debug',
  },
});

/** The parts of Nest that log every module and route at the start. */
const FRAMEWORK = ['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication'];

/** Returns the logger for Nest, which logs the start messages of the framework at debug level only. */
export const quietly = (logger: Logger): LoggerService => ({
  log: (message: unknown, ...rest: unknown[]) =>
    FRAMEWORK.includes(String(rest.at(-1))) ? logger.debug(message, ...rest) : logger.log(message, ...rest),
  error: (message: unknown, ...rest: unknown[]) => logger.error(message, ...rest),
  warn: (message: unknown, ...rest: unknown[]) => logger.warn(message, ...rest),
  debug: (message: unknown, ...rest: unknown[]) => logger.debug(message, ...rest),
  verbose: (message: unknown, ...rest: unknown[]) => logger.verbose(message, ...rest),
  fatal: (message: unknown, ...rest: unknown[]) => logger.fatal(message, ...rest),
});
