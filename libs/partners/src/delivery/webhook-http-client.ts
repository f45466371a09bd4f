import { lookup as systemLookup, Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { mayCall, type Network } from './ssrf-guard.js';

/** What may be called, and how long and how much an answer may be. */
export type OutgoingRules = Readonly<{
  /** https alone, and no more */
  secureOnly: boolean;
  /** networks that may be called although they are not of the internet at large */
  allowed: readonly Network[];
  /** from the first byte out to the head of the answer; what then still comes is waited for `restMs` at most */
  answerWithinMs: number;
  restMs: number;
  connectWithinMs: number;
  /** of the body of an answer; what is behind it is not read */
  mostBytes: number;
}>;

export const OUTGOING_RULES: Omit<OutgoingRules, 'secureOnly' | 'allowed'> = {
  answerWithinMs: 15_000,
  restMs: 2_000,
  connectWithinMs: 5_000,
  mostBytes: 16_384,
};

export type Call = Readonly<{
  method: 'POST' | 'OPTIONS';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}>;
export type CallAnswer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}>;

/** Why an address is not called, ever: it is another kind of address than may be called. */
export type UrlFault =
  | 'not-a-url'
  | 'not-https'
  | 'has-credentials'
  | 'has-fragment'
  | 'port-refused'
  | 'host-unresolved'
  | 'address-refused';

export class UrlRefused extends Error {
  override readonly name = 'UrlRefused';
  constructor(readonly fault: UrlFault) {
    super(fault);
  }
}

/** Who answers for a name: its addresses. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** Ports below 1024 are services of machines; of those above, what browsers do not call either, because it would take a request for something else. */
const LOWEST_PORT = 1024;
const OTHER_PORTS = [80, 443];
const REFUSED_PORTS = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/**
 * Calls addresses that others have given us. Every connection is made to an address that was checked, and to no other: the name is looked up while
 * connecting, and what was looked up is both checked and connected to, so that a name which answers something else a moment later gains
 * nothing. Redirects are answers like any other, and are not followed.
 */
export class OutgoingCalls {
  private readonly agent: Agent;

  constructor(
    private readonly rules: OutgoingRules,
    private readonly resolve: Resolve = byDns(),
  ) {
    this.agent = new Agent({
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: 10_000,
      keepAliveMaxTimeout: 60_000,
      maxHeaderSize: 16_384,
      // a call has deadlines of its own, which a byte now and then does not put off
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: rules.connectWithinMs, lookup: this.lookup },
    });
  }

  /**
   * Whether the address could be called now, without calling it.
   * @throws {UrlRefused}
   */
  async inspect(url: string): Promise<void> {
    await this.addresses(this.checked(url).hostname);
  }

  /**
   * The answer, whatever it says: its head, and the beginning of its body.
   * @throws {UrlRefused} nothing was sent
   * @throws {Error} there was no answer in time, or none at all
   */
  async call({ method, url, headers, body }: Call): Promise<CallAnswer> {
    const { origin, pathname, search, hostname } = this.checked(url);
    // a literal address is not looked up while connecting
    if (isIP(bare(hostname))) await this.addresses(hostname);
    const over = new AbortController();
    const late = setTimeout(
      () => over.abort(new Error(`no answer within ${this.rules.answerWithinMs / 1_000} s`)),
      this.rules.answerWithinMs,
    );
    try {
      const answer = await this.agent.request({
        origin,
        path: pathname + search,
        method,
        headers,
        body,
        signal: over.signal,
      });
      return { status: answer.statusCode, headers: answer.headers, body: await this.beginningOf(answer) };
    } catch (error) {
      throw refusalIn(error) ?? (over.signal.aborted ? over.signal.reason : error);
    } finally {
      clearTimeout(late);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  /** The head said what counts: a body that is long, slow or broken is cut off. */
  private async beginningOf({ statusCode, body }: Dispatcher.ResponseData): Promise<string> {
    if (statusCode === 204) {
      await body.dump();
      return '';
    }
    const parts: Buffer[] = [];
    let bytes = 0;
    body.on('error', () => undefined);
    const late = setTimeout(() => body.destroy(), this.rules.restMs);
    try {
      for await (const part of body as AsyncIterable<Buffer>) {
        parts.push(part);
        bytes += part.length;
        if (bytes >= this.rules.mostBytes) break;
      }
    } catch {
      // what came of it is enough
    } finally {
      clearTimeout(late);
      body.destroy();
    }
    return Buffer.concat(parts).subarray(0, this.rules.mostBytes).toString('utf8');
  }

  private checked(url: string): URL {
    // parsers drop white space and control characters, and who reads the address would see another than is called
    const parsed = !/[\s\p{C}]/u.test(url) && URL.canParse(url) ? new URL(url) : undefined;
    if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.hostname === '')
      throw new UrlRefused('not-a-url');
    if (parsed.protocol === 'http:' && this.rules.secureOnly) throw new UrlRefused('not-https');
    if (parsed.username !== '' || parsed.password !== '') throw new UrlRefused('has-credentials');
    if (parsed.hash !== '') throw new UrlRefused('has-fragment');
    const port = Number(parsed.port || (parsed.protocol === 'https:' ? 443 : 80));
    if (REFUSED_PORTS.includes(port) || (port < LOWEST_PORT && !OTHER_PORTS.includes(port)))
      throw new UrlRefused('port-refused');
    return parsed;
  }

  /** The addresses of a host, when all of them may be called: one that mixes is up to something. */
  private async addresses(hostname: string): Promise<readonly string[]> {
    const literal = bare(hostname);
    const found = isIP(literal) ? [literal] : await this.resolve(literal).catch(() => []);
    if (found.length === 0) throw new UrlRefused('host-unresolved');
    if (!found.every((address) => mayCall(address, this.rules.allowed))) throw new UrlRefused('address-refused');
    return found;
  }

  private readonly lookup: LookupFunction = (hostname, options, answer) => {
    this.addresses(hostname).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        if (options.all) answer(null, found);
        else answer(null, found[0]!.address, found[0]!.family);
      },
      (error: unknown) => answer(error as Error, ''),
    );
  };
}

/** `[::1]` in a URL is `::1`. */
const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** A connection may have tried several addresses. */
const refusalIn = (error: unknown): UrlRefused | undefined => {
  const { cause, errors = [] } = error as { cause?: unknown; errors?: readonly unknown[] };
  return [error, cause, ...errors].find((each) => each instanceof UrlRefused);
};

/**
 * By the name servers of this machine, without the pool of threads that lookups of the system wait in: a name server that hangs is waited for by
 * those that need it alone. `localhost` is no name of theirs.
 */
const byDns = (): Resolve => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (hostname) => {
    if (hostname === 'localhost') return (await systemLookup(hostname, { all: true })).map(({ address }) => address);
    const found = await Promise.all([
      resolver.resolve4(hostname).catch(() => []),
      resolver.resolve6(hostname).catch(() => []),
    ]);
    return found.flat();
  };
};

/** What went wrong, for the agency: nothing of what is inside here. */
export const problemOf = (error: unknown): string => {
  if (error instanceof UrlRefused) return `the address is not called: ${error.fault}`;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^[A-Z0-9_]{3,60}$/.test(code)) return `no answer: ${code}`;
  return typeof message === 'string' && message.startsWith('no answer within ') ? message : 'no answer';
};
