import type { TokenVerifier } from '#access';
import { type MakeGauge, setOrRemove } from './gauges.js';

/** The keys of the identity provider: without them, every token is refused. */
export class IdentityProviderGauges {
  private readonly up;
  private readonly keysAge;

  constructor(
    gauge: MakeGauge,
    private readonly verifier: TokenVerifier,
  ) {
    this.up = gauge(
      'regie_identity_provider_up',
      '1 while tokens can be verified with keys of the identity provider, 0 when there is a problem with the keys.',
    );
    this.keysAge = gauge(
      'regie_identity_provider_keys_age_seconds',
      'The time since the keys of the identity provider were fetched; after an hour they are not used any more.',
    );
  }

  async update(): Promise<void> {
    this.up.set((await this.verifier.problem()) === undefined ? 1 : 0);
    setOrRemove(this.keysAge, this.verifier.keysAgeSeconds());
  }
}
