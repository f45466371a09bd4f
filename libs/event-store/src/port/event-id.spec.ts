import { v5 } from 'uuid';
import { eventId } from './event-id.js';

it('the id of an event is the UUID of version 5 of its stream, command id and index', () => {
  for (let n = 0; n < 2_000; n++) {
    const [stream, commandId] = [`stream-${n} É 區`, `command "${n}"`];
    expect(eventId(stream, commandId, n)).toBe(
      v5(JSON.stringify([stream, commandId, n]), 'edbf9826-6bf6-4868-881e-27fff4bcc8a4'),
    );
  }
});
