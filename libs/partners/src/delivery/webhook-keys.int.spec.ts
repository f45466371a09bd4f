import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { startTestService, type TestService } from '#testing/http';
import { partners } from '../index.js';
import { CannotDecrypt, Encryption } from './encryption.js';
import { WebhookKeys } from './webhook-keys.js';

const [OLD, NEW] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string];
const NOW = new Date('2026-06-01T12:00:00Z');
const A_DAY_LATER = new Date('2026-06-02T12:00:01Z');

let service: TestService;
let db: DataSource;
let subscriptions = 0;
/** Returns the keys of a process that was started with these values of REGIE_SECRETS_KEY. */
const startedWith = (...keys: readonly string[]): WebhookKeys => new WebhookKeys(db, new Encryption(keys.join(',')));
const aSubscription = () => ({ city: '44021', subscriptionId: `s${++subscriptions}` });
/** Counts the keys that sign at a moment. */
const countSigning = async (keys: WebhookKeys, of: ReturnType<typeof aSubscription>, at: Date): Promise<number> =>
  (await keys.signingKeys(of, at)).length;

beforeAll(async () => {
  service = await startTestService([partners]);
  db = service.app.get<DataSource>(getDataSourceToken('partners'), { strict: false });
});
afterAll(() => service.stop());

describe('rotating', () => {
  it('leaves one key without an end, whatever the order in which rotations arrive', async () => {
    for (const order of [
      [0, 1, 2, 3],
      [0, 3, 1, 2],
      [0, 2, 3, 1],
    ]) {
      const of = aSubscription();
      const keys = startedWith(OLD);
      for (const rotation of order) await keys.ensure(of, rotation, rotation > 0 ? A_DAY_LATER : undefined);
      expect(await countSigning(startedWith(OLD), of, A_DAY_LATER)).toBe(1);
    }
    const of = aSubscription();
    await Promise.all(
      [0, 1, 2, 3, 4, 5].map((rotation) =>
        startedWith(OLD).ensure(of, rotation, rotation > 0 ? A_DAY_LATER : undefined),
      ),
    );
    expect(await countSigning(startedWith(OLD), of, A_DAY_LATER)).toBe(1);
  });

  it('does not shorten an overlap when a request is repeated late', async () => {
    const of = aSubscription();
    const keys = startedWith(OLD);
    const TWO_DAYS_LATER = new Date(A_DAY_LATER.getTime() + 86_400_000);
    await keys.ensure(of, 0);
    await keys.ensure(of, 1, A_DAY_LATER);
    await keys.ensure(of, 2, TWO_DAYS_LATER);
    await keys.ensure(of, 1, A_DAY_LATER);
    expect(await countSigning(startedWith(OLD), of, new Date(TWO_DAYS_LATER.getTime() - 1))).toBe(2);
    expect(await countSigning(startedWith(OLD), of, TWO_DAYS_LATER)).toBe(1);
  });

  it('generates no keys for a subscription that has ended', async () => {
    const of = aSubscription();
    await db.query(
      `INSERT INTO subscription (city, id, agency, version, url, types, neighbourhoods, themes, mode, content, status, confirmed, starts_after, created_at, changed_at)
       VALUES ($1, $2, 'a', 2, 'https://a.example', '{}', '{}', '{}', 'thin', 'structured', 'ended', false, '', now(), now())`,
      [of.city, of.subscriptionId],
    );
    expect(await startedWith(OLD).ensure(of, 0)).toBeUndefined();
    expect(await startedWith(OLD).publicKeys(of, NOW)).toEqual([]);
  });
});

describe('REGIE_SECRETS_KEY', () => {
  it('can lose its old key a day after the last subscription has rotated', async () => {
    const of = aSubscription();
    await startedWith(OLD).ensure(of, 0);
    expect(await countSigning(startedWith(NEW, OLD), of, NOW)).toBe(1);
    await expect(startedWith(NEW).signingKeys(of, NOW)).rejects.toThrow(CannotDecrypt);
    await startedWith(NEW, OLD).ensure(of, 1, A_DAY_LATER);
    expect(await countSigning(startedWith(NEW, OLD), of, NOW)).toBe(2);
    expect(await countSigning(startedWith(NEW), of, A_DAY_LATER)).toBe(1);
  });

  it('can be lost: a rotation lets deliveries go on at once, signed with the new keys alone', async () => {
    const of = aSubscription();
    await startedWith(OLD).ensure(of, 0);
    await startedWith(NEW).ensure(of, 1, A_DAY_LATER);
    expect(await countSigning(startedWith(NEW), of, NOW)).toBe(1);
  });
});
