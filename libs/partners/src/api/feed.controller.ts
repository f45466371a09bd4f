import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Roles } from '#access';
import type { Actor } from '#decider';
import { brusselsDate } from '#service';
import { type FeedPage, ReadFeed } from '../read-models/feed-reader.js';
import { FeedQuery } from './feed.dto.js';

@ApiTags('feed')
@Controller('v1/feed')
export class FeedController {
  constructor(private readonly queries: QueryBus) {}

  /** Every role may read: the feed says of each case what the whole agency sees of it, in references without content. */
  @Roles('worker', 'coordinator', 'manager', 'agency-admin', 'partner-api')
  @Get()
  @ApiOperation({
    summary: 'The events that concern your agency, in order: the mandate register of the city, itself, and the cases it takes part in today.',
    description:
      'CloudEvents 1.0 as they were announced. Keep `next` and send it back as `after`: it is always there, also behind an empty page. `more` says ' +
      'that there is something behind it already. An event is there at least once; its `id` tells a repeat.',
  })
  async read(@CurrentActor() { city, agency }: Actor, @Query() query: FeedQuery) {
    const { entries, next, more } = await this.queries.execute<ReadFeed, FeedPage>(new ReadFeed({ city, agency }, query, brusselsDate(new Date())));
    return { events: entries.map(({ event }) => event), next, more };
  }
}
