import { ApiProperty, getSchemaPath } from '@nestjs/swagger';

/** The body of a delivery to the address of a subscription: a CloudEvent. */
export class WebhookMessage {
  @ApiProperty({ type: String, enum: ['1.0'] }) readonly specversion: '1.0';
  @ApiProperty({ type: String, description: 'the same again when it comes again' }) readonly id: string;
  @ApiProperty({ type: String, example: 'urn:be:nis:44021:regie:mandates' }) readonly source: string;
  @ApiProperty({
    type: String,
    example: 'be.regie.mandate.granted.v1',
    description: 'see /asyncapi.json for the shape of its data',
  })
  readonly type: string;
  @ApiProperty({ type: String, description: 'the id of the thing that it is about' }) readonly subject: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly time: string;
  @ApiProperty({ type: String, enum: ['application/json'] }) readonly datacontenttype: string;
  @ApiProperty({ type: String }) readonly dataschema: string;
  @ApiProperty({ type: String, description: 'events with the same key are in order' }) readonly partitionkey: string;
  @ApiProperty({ type: String }) readonly sequence: string;
  @ApiProperty({ type: String, required: false, description: 'W3C trace context of what caused it' })
  readonly traceparent?: string;
  @ApiProperty({ type: String, required: false, description: 'with `mode: link`: the address of the resource' })
  readonly dataref?: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) readonly data: object;
}

const event = { $ref: getSchemaPath(WebhookMessage) };
const text = { type: 'string' } as const;
const header = (name: string, description: string) => ({
  name,
  in: 'header' as const,
  required: true,
  description,
  schema: text,
});

/**
 * The requests of the hub to the address of a subscription (CloudEvents 1.0 over HTTP, HTTP 1.1 Web Hooks for CloudEvents, Standard Webhooks 1.0).
 */
export const CALLBACKS = {
  event: {
    '{$request.body#/url}': {
      options: {
        summary: 'May we? Asked before the first delivery, and when the address changes.',
        parameters: [
          header('WebHook-Request-Origin', 'the name of the hub'),
          header('WebHook-Request-Rate', 'as many requests a minute as are asked for'),
        ],
        responses: {
          '2XX': {
            description: 'Yes, when WebHook-Allowed-Origin is there.',
            headers: {
              'WebHook-Allowed-Origin': { required: true, description: 'that name, or *', schema: text },
              'WebHook-Allowed-Rate': {
                description: 'how many requests a minute may come, or *; left out, as many as there are',
                schema: text,
              },
            },
          },
        },
      },
      post: {
        summary: 'An event of your feed, or with `content: batch` several in the order of the feed.',
        parameters: [
          header('webhook-id', 'of this message; the same when it comes again'),
          header('webhook-timestamp', 'when it was sent, in seconds since 1970'),
          header(
            'webhook-signature',
            'of `<webhook-id>.<webhook-timestamp>.<body>`: `v1,` HMAC-SHA256 with the secret and `v1a,` Ed25519, in base64, of each key, separated by blanks',
          ),
        ],
        requestBody: {
          required: true,
          content: {
            'application/cloudevents+json': { schema: event },
            'application/cloudevents-batch+json': {
              schema: { type: 'array' as const, minItems: 1, maxItems: 100, items: event },
            },
            // `content: binary`: the attributes are headers, ce-id, ce-type and so on
            'application/json': {
              schema: {
                type: 'object' as const,
                additionalProperties: true,
                description: '`data` alone; the attributes are the headers `ce-id`, `ce-type`, ...',
              },
            },
          },
        },
        responses: {
          '2XX': { description: 'It arrived, and the next one may come.' },
          410: { description: 'The subscription ends.' },
          default: {
            description:
              'Anything else, a redirect too, and no answer within 15 seconds: it comes again, with the same webhook-id, for about three days.',
          },
        },
      },
    },
  },
};
