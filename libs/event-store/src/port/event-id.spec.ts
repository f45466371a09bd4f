import { v5 } from 'uuid';
import { eventId } from './event-id.js';

it('is the UUID of version 5 that any other program would make of the same three', () => {
  for (let n = 0; n < 2_000; n++) {
    const [stream, commandId] = [`stream-${n} É 區`, `command "${n}"`];
    expect(eventId(stream, commandId, n)).toBe(
      v5(JSON.stringify([stream, commandId, n]), 'edbf9826-6bf6-4868-881e-27fff4bcc8a4'),
    );
  }
});
