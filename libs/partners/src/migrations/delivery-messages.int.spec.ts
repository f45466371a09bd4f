import type { DataSource } from 'typeorm';
import { openPartnersTables } from '../testing/partners-tables.js';
import { DeliveryMessages1798000000120 } from './delivery-messages-1798000000120.js';

let db: DataSource;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await openPartnersTables());
});
afterAll(() => close());

it('the way back gives each event of a message a row, and the way forth keeps these rows', async () => {
  await db.query(
    `INSERT INTO delivery (city, subscription_id, number, pass, message, sequence, sequences, event_ids, event_types, state, attempts, enqueued_at)
     VALUES ('44021', 's', 1, 1, 1, 3, '{3}', '{a}', '{t}', 'delivered', 1, now()),
            ('44021', 's', 2, 1, 2, 9, '{5,7,9}', '{b,c,d}', '{t,u,t}', 'pending', 2, now())`,
  );
  const runner = db.createQueryRunner();
  const migration = new DeliveryMessages1798000000120();
  await migration.down(runner);
  const rows = 'number::int, message::int, sequence::int, state, attempts';
  const common = { message: 2, state: 'pending', attempts: 2 };
  const first = { number: 1, message: 1, sequence: 3, state: 'delivered', attempts: 1 };
  expect(await db.query(`SELECT ${rows}, event_id, event_type FROM delivery ORDER BY number`)).toEqual([
    { ...first, event_id: 'a', event_type: 't' },
    { ...common, number: 2, sequence: 5, event_id: 'b', event_type: 't' },
    { ...common, number: 3, sequence: 7, event_id: 'c', event_type: 'u' },
    { ...common, number: 4, sequence: 9, event_id: 'd', event_type: 't' },
  ]);
  await migration.up(runner);
  await migration.up(runner);
  await runner.release();
  expect(
    await db.query(`SELECT ${rows}, sequences::int[], event_ids, event_types FROM delivery ORDER BY number`),
  ).toEqual([
    { ...first, sequences: [3], event_ids: ['a'], event_types: ['t'] },
    { ...common, number: 2, sequence: 5, sequences: [5], event_ids: ['b'], event_types: ['t'] },
    { ...common, number: 3, sequence: 7, sequences: [7], event_ids: ['c'], event_types: ['u'] },
    { ...common, number: 4, sequence: 9, sequences: [9], event_ids: ['d'], event_types: ['t'] },
  ]);
});
