import { ApiProperty, getSchemaPath } from '@nestjs/swagger';

/** The body of a delivery to the address of a subscription: a CloudEvent. */
export class WebhookMessage {
  @ApiProperty({ type: String, enum: ['1.0'] }) readonly specversion: '1.0';
  @ApiProperty({ type: String, description: 'Id of the event; a repeat has the same one.' }) readonly id: string;
  @ApiProperty({ type: String, example: 'urn:be:nis:44021:regie:mandates' }) readonly source: string;
  @ApiProperty({
    type: String,
    example: 'be.regie.mandate.granted.v1',
    description: 'Type of the event; /asyncapi.json has the schema of its data.',
  })
  readonly type: string;
  @ApiProperty({ type: String, description: 'Id of the thing that the event is about.' }) readonly subject: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly time: string;
  @ApiProperty({ type: String, enum: ['application/json'] }) readonly datacontenttype: string;
  @ApiProperty({ type: String }) readonly dataschema: string;
  @ApiProperty({ type: String, description: 'Opaque key. Events with the same key are in order.' })
  readonly partitionkey: string;
  @ApiProperty({ type: String }) readonly sequence: string;
  @ApiProperty({ type: String, required: false, description: 'W3C trace context of the cause.' })
  readonly traceparent?: string;
  @ApiProperty({ type: String, required: false, description: 'Address of the resource, with `mode: link`.' })
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
        summary: 'Ask the endpoint for its consent, before the first delivery and when the address changes.',
        parameters: [
          header('WebHook-Request-Origin', 'Name of the hub.'),
          header('WebHook-Request-Rate', 'Number of requests a minute that the hub asks for.'),
        ],
        responses: {
          '2XX': {
            description: 'Consent, when WebHook-Allowed-Origin is present.',
            headers: {
              'WebHook-Allowed-Origin': { required: true, description: 'Name of the hub, or *.', schema: text },
              'WebHook-Allowed-Rate': {
                description: 'Number of requests a minute that the endpoint allows, or *. No limit when left out.',
                schema: text,
              },
            },
          },
        },
      },
      post: {
        summary: 'Deliver an event of your feed, or with `content: batch` several in the order of the feed.',
        parameters: [
          header('webhook-id', 'Id of the message; a repeat with the same events has the same one.'),
          header('webhook-timestamp', 'Moment of sending, in seconds since 1970.'),
          header(
            'webhook-signature',
            'Signatures of `<webhook-id>.<webhook-timestamp>.<body>` in base64, separated by blanks: one for each key and each of the `signatures` of the subscription. `v1,` is HMAC-SHA256 with the secret, `v1a,` is Ed25519.',
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
          '2XX': { description: 'The message arrived, and the next one may come.' },
          410: { description: 'The subscription ends.' },
          default: {
            description:
              'Any other status, also a redirect, or no answer within 15 seconds: the message is sent again, with the same webhook-id, for about three days.',
          },
        },
      },
    },
  },
};
