import { v5 } from 'uuid';

/** The namespace of the event ids of this hub; a random UUID, fixed for ever. */
const EVENTS = 'edbf9826-6bf6-4868-881e-27fff4bcc8a4';

/** The id of the nth event of a command on a stream. It follows from these three, so that an append that is repeated writes the same ids. */
export const eventId = (stream: string, commandId: string, index: number): string => v5(JSON.stringify([stream, commandId, index]), EVENTS);
