import { DataSource, type DataSourceOptions } from 'typeorm';
import { comparePositions, START } from '#event-store';
import type { Consume, Page } from './bus.js';
import { applyPage, checkpointOf } from './checkpoints.js';
import { applying, type ReadModel } from './read-model.js';

export type Progress = Readonly<{ position: string; head: string; events: number }>;

/**
 * Rebuilds a read model from the log while it goes on answering: new tables are filled beside the old ones and take their place in one
 * transaction, at a position at or behind which the live one stands still meanwhile.
 * @param head the position to reach before the change of tables
 * @returns the number of events applied
 */
export const rebuild = async (
  db: DataSource,
  schema: string,
  model: ReadModel,
  consume: Consume<{ id: string }>,
  head: () => Promise<string>,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<number> => {
  const shadow = `${schema}_rebuild`;
  const tables = [...model.tables, 'checkpoints', 'handled'];
  await db.query(`DROP SCHEMA IF EXISTS ${shadow} CASCADE`);
  await db.query(`CREATE SCHEMA ${shadow}`);
  for (const table of tables) await db.query(`CREATE TABLE ${shadow}.${table} (LIKE ${schema}.${table} INCLUDING ALL)`);
  // The same entities and projections, with the new tables in front of the old ones: nothing in a projection knows of rebuilding.
  const beside = await new DataSource({
    ...db.options,
    migrations: [],
    extra: { options: `-c search_path=${shadow},${schema},public`, max: 2 },
  } as DataSourceOptions).initialize();
  try {
    let events = 0;
    const positions = new Map<string, string>();
    const handle = async (page: Page<{ id: string }>): Promise<void> => {
      await applyPage(beside, model.name, positions.get(page.source) ?? START, page, applying(model, { live: false }) as never, {
        dedupe: 'topics' in model,
      });
      positions.set(page.source, page.upTo);
      events += page.events.length;
    };
    const catchUp = async (target: string): Promise<void> => {
      if (target === START || [...positions.values()].some((position) => comparePositions(position, target) >= 0)) return;
      const stop = new AbortController();
      await consume(
        {
          after: async (source) => positions.get(source) ?? START,
          handle: async (page) => {
            await handle(page);
            onProgress({ position: page.upTo, head: target, events });
            if (comparePositions(page.upTo, target) >= 0) stop.abort();
          },
        },
        stop.signal,
      );
    };
    await catchUp(await head());
    // The live follower waits on its checkpoint row from here on: a few events at most are left.
    const swap = db.createQueryRunner();
    await swap.startTransaction();
    try {
      await swap.query('SELECT 1 FROM checkpoints WHERE follower = $1 FOR UPDATE', [model.name]);
      for (const [source] of positions) await catchUp(await checkpointOf(swap.manager, model.name, source));
      for (const table of model.tables) {
        await swap.query(`DROP TABLE ${schema}.${table}`);
        await swap.query(`ALTER TABLE ${shadow}.${table} SET SCHEMA ${schema}`);
      }
      await swap.query('DELETE FROM checkpoints WHERE follower = $1', [model.name]);
      await swap.query('DELETE FROM handled WHERE follower = $1', [model.name]);
      await swap.query(`INSERT INTO checkpoints SELECT * FROM ${shadow}.checkpoints`);
      await swap.query(`INSERT INTO handled SELECT * FROM ${shadow}.handled`);
      await swap.commitTransaction();
    } catch (error) {
      await swap.rollbackTransaction();
      throw error;
    } finally {
      await swap.release();
    }
    return events;
  } finally {
    await beside.destroy();
    await db.query(`DROP SCHEMA IF EXISTS ${shadow} CASCADE`);
  }
};
