import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { PUBLIC_EVENTS, THEMES, TOPICS } from '#contracts';
import { Codes, SomeOf, Text, Whole } from '#http';

const TOPICS_IN_FEED: readonly string[] = [TOPICS.mandates, TOPICS.cases, TOPICS.partners];
export const TYPES_IN_FEED = [...PUBLIC_EVENTS.values()]
  .filter(({ topic }) => TOPICS_IN_FEED.includes(topic))
  .map(({ type }) => type);

/** Accepts a list in a query as `a,b` or as a repeated name. */
const Separated = (list: PropertyDecorator): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    list,
  );

export const MOST_NEIGHBOURHOODS = 200;

/** The filter of a feed. Without a filter, a read returns all events. */
class FeedFilterQuery {
  @Separated(
    SomeOf(TYPES_IN_FEED, {
      optional: true,
      example: ['be.regie.mandate.granted.v1'],
      description: 'Types of events to return, separated by commas; all when left out.',
    }),
  )
  readonly types?: string[];

  @Separated(
    Codes({
      min: 1,
      max: MOST_NEIGHBOURHOODS,
      optional: true,
      example: ['4'],
      description:
        'Codes of neighbourhoods: returns only their events about cases and mandates. Other events always come.',
    }),
  )
  readonly neighbourhoods?: string[];

  @Separated(
    SomeOf(THEMES, {
      optional: true,
      example: ['leefbaarheid'],
      description: 'Themes: returns only their events about cases and mandates. Other events always come.',
    }),
  )
  readonly themes?: string[];
}

export class FeedQuery extends FeedFilterQuery {
  @Text({
    max: 200,
    optional: true,
    description: '`next` of the previous page; the beginning of the feed when left out.',
  })
  readonly after?: string;
  @Whole({ min: 1, max: 500, optional: true }) readonly limit: number = 100;
}

export class StreamQuery extends FeedFilterQuery {
  @Text({
    max: 200,
    optional: true,
    description:
      '`next` of a page, or `id` of an event of a stream; the beginning of the feed when left out. `Last-Event-ID` takes precedence.',
  })
  readonly after?: string;
}
