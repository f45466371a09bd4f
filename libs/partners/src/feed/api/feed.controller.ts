import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires, TokenExpiry } from '#access';
import { Responds, RespondsText } from '#http';
import { type Actor, brusselsDate, DomainError } from '#kernel';
import { ReadFeed } from '../queries/read-feed.js';
import { FeedQuery, StreamQuery } from './feed.dto.js';
import { FeedPageResponse, STREAM } from './feed.responses.js';
import { FeedStreams } from './feed-streams.js';

@ApiTags('feed')
@Controller('v1/feed')
export class FeedController {
  constructor(
    private readonly queries: QueryBus,
    private readonly streams: FeedStreams,
  ) {}

  /** Every role may read: the feed has references without content, and only events that the whole agency may see. */
  @Requires('feed:read')
  @Get()
  @ApiOperation({
    summary:
      'The events that concern your agency, in order: the mandate register of the city, itself, and the cases it takes part in today.',
    description:
      'CloudEvents 1.0 as they were announced. Keep `next` and send it back as `after`: it is always there, also after an empty page. `more` says ' +
      'that reading on at once may find something. An event is there at least once; its `id` tells a repeat.',
  })
  @Responds(FeedPageResponse)
  async read(@CurrentActor() { city, agency }: Actor, @Query() query: FeedQuery) {
    const { entries, next, more } = await this.queries.execute(
      new ReadFeed({ city, agency }, query, brusselsDate(new Date())),
    );
    return { events: entries.map(({ event }) => event), next, more };
  }

  @Requires('feed:read')
  @Get('stream')
  @ApiOperation({
    summary: 'The same as Server-Sent Events: what is there after the cursor, and then what comes, as it comes.',
    description:
      'Each message is a CloudEvent, with the cursor after it as its `id`; a client that reconnects sends it back as `Last-Event-ID`, as browsers do by themselves. ' +
      '`event: resync`: the cursor was unknown, and everything comes again from the beginning; the `id` of a CloudEvent tells what you have. `event: end`: the last one, with the ' +
      '`code` of a problem: the token has expired, the agency takes no part any more, or the process stops. A comment every 15 seconds says that the line is there.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'the `id` of the last event that was received' })
  @RespondsText('text/event-stream', STREAM)
  async stream(
    @CurrentActor() { city, agency }: Actor,
    @TokenExpiry() expires: Date,
    @Query() { after, ...filter }: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    // A cursor in a header passes no DTO, so its length is checked here.
    if (lastEventId && lastEventId.length > 200) throw new DomainError('feed.cursor-malformed');
    await this.streams.answer(response, { feed: { city, agency }, after: lastEventId || after, filter, expires });
  }
}
