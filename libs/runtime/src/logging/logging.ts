import type { LoggerService } from '@nestjs/common';
import type { Logger, Params } from 'nestjs-pino';
import type { LoggerOptions } from 'pino';
import { currentWork, traceIdOf } from '#tracing';
import { scrub } from './scrub.js';
import { withoutValues } from './without-values.js';

/**
 * Returns the options of the log: JSON lines, each with the ids of its request and its trace.
 * Every line passes two filters, whichever part writes it: errors lose their values, and texts lose their secrets.
 */
export const logOptions = (level: string): LoggerOptions => ({
  level,
  // Errors have their final form before they get here.
  serializers: { err: (shown: unknown) => shown },
  mixin: () => {
    const work = currentWork();
    return work
      ? {
          ...(work.requestId !== undefined && { requestId: work.requestId }),
          ...(work.traceparent !== undefined && { traceId: traceIdOf(work.traceparent) }),
        }
      : {};
  },
  hooks: {
    logMethod([first, ...rest], method) {
      const subject: unknown = first instanceof Error ? { err: first } : first;
      method.apply(this, [subject, ...rest].map((logged) => withoutValues(logged)) as Parameters<typeof method>);
    },
    streamWrite: scrub,
  },
});

/** Returns the options of the logger module. The access log writes the lines of requests, so the module itself writes none and handles no request. */
export const logging = (level: string): Params => ({
  pinoHttp: { ...logOptions(level), autoLogging: false, wrapSerializers: false },
  forRoutes: [],
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
