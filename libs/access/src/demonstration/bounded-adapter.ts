import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Of each kind (sessions, codes, grants): far more than a demonstration needs. */
const LARGEST = 1_000;

/** What oidc-provider remembers, in memory: until it expires, or until there is too much of it. */
export class BoundedAdapter implements Adapter {
  /** In the order of writing. */
  private readonly entries = new Map<string, Readonly<{ payload: AdapterPayload; until: number }>>();

  constructor(private readonly largest: number = LARGEST) {}

  /** For what never expires the caller gives no `expiresIn`, in seconds. */
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
