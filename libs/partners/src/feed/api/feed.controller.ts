import { Controller, Get, Header, Headers, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Static } from 'typebox';
import { CurrentActor, Requires, TokenExpiry } from '#access';
import { type JsonText, Responds, RespondsText, WithoutTimeLimit } from '#http';
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

  /** Every role may read the feed, because events have references without content and the whole agency may see them. */
  @Requires('feed:read')
  @Get()
  @ApiOperation({
    summary:
      'Read the feed of your agency, in order: events of the mandate register, of the agency itself, and of its cases.',
    description:
      'CloudEvents 1.0, as published. Store `next` and send it back as `after`; every page has it, also an empty one. `more` is true when reading on at once may find events. Delivery is at least once: a repeated event has the same `id`.',
  })
  @Header('content-type', 'application/json; charset=utf-8')
  @Responds(FeedPageResponse)
  async read(
    @CurrentActor() { city, agency }: Actor,
    @Query() query: FeedQuery,
  ): Promise<JsonText<Static<typeof FeedPageResponse>>> {
    const { entries, next, more } = await this.queries.execute(
      new ReadFeed({ city, agency }, query, brusselsDate(new Date())),
    );
    const events = entries.map(({ event }) => event).join(',');
    return `{"events":[${events}],"next":${JSON.stringify(next)},"more":${more}}`;
  }

  @Requires('feed:read')
  @Get('stream')
  @WithoutTimeLimit()
  @ApiOperation({
    summary:
      'Read the feed as Server-Sent Events: first the events after the cursor, then each new event as it arrives.',
    description:
      'The data of each message is a CloudEvent, and its `id` is the cursor after it. A client that reconnects sends it back as `Last-Event-ID`, as browsers do by themselves. `event: resync`: the cursor was unknown. The feed is sent again from the beginning; events that you have keep their `id`. `event: end` is the last message. It has the `code` of a problem: the token has expired, the agency takes no part any more, or the process stops. A comment every 15 seconds shows that the connection works.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: '`id` of the last event that was received.' })
  @RespondsText('text/event-stream', STREAM)
  async stream(
    @CurrentActor() { city, agency }: Actor,
    @TokenExpiry() expires: Date,
    @Query() { after, ...filter }: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    // No DTO checks a header, so the length of its cursor is checked here.
    if (lastEventId && lastEventId.length > 200) throw new DomainError('feed.cursor-malformed');
    await this.streams.answer(response, { feed: { city, agency }, after: lastEventId || after, filter, expires });
  }
}
