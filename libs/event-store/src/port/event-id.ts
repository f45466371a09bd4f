import { hash } from 'node:crypto';

/** The namespace of the event ids of this hub; a random UUID, fixed for ever. */
const EVENTS = Buffer.from('edbf98266bf64868881e27fff4bcc8a4', 'hex');

/**
 * The id of the nth event of a command on a stream. It follows from these three, so that an append that is repeated writes the same ids: a UUID
 * of version 5 (RFC 9562). Made here because every event needs one, and a package that builds a hash object for each costs eight times as much.
 */
export const eventId = (stream: string, commandId: string, index: number): string => {
  const hex = hash('sha1', Buffer.concat([EVENTS, Buffer.from(JSON.stringify([stream, commandId, index]))]), 'hex');
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
