import type { FeedEvent } from '../feed/audience.js';
import type { SubscriptionTerms } from '../subscriptions/domain/subscription.js';

/** CloudEvents 1.0 over HTTP, section 3. What is in a message is always written the same: it is signed, and may come again. */
export type Message = Readonly<{ contentType: string; headers: Readonly<Record<string, string>>; body: string }>;

/** One event in a message, or with `batch` all of them. `baseUrl`: where partners reach the API; left out, links are relative to it. */
export const messageOf = (
  events: readonly FeedEvent[],
  { mode, content }: Pick<SubscriptionTerms, 'mode' | 'content'>,
  baseUrl = '',
): Message => {
  const told = mode === 'link' ? events.map((event) => ({ ...event, dataref: baseUrl + resourceOf(event) })) : events;
  if (content === 'batch')
    return {
      contentType: 'application/cloudevents-batch+json; charset=utf-8',
      headers: {},
      body: JSON.stringify(told),
    };
  const [event] = told;
  if (content === 'structured')
    return { contentType: 'application/cloudevents+json; charset=utf-8', headers: {}, body: JSON.stringify(event) };
  const { data, datacontenttype, ...attributes } = event!;
  return {
    contentType: datacontenttype,
    headers: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, inHeader(String(value))]),
    ),
    body: JSON.stringify(data),
  };
};

/** The resource that an event is about. */
const resourceOf = ({ type, subject }: FeedEvent): string =>
  `/v1/${RESOURCES[type.split('.')[2] as KindIn<FeedEvent['type']>]}/${encodeURIComponent(subject)}`;

/** `mandate` in `be.regie.mandate.granted.v1`. */
type KindIn<Type> = Type extends `be.regie.${infer Kind}.${string}` ? Kind : never;

const RESOURCES: Readonly<Record<KindIn<FeedEvent['type']>, string>> = {
  mandate: 'mandates',
  case: 'cases',
  agency: 'agencies',
  subscription: 'subscriptions',
};

/** CloudEvents over HTTP, section 3.1.3.2: what is not plain to see is percent-encoded. */
const inHeader = (value: string): string =>
  value.replaceAll(/[^\x21-\x7e]|["%]/gu, (character) => encodeURIComponent(character));
