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

/** The filter of a feed; without it, all events. */
class FeedFilterQuery {
  @Separated(
    SomeOf(TYPES_IN_FEED, {
      optional: true,
      example: ['be.regie.mandate.granted.v1'],
      description: 'only these types, separated by commas; all when left out',
    }),
  )
  readonly types?: string[];

  @Separated(
    Codes({
      min: 1,
      max: MOST_NEIGHBOURHOODS,
      optional: true,
      example: ['4'],
      description: 'of cases and mandates only those of these neighbourhoods; what is about neither comes always',
    }),
  )
  readonly neighbourhoods?: string[];

  @Separated(
    SomeOf(THEMES, {
      optional: true,
      example: ['leefbaarheid'],
      description: 'of cases and mandates only those with these themes; what is about neither comes always',
    }),
  )
  readonly themes?: string[];
}

export class FeedQuery extends FeedFilterQuery {
  @Text({ max: 200, optional: true, description: 'the `next` of the page before; left out: from the beginning' })
  readonly after?: string;
  @Whole({ min: 1, max: 500, optional: true }) readonly limit: number = 100;
}

export class StreamQuery extends FeedFilterQuery {
  @Text({
    max: 200,
    optional: true,
    description:
      'the `next` of a page, or the `id` of an event of a stream; `Last-Event-ID` goes before it. Left out: from the beginning',
  })
  readonly after?: string;
}
