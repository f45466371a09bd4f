import { ApiProperty } from '@nestjs/swagger';

/** What arrives at the address of a subscription: a CloudEvent (structured); its attributes in headers and its data alone (binary); or a list of them (batch). */
export class WebhookMessage {
  @ApiProperty({ type: String, enum: ['1.0'] }) readonly specversion: '1.0';
  @ApiProperty({ type: String, description: 'the same again when it comes again' }) readonly id: string;
  @ApiProperty({ type: String, example: 'urn:be:nis:44021:regie:mandates' }) readonly source: string;
  @ApiProperty({ type: String, example: 'be.regie.mandate.granted.v1', description: 'see /asyncapi.json for the shape of its data' }) readonly type: string;
  @ApiProperty({ type: String, description: 'the id of the thing that it is about' }) readonly subject: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly time: string;
  @ApiProperty({ type: String, enum: ['application/json'] }) readonly datacontenttype: string;
  @ApiProperty({ type: String }) readonly dataschema: string;
  @ApiProperty({ type: String, description: 'events with the same key are in order' }) readonly partitionkey: string;
  @ApiProperty({ type: String }) readonly sequence: string;
  @ApiProperty({ type: String, required: false, description: 'with `mode: link`: the address of the resource' }) readonly dataref?: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) readonly data: object;
}
