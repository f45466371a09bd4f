import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';

const SECRETS = ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]', '*.password', '*.secret', '*.token'];
/** What errors of the database carry along: statements with their values, and the row that was in the way. */
const ROWS = ['query', 'parameters', 'detail', 'where', 'driverError', 'body'].map((name) => `err.${name}`);

/** Logs as JSON lines: what was asked and how it ended, without tokens, cookies, query strings or bodies. */
export const logging = (level: string): Params => ({
  pinoHttp: {
    level,
    genReqId: () => randomUUID(),
    redact: { paths: [...SECRETS, ...ROWS], censor: '[redacted]' },
    serializers: {
      req: ({ id, method, url }: IncomingMessage & { id: unknown }) => ({ id, method, url: url?.split('?')[0] }),
      res: ({ statusCode }: ServerResponse) => ({ statusCode }),
    },
    autoLogging: { ignore: (request: IncomingMessage) => request.url?.startsWith('/health/') ?? false },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
  },
});
