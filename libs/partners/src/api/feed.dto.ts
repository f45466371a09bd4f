import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { PUBLIC_EVENTS, TOPICS } from '#contracts';
import { SomeOf, Text, Whole } from '#service';

const TOPICS_IN_FEED: readonly string[] = [TOPICS.mandates, TOPICS.cases, TOPICS.partners];
const TYPES_IN_FEED = [...PUBLIC_EVENTS.values()].filter(({ topic }) => TOPICS_IN_FEED.includes(topic)).map(({ type }) => type);

/** `types=a,b` and `types=a&types=b` are the same. */
const EventTypes = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    SomeOf(TYPES_IN_FEED, {
      optional: true,
      example: ['be.regie.mandate.granted.v1'],
      description: 'only these types, separated by commas; all when left out',
    }),
  );

export class FeedQuery {
  @Text({ max: 200, optional: true, description: 'the `next` of the page before; left out: from the beginning' }) readonly after?: string;
  @Whole({ min: 1, max: 500, optional: true }) readonly limit: number = 100;
  @EventTypes() readonly types?: string[];
}
