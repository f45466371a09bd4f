import { Module } from '@nestjs/common';
import type { Publishes } from '#messaging';
import { type ContextDefinition, ContextModule } from '#service';
import { AgenciesController } from './api/agencies.controller.js';
import { FeedController } from './api/feed.controller.js';
import { FeedStreams } from './api/feed-streams.js';
import { publishes } from './integration/publishes.js';
import { Partners1767222000100 } from './migrations/partners-1767222000100.js';
import { FeedDigests1767222000200 } from './migrations/feed-digests-1767222000200.js';
import { FeedRights1767222000300 } from './migrations/feed-rights-1767222000300.js';
import { AgencyHandler } from './partners.handler.js';
import { agencies, AgencyByCodeHandler, AgencyRow, ListAgenciesHandler } from './read-models/agencies.js';
import { feed, FeedEntryRow, FeedEventRow, FeedRow, FeedSubjectRow, ParticipationRow } from './read-models/feed.js';
import { ReadFeedHandler } from './read-models/feed-reader.js';
import { FeedWaker } from './read-models/feed-waker.js';

export const partnersContext: ContextDefinition = {
  name: 'partners',
  entities: [AgencyRow, FeedRow, FeedEventRow, FeedSubjectRow, FeedEntryRow, ParticipationRow],
  migrations: [Partners1767222000100, FeedDigests1767222000200, FeedRights1767222000300],
  readModels: [agencies, feed],
  publishes: publishes as Publishes,
};

/** Who takes part: the register of agencies of each city, and the feed of each agency. */
@Module({
  imports: [ContextModule.of(partnersContext)],
  controllers: [AgenciesController, FeedController],
  providers: [AgencyHandler, AgencyByCodeHandler, ListAgenciesHandler, ReadFeedHandler, FeedWaker, FeedStreams],
})
export class PartnersModule {}
