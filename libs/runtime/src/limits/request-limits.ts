import type { ThrottlerModuleOptions } from '@nestjs/throttler';
import type { Request } from 'express';
import ipaddr from 'ipaddr.js';
import type { WithActor } from '#access';
import { clientAddress } from '#http';
import { type Actor, DomainError } from '#kernel';
import type { Settings } from '../settings/settings.js';
import { ThrottleStorage } from './throttle-storage.js';

const SECOND = 1_000;

/** `subject`: a person or system of an agency; `agency`: all of these together; `address`: requests without a valid token. */
type LimitName = 'subject' | 'agency' | 'address';
/** `counted`: the request counts for a limit already. */
export type WithCount = { counted?: boolean };

type RateSettings = Pick<Settings, 'rateWindowSeconds' | 'rateSubject' | 'rateAgency' | 'rateAddress' | 'rateKeys'>;

/**
 * The limits on the number of requests in a window, counted by this process for itself.
 * A request with a valid token counts for its subject and its agency, and never for its address: agencies share addresses.
 */
export class RequestLimits {
  readonly storage: ThrottleStorage;
  /** the requests refused, by limit */
  readonly refused: Record<LimitName, number> = { subject: 0, agency: 0, address: 0 };
  private readonly most: Readonly<Record<LimitName, number>>;
  private readonly windowSeconds: number;

  constructor(settings: RateSettings, now?: () => number) {
    this.storage = new ThrottleStorage(settings.rateKeys, now);
    this.windowSeconds = settings.rateWindowSeconds;
    this.most = { subject: settings.rateSubject, agency: settings.rateAgency, address: settings.rateAddress };
  }

  /** The limits of requests with a valid token, for the guard. */
  get options(): ThrottlerModuleOptions {
    return {
      storage: this.storage,
      throttlers: (['subject', 'agency'] as const).map((name) => ({
        name,
        limit: this.most[name],
        ttl: this.windowSeconds * SECOND,
        getTracker: (request) => TRACKERS[name]((request as WithActor).actor),
      })),
    };
  }

  /** The limits in the form of the header `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10). */
  get policy(): string {
    return (['subject', 'agency'] as const)
      .map((name) => `"${name}";q=${this.most[name]};w=${this.windowSeconds}`)
      .join(', ');
  }

  /** Returns the refusal of a request that exceeds a limit, and counts it for the metrics. */
  refusal(name: LimitName, retryAfter: number): DomainError {
    this.refused[name]++;
    const { windowSeconds } = this;
    return new DomainError('request.too-many', { limit: name, most: this.most[name], windowSeconds, retryAfter });
  }

  /**
   * Refuses to look at a token that is not remembered as valid, when too many from this address were refused.
   * @throws {DomainError} `request.too-many`
   */
  readonly mayTryToken = (request: Request): void => {
    const exceeded = this.storage.exceeded(addressOf(request), this.most.address, 'address');
    if (exceeded) throw this.refusal('address', exceeded.timeToBlockExpire);
  };

  /**
   * Counts a request that was refused before the guard: for its actor when only its body was wrong, or for its address
   * when its token was. An identity provider that is away is no reason to count.
   */
  readonly countRefused = (request: Request & WithCount & { actor?: Actor }, code: string): void => {
    if (request.counted) return;
    request.counted = true;
    if (WRONG_TOKEN.includes(code)) return this.count(addressOf(request), 'address');
    if (!request.actor) return;
    for (const name of ['subject', 'agency'] as const) this.count(TRACKERS[name](request.actor), name);
  };

  private count(key: string, name: LimitName): void {
    this.storage.count(key, this.windowSeconds * SECOND, this.most[name], name);
  }
}

const WRONG_TOKEN = [
  'access.token-missing',
  'access.token-invalid',
  'access.token-expired',
  'access.claims-incomplete',
];

const TRACKERS = {
  subject: ({ city, agency, subject }: Actor): string => `${city} ${agency} ${subject}`,
  agency: ({ city, agency }: Actor): string => `${city} ${agency}`,
} satisfies Partial<Record<LimitName, (actor: Actor) => string>>;

/** The part of an IPv6 address that a provider gives to one customer, in bits. */
const IPV6_CUSTOMER = 64;

/** Returns the key of the address of a client: an IPv4 address, or the network of an IPv6 address. */
const addressOf = (request: Request): string => {
  const text = clientAddress(request);
  if (!text.includes(':') || !ipaddr.isValid(text)) return text;
  const address = ipaddr.process(text);
  if (address.kind() === 'ipv4') return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_CUSTOMER}`).toString();
};
