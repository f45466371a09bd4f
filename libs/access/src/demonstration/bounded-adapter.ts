import type { Adapter, AdapterPayload } from 'oidc-provider';

/** The limit for each kind (sessions, codes, grants), far above the need of a demonstration. */
const LARGEST = 1_000;

/** Keeps the state of oidc-provider in memory, until it expires or the limit is reached. */
export class BoundedAdapter implements Adapter {
  /** Ordered by the time of writing, so that the oldest entry goes first. */
  private readonly entries = new Map<string, Readonly<{ payload: AdapterPayload; until: number }>>();

  constructor(private readonly largest: number = LARGEST) {}

  /** Stores an entry for `expiresIn` seconds, without expiry by default. */
  async upsert(id: string, payload: AdapterPayload, expiresIn = Infinity): Promise<void> {
    this.entries.delete(id);
    this.entries.set(id, { payload, until: Date.now() + expiresIn * 1000 });
    if (this.entries.size > this.largest) this.forget((entry) => entry.until <= Date.now());
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.largest) this.entries.delete(oldest!);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = this.entries.get(id);
    return found && found.until > Date.now() ? found.payload : undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.findWhere((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.findWhere((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const found = await this.find(id);
    if (found) found.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.entries.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    this.forget(({ payload }) => payload.grantId === grantId);
  }

  private findWhere(fits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const { payload, until } of this.entries.values()) if (until > Date.now() && fits(payload)) return payload;
    return undefined;
  }

  private forget(which: (entry: Readonly<{ payload: AdapterPayload; until: number }>) => boolean): void {
    for (const [id, entry] of this.entries) if (which(entry)) this.entries.delete(id);
  }
}
