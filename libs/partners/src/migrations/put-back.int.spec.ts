import { DataSource } from 'typeorm';
import { databaseOptions } from '#runtime';
import { startPostgres } from '#testing/postgres';
import { partnersContext } from '../partners.module.js';

/** What no log brings back (docs/operations.md, Backup). */
const KEPT = ['delivery_line', 'delivery', 'subscription_key', 'subscription_contact'];

it('a database into which only that was put back which no log brings back gets the rest beside it', async () => {
  const postgres = await startPostgres();
  try {
    const url = await postgres.createDatabase();
    const admin = await new DataSource({ type: 'postgres', url }).initialize();
    await admin.query('CREATE SCHEMA partners');
    await admin.query('CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public');
    await (await new DataSource(databaseOptions(partnersContext, url)).initialize()).destroy();
    await admin.query("INSERT INTO partners.subscription_contact VALUES ('44021', 's1', 'ict@partner.example')");
    const tables = (): Promise<{ name: string }[]> =>
      admin.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'partners' ORDER BY tablename");
    const all = await tables();
    for (const { name } of all) if (!KEPT.includes(name)) await admin.query(`DROP TABLE partners.${name}`);
    await (await new DataSource(databaseOptions(partnersContext, url)).initialize()).destroy();
    expect(await tables()).toEqual(all);
    expect(await admin.query('SELECT mail FROM partners.subscription_contact')).toEqual([
      { mail: 'ict@partner.example' },
    ]);
    await admin.destroy();
  } finally {
    await postgres.stop();
  }
});
