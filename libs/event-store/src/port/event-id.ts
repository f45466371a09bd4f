import { hash } from 'node:crypto';

/** The namespace of the event ids of this hub: a random UUID that never changes. */
const EVENTS = Buffer.from('edbf98266bf64868881e27fff4bcc8a4', 'hex');

/**
 * Returns the id of the nth event of a command on a stream: a UUID of version 5 (RFC 9562). The same three values yield
 * the same id, so a repeated append writes the same ids.
 * Implemented here because every event needs one, and a package with a hash object per id takes eight times as long.
 */
export const eventId = (stream: string, commandId: string, index: number): string => {
  const hex = hash('sha1', Buffer.concat([EVENTS, Buffer.from(JSON.stringify([stream, commandId, index]))]), 'hex');
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
