import type { FeedEvent } from '../feed/domain/audience.js';

/**
 * Message format that the agency chose. `mode`: with or without a link to the resource. `content`: the content mode of
 * CloudEvents over HTTP.
 */
export type MessageFormat = Readonly<{ mode: 'thin' | 'link'; content: 'structured' | 'binary' | 'batch' }>;

/**
 * The content of a request in CloudEvents 1.0 over HTTP (section 3). The same events always give the same bytes, so
 * that a retry has the same body.
 */
export type WebhookMessage = Readonly<{ contentType: string; headers: Readonly<Record<string, string>>; body: string }>;

/**
 * Formats one event, or several events with `batch`. `events`: CloudEvents as JSON text, which becomes part of the body
 * as it is. `baseUrl`: the address of the API for partners; without it, links are relative.
 * @throws {RangeError} several events, or none, in a content mode other than `batch`: those left out would be lost
 */
export const webhookMessage = (
  events: readonly string[],
  { mode, content }: MessageFormat,
  baseUrl = '',
): WebhookMessage => {
  const formatted = mode === 'link' ? events.map((event) => withLink(event, baseUrl)) : events;
  if (content === 'batch')
    return {
      contentType: 'application/cloudevents-batch+json; charset=utf-8',
      headers: {},
      body: `[${formatted.join(',')}]`,
    };
  const [event, ...others] = formatted;
  if (event === undefined || others.length > 0)
    throw new RangeError(`a message has ${events.length} events, and one in the content mode ${content}`);
  if (content === 'structured')
    return { contentType: 'application/cloudevents+json; charset=utf-8', headers: {}, body: event };
  const { data, datacontenttype, ...attributes } = JSON.parse(event) as FeedEvent;
  return {
    contentType: datacontenttype,
    headers: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, headerValue(String(value))]),
    ),
    body: JSON.stringify(data),
  };
};

/** Adds `dataref` as the last attribute of an event. */
const withLink = (event: string, baseUrl: string): string => {
  const dataref = baseUrl + resourceOf(JSON.parse(event) as FeedEvent);
  return `${event.slice(0, -1)},"dataref":${JSON.stringify(dataref)}}`;
};

/** Returns the path of the resource that an event is about. */
const resourceOf = ({ type, subject }: FeedEvent): string =>
  `/v1/${RESOURCES[type.split('.')[2] as SubjectKind<FeedEvent['type']>]}/${encodeURIComponent(subject)}`;

/** The kind of subject in an event type: `mandate` in `be.regie.mandate.granted.v1`. */
type SubjectKind<Type> = Type extends `be.regie.${infer Kind}.${string}` ? Kind : never;

const RESOURCES: Readonly<Record<SubjectKind<FeedEvent['type']>, string>> = {
  mandate: 'mandates',
  case: 'cases',
  agency: 'agencies',
  subscription: 'subscriptions',
};

/** Percent-encodes everything but visible ASCII (CloudEvents over HTTP, section 3.1.3.2). */
const headerValue = (value: string): string =>
  value.replaceAll(/[^\x21-\x7e]|["%]/gu, (character) => encodeURIComponent(character));
