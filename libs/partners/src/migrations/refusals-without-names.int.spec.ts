import type { DataSource } from 'typeorm';
import { openPartnersTables } from '../testing/partners-tables.js';
import { RefusalsWithoutNames1799100000000 } from './refusals-without-names-1799100000000.js';

let db: DataSource;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await openPartnersTables());
});
afterAll(() => close());

it('stored refusals of a name without an address get the words of a name inside, and other answers stay', async () => {
  const insert = (number: number, response: string): Promise<unknown> =>
    db.query(
      `INSERT INTO delivery (city, subscription_id, number, pass, message, sequence, sequences, event_ids, event_types, state, attempts, enqueued_at, response)
       VALUES ('44021', 's', $1, 1, $1, $1, ARRAY[$1::bigint], '{a}', '{t}', 'pending', 1, now(), $2)`,
      [number, response],
    );
  const [absent, inside] = ['host-unresolved', 'address-refused'].map((fault) => `the address is not called: ${fault}`);
  await insert(1, absent!);
  await insert(2, inside!);
  await insert(3, 'no answer: ECONNREFUSED');
  const runner = db.createQueryRunner();
  await new RefusalsWithoutNames1799100000000().up(runner);
  await runner.release();
  expect(await db.query('SELECT response FROM delivery ORDER BY number')).toEqual([
    { response: inside },
    { response: inside },
    { response: 'no answer: ECONNREFUSED' },
  ]);
});
