import { type Static, type TObject, type TProperties, Type } from 'typebox';
import { Compile } from 'typebox/compile';

/** The topics of the bus, one for each context. */
export const TOPICS = {
  mandates: 'regie.mandates.v1',
  cases: 'regie.cases.v1',
  partners: 'regie.partners.v1',
  teams: 'regie.teams.v1',
} as const;
export type ContextName = keyof typeof TOPICS;
export type Topic = (typeof TOPICS)[ContextName];

/**
 * A CloudEvents 1.0 event as it leaves the hub, with references and without content.
 * - `id`: the id of the private event, so that a receiver recognises repeats.
 * - `subject`: the id of the thing that the event is about.
 * - `partitionkey`: the stream; events with the same key are in order.
 * - `sequence`: the revision in the stream, which gives that order.
 */
export type PublicEvent<Type extends string = string, Data = unknown> = Readonly<{
  specversion: '1.0';
  id: string;
  /**
   * `urn:be:nis:<city>:regie:<context>`, in the style of the Dutch government's CloudEvents profile
   * (https://gitdocumentatie.logius.nl/publicatie/notificatieservices/CloudEvents-NL/); the URN form is our own convention
   */
  source: string;
  type: Type;
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  dataschema: string;
  partitionkey: string;
  sequence: string;
  traceparent?: string;
  data: Readonly<Data & { city: string }>;
}>;

/** A public event type: name with version, topic, JSON Schema of its data, and a sample for tests. */
export type PublicEventType<Name extends string = string, Data = unknown> = Readonly<{
  type: Name;
  topic: Topic;
  /** a description of the event, for the documentation */
  summary: string;
  /** the property of `data` that identifies the thing that the event is about */
  subject: string;
  schema: TObject;
  sample: Readonly<Data & { city: string }>;
  /** Lists the violations of the schema in `data`; empty when `data` fits the schema. */
  problems(data: unknown): readonly string[];
}>;

export type DataOf<T> = T extends PublicEventType<string, infer Data> ? Data : never;
export type EventOf<T> = T extends PublicEventType<infer Name, infer Data> ? PublicEvent<Name, Data> : never;

type Definition<Properties extends TProperties> = {
  topic: Topic;
  summary: string;
  subject: keyof Properties & string;
  data: Properties;
  sample: Static<TObject<Properties>>;
};

export const publicEventType = <Name extends `be.regie.${string}.v${number}`, Properties extends TProperties>(
  type: Name,
  { topic, summary, subject, data, sample }: Definition<Properties>,
): PublicEventType<Name, Static<TObject<Properties>>> => {
  const schema = Type.Object(
    { city: Type.String({ pattern: '^[0-9]{5}$' }), ...data },
    { $id: schemaId(type), additionalProperties: false },
  );
  const compiled = Compile(schema);
  return {
    type,
    topic,
    summary,
    subject,
    schema,
    sample: { city: '44021', ...sample },
    problems: (value) =>
      compiled.Check(value)
        ? []
        : compiled.Errors(value).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`),
  };
};

/** The fields of a stored event that a publisher needs. */
type Origin = Readonly<{
  id: string;
  stream: string;
  revision: number;
  recordedAt: string;
  metadata: Readonly<{ traceparent?: string }>;
}>;

/** Converts a private event to its public event. */
export const toPublicEvent = <Name extends string, Data>(
  eventType: PublicEventType<Name, Data>,
  origin: Origin,
  city: string,
  data: Readonly<Data>,
): PublicEvent<Name, Data> => ({
  specversion: '1.0',
  id: origin.id,
  source: `urn:be:nis:${city}:regie:${eventType.topic.split('.')[1]}`,
  type: eventType.type,
  subject: String((data as Record<string, unknown>)[eventType.subject]),
  time: origin.recordedAt,
  datacontenttype: 'application/json',
  dataschema: schemaId(eventType.type),
  partitionkey: origin.stream,
  sequence: String(origin.revision),
  ...(origin.metadata.traceparent && { traceparent: origin.metadata.traceparent }),
  data: { ...data, city },
});

const schemaId = (type: string): string => `urn:be:regie:schema:${type}`;
