import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { connectThroughProxy, OutboundProxies } from '#outbound';
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
 * rebinding cannot bypass the check. A proxy connects to an address that was checked, and looks no name up. Redirects are
 * returned, not followed.
 */
export class WebhookHttpClient {
  private readonly agent: Agent;

  constructor(
    private readonly guard: SsrfGuard,
    private readonly limits: HttpLimits = HTTP_LIMITS,
    proxies = new OutboundProxies(process.env),
    /** further authorities whose certificates endpoints may have, in PEM; NODE_EXTRA_CA_CERTS serves in production */
    ca?: string,
  ) {
    const timeoutMs = limits.connectTimeoutMs;
    const direct = buildConnector({ timeout: timeoutMs, lookup: this.lookup, allowH2: false, ...(ca && { ca }) });
    this.agent = new Agent({
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: 10_000,
      keepAliveMaxTimeout: 60_000,
      maxHeaderSize: 16_384,
      // undici restarts its timeouts at every byte, so this client has its own timers.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: connectThroughProxy({
        proxies,
        direct,
        timeoutMs,
        resolve: (hostname) => this.guard.resolve(hostname),
      }),
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
    return new Promise((resolve, reject) => {
      const reader = new ResponseReader(this.limits, resolve, (error) => reject(refusalIn(error) ?? error));
      this.agent.dispatch({ origin, path: pathname + search, method, headers, body }, reader);
    });
  }

  async close(): Promise<void> {
    await this.agent.destroy();
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

/**
 * Reads one response: its head, and its body up to the limits. Once the status is known, a long, slow or broken body is
 * cut off without an error. undici calls it directly, which costs half of a response as a stream.
 */
class ResponseReader implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private head: Omit<HttpResponse, 'body'> | undefined;
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private timer: NodeJS.Timeout;
  private cutOff: Error | undefined;

  constructor(
    private readonly limits: HttpLimits,
    private readonly resolve: (response: HttpResponse) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.timer = setTimeout(() => {
      const late = new Error(`no answer within ${limits.headTimeoutMs / 1_000} s`);
      this.abort(late);
      this.reject(late);
    }, limits.headTimeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.cutOff) controller.abort(this.cutOff);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: HttpResponse['headers']): void {
    // A status below 200 announces that the response follows.
    if (status < 200) return;
    clearTimeout(this.timer);
    this.head = { status, headers };
    this.timer = setTimeout(() => this.finish(), this.limits.bodyTimeoutMs);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    if (this.bytes >= this.limits.maxBodyBytes) this.finish();
  }

  onResponseEnd(): void {
    this.settle();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.settle(error);
  }

  /** Takes the body as far as it has arrived, and closes the connection. */
  private finish(): void {
    this.settle();
    this.abort(new Error('the rest of the body is not needed'));
  }

  private abort(reason: Error): void {
    this.cutOff = reason;
    this.controller?.abort(reason);
  }

  private settle(error = new Error('no answer')): void {
    clearTimeout(this.timer);
    if (!this.head) return this.reject(error);
    const body = Buffer.concat(this.chunks).subarray(0, this.limits.maxBodyBytes).toString('utf8');
    this.resolve({ ...this.head, body });
  }
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
