import { isIP, type LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { type SsrfGuard, UrlRefused, withoutBrackets } from './ssrf-guard.js';

/** Limits of one call. */
export type HttpLimits = Readonly<{
  connectTimeoutMs: number;
  /** time limit from the start of the call, with DNS lookup and connection, to the head of the response */
  headTimeoutMs: number;
  /** time limit from the head to the end of the body; the rest of the body is dropped */
  bodyTimeoutMs: number;
  /** size limit of the body; the rest is dropped */
  maxBodyBytes: number;
}>;

const HTTP_LIMITS: HttpLimits = {
  connectTimeoutMs: 5_000,
  headTimeoutMs: 15_000,
  bodyTimeoutMs: 2_000,
  maxBodyBytes: 16_384,
};

export type HttpRequest = Readonly<{
  method: 'POST' | 'OPTIONS';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}>;
export type HttpResponse = Readonly<{
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}>;

/**
 * Calls URLs that partners configured. The guard checks the addresses inside the DNS lookup of each connection, so DNS
 * rebinding cannot bypass the check. Redirects are returned, not followed.
 */
export class WebhookHttpClient {
  private readonly agent: Agent;

  constructor(
    private readonly guard: SsrfGuard,
    private readonly limits: HttpLimits = HTTP_LIMITS,
  ) {
    this.agent = new Agent({
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: 10_000,
      keepAliveMaxTimeout: 60_000,
      maxHeaderSize: 16_384,
      // undici restarts its timeouts at every byte, so this client has its own timers.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: limits.connectTimeoutMs, lookup: this.lookup },
    });
  }

  /**
   * Returns the response, whatever its status, with the beginning of its body.
   * @throws {UrlRefused} nothing was sent
   * @throws {Error} no response, or none in time
   */
  async send({ method, url, headers, body }: HttpRequest): Promise<HttpResponse> {
    const { origin, pathname, search, hostname } = this.guard.parse(url);
    // A connection to an IP address makes no DNS lookup, so the address is checked here.
    if (isIP(withoutBrackets(hostname))) await this.guard.resolve(hostname);
    const { headTimeoutMs } = this.limits;
    const timeout = new AbortController();
    const timer = setTimeout(
      () => timeout.abort(new Error(`no answer within ${headTimeoutMs / 1_000} s`)),
      headTimeoutMs,
    );
    try {
      const response = await this.agent.request({
        origin,
        path: pathname + search,
        method,
        headers,
        body,
        signal: timeout.signal,
      });
      return { status: response.statusCode, headers: response.headers, body: await this.beginningOf(response) };
    } catch (error) {
      throw refusalIn(error) ?? (timeout.signal.aborted ? timeout.signal.reason : error);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  /**
   * Reads the body up to the limits. The status is already known, so a long, slow or broken body is cut off without an
   * error.
   */
  private async beginningOf({ statusCode, body }: Dispatcher.ResponseData): Promise<string> {
    if (statusCode === 204) {
      await body.dump();
      return '';
    }
    const { bodyTimeoutMs, maxBodyBytes } = this.limits;
    const chunks: Buffer[] = [];
    let bytes = 0;
    body.on('error', () => undefined);
    const timer = setTimeout(() => body.destroy(), bodyTimeoutMs);
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes >= maxBodyBytes) break;
      }
    } catch {
      // The chunks that arrived are enough: the status is known.
    } finally {
      clearTimeout(timer);
      body.destroy();
    }
    return Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8');
  }

  private readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.guard.resolve(hostname).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        if (options.all) callback(null, found);
        else callback(null, found[0]!.address, found[0]!.family);
      },
      (error: unknown) => callback(error as Error, ''),
    );
  };
}

/** Finds the refusal in a connection error. undici may wrap the refusal as the cause, or as one error per address. */
const refusalIn = (error: unknown): UrlRefused | undefined => {
  const { cause, errors = [] } = error as { cause?: unknown; errors?: readonly unknown[] };
  return [error, cause, ...errors].find((each) => each instanceof UrlRefused);
};

/** Describes a failed call in words for the agency, without internal details of the hub. */
export const problemOf = (error: unknown): string => {
  if (error instanceof UrlRefused) return `the address is not called: ${error.fault}`;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^[A-Z0-9_]{3,60}$/.test(code)) return `no answer: ${code}`;
  return typeof message === 'string' && message.startsWith('no answer within ') ? message : 'no answer';
};
