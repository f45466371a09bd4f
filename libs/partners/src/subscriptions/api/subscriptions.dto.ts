import { THEMES } from '#contracts';
import { CalendarDate, Codes, FreeText, OneOf, Pattern, SomeOf, Text, Whole } from '#http';
import { DELIVERY_STATES } from '../../delivery/delivery-log.js';
import { MOST_NEIGHBOURHOODS, TYPES_IN_FEED } from '../../feed/api/feed.dto.js';
import { SUBSCRIPTION_STATUSES } from '../domain/subscription-history.js';

export const MODES = ['thin', 'link'] as const;
export const CONTENTS = ['structured', 'binary', 'batch'] as const;
export const SIGNATURES = ['hmac', 'ed25519'] as const;
/** The form of a mail address in RFC 5321, without quotes and comments. */
const MAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$/;

const Url = (optional = false): PropertyDecorator =>
  Text({
    max: 2000,
    optional,
    example: 'https://partner.example.be/regie',
    description: 'Address that events are posted to. It is asked for its consent first.',
  });
const Types = (): PropertyDecorator =>
  SomeOf(TYPES_IN_FEED, {
    optional: true,
    example: ['be.regie.mandate.granted.v1'],
    description: 'Types of events to deliver; all when left out or empty.',
  });
const Neighbourhoods = (): PropertyDecorator =>
  Codes({
    max: MOST_NEIGHBOURHOODS,
    optional: true,
    description:
      'Codes of neighbourhoods: of the events with a slot, delivers only theirs. All when left out or empty.',
  });
const Themes = (): PropertyDecorator =>
  SomeOf(THEMES, {
    optional: true,
    description: 'Themes: of the events with a slot, delivers only theirs. All when left out or empty.',
  });
const Mode = (): PropertyDecorator =>
  OneOf(MODES, {
    optional: true,
    description: '`thin`: the event as published. `link`: with `dataref`, the address of the resource.',
  });
const Content = (): PropertyDecorator =>
  OneOf(CONTENTS, { optional: true, description: 'Content mode of CloudEvents over HTTP.' });
const Signatures = (): PropertyDecorator =>
  SomeOf(SIGNATURES, {
    min: 1,
    optional: true,
    example: ['hmac'],
    description:
      'Signatures of each message: `hmac` (`v1`, with the secret), `ed25519` (`v1a`, for the public key). `hmac` alone when left out at creation.',
  });
const Contact = (): PropertyDecorator =>
  Pattern(MAIL, 'a mail address', {
    optional: true,
    example: 'ict@partner.example.be',
    description: 'Mail address that is notified when the hub stops trying.',
  });

export class SubscriptionPath {
  @Text({ max: 100, example: '0198c0de-0000-7000-8000-000000000020' }) readonly id: string;
}

export class SubscribeDto {
  @Url() readonly url: string;
  @Types() readonly types: string[] = [];
  @Neighbourhoods() readonly neighbourhoods: string[] = [];
  @Themes() readonly themes: string[] = [];
  @Mode() readonly mode: (typeof MODES)[number] = 'thin';
  @Content() readonly content: (typeof CONTENTS)[number] = 'structured';
  @Signatures() readonly signatures: (typeof SIGNATURES)[number][] = ['hmac'];
  @Contact() readonly contact?: string;
  @Text({
    max: 200,
    optional: true,
    description: 'Cursor of your feed after which deliveries begin. When left out, they begin with the next new event.',
  })
  readonly after?: string;
}

/** The changes of a subscription. Fields that are left out keep their value. */
export class ChangeSubscriptionDto {
  @Url(true) readonly url?: string;
  @Types() readonly types?: string[];
  @Neighbourhoods() readonly neighbourhoods?: string[];
  @Themes() readonly themes?: string[];
  @Mode() readonly mode?: (typeof MODES)[number];
  @Content() readonly content?: (typeof CONTENTS)[number];
  @Signatures() readonly signatures?: (typeof SIGNATURES)[number][];
  @Contact() readonly contact?: string;
}

export class ReplayDto {
  @Text({ max: 200, optional: true, description: 'Cursor of your feed: everything after it is delivered again.' })
  readonly after?: string;
  @CalendarDate({
    optional: true,
    description: 'Day in Brussels: everything since its beginning is delivered again.',
  })
  readonly since?: string;
}

export class SkipDto {
  @Text({ max: 100, description: '`id` of an event that waits for delivery.' }) readonly eventId: string;
  @FreeText({ max: 500 }) readonly reason: string;
}

export class SubscriptionsQuery {
  @OneOf(SUBSCRIPTION_STATUSES, { optional: true }) readonly status?: string;
  @Text({ max: 100, optional: true, description: '`next` of the previous page.' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}

export class DeliveriesQuery {
  @OneOf(DELIVERY_STATES, { optional: true }) readonly state?: string;
  @Text({ max: 100, optional: true, description: '`id` of an event: lists only its deliveries.' })
  readonly eventId?: string;
  @Whole({ min: 1, max: 1e15, optional: true, description: '`next` of the previous page.' }) readonly before?: number;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}
