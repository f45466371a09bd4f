import { DataSource } from 'typeorm';
import { typeParsers } from '#postgres';
import { prepareSchema } from '#runtime';
import { startPostgres } from '#testing/postgres';
import { partnersContext } from '../partners.module.js';

/** Opens the empty tables of the context in a database of their own, without a service that uses them. */
export const openPartnersTables = async (): Promise<Readonly<{ db: DataSource; close(): Promise<void> }>> => {
  const postgres = await startPostgres();
  const url = await postgres.createDatabase();
  await prepareSchema(partnersContext, url);
  const db = await new DataSource({
    type: 'postgres',
    url,
    extra: { options: '-c search_path=partners', types: typeParsers },
  }).initialize();
  const close = async (): Promise<void> => {
    await db.destroy();
    await postgres.stop();
  };
  return { db, close };
};
