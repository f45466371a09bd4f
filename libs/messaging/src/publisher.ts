import type { DataSource } from 'typeorm';
import type { ContextName } from '#contracts';
import type { EventStore } from '#event-store';
import type { BusProducer } from './bus.js';
import type { Publishes } from './embedded-log.js';
import { Follower, type FollowerOptions } from './follower.js';
import { ownLog } from './own-log.js';

/**
 * Brings a context's public events to the bus. It is a follower like any other: the checkpoint is stored after the acknowledgement, so that an
 * event may go out twice but is never left out (P1), and the locked checkpoint row lets one instance at a time publish.
 */
export const publisher = (
  store: EventStore,
  context: ContextName,
  publishes: Publishes,
  bus: BusProducer,
  db: DataSource,
  log: FollowerOptions<never>['log'],
): Follower =>
  new Follower({
    name: `${context}.publisher`,
    db,
    log,
    consume: ownLog(store, context),
    apply: async (events) => {
      const announced = events.map(publishes).filter((event) => event !== undefined);
      if (announced.length > 0) await bus.publish(announced);
    },
  }) as Follower;
