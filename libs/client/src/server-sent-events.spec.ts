import fc from 'fast-check';
import { messageReader, type StreamMessage } from './server-sent-events.js';

/** Returns the messages of a stream that arrives in these chunks. */
const messagesOf = (chunks: readonly string[]): readonly StreamMessage[] => {
  const read = messageReader();
  return chunks.flatMap((chunk) => read(chunk));
};

/** A stream in the format of the hub. */
const STREAM = [
  'retry: 2731',
  '',
  'id: c-1',
  'data: {"id":"1","title":"Café"}',
  '',
  ':',
  '',
  'id: c-7',
  '',
  'id:',
  'event: resync',
  'data: {"code":"feed.cursor-unknown"}',
  '',
  'id: c-8',
  'data: {"id":"2"}',
  '',
  'event: end',
  'data: {"code":"service.stopping"}',
  '',
  '',
];
const MESSAGES = [
  { id: 'c-1', data: '{"id":"1","title":"Café"}' },
  { id: 'c-7' },
  { id: '', event: 'resync', data: '{"code":"feed.cursor-unknown"}' },
  { id: 'c-8', data: '{"id":"2"}' },
  { event: 'end', data: '{"code":"service.stopping"}' },
];

describe.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
])('a stream whose lines end with %s', (_, end) => {
  const text = STREAM.join(end);

  it('yields its messages, also those that only move the cursor', () => {
    expect(messagesOf([text])).toEqual(MESSAGES);
  });

  it('yields the same messages when it is cut in two at any offset', () => {
    for (let at = 0; at <= text.length; at++)
      expect({ at, messages: messagesOf([text.slice(0, at), text.slice(at)]) }).toEqual({ at, messages: MESSAGES });
  });

  it('yields the same messages when it arrives character by character', () => {
    expect(messagesOf([...text])).toEqual(MESSAGES);
  });

  it('yields the same messages when it is cut at random offsets', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: text.length }), { maxLength: 20 });
    fc.assert(
      fc.property(cuts, (unsorted) => {
        const offsets = [0, ...unsorted.toSorted((a, b) => a - b), text.length];
        const chunks = offsets.slice(1).map((offset, index) => text.slice(offsets[index], offset));
        expect(messagesOf(chunks)).toEqual(MESSAGES);
      }),
    );
  });
});

describe('a stream', () => {
  it('keeps the line separators of Unicode within a text', () => {
    const data = JSON.stringify({ title: 'one\u2028two\u2029three\u0085four' });
    expect(messagesOf([`id: c-1\ndata: ${data}\n\n`])).toEqual([{ id: 'c-1', data }]);
  });

  it('yields a message as soon as its empty line is complete, and not before', () => {
    const read = messageReader();
    expect(read('id: c-1\ndata: {}\n')).toEqual([]);
    expect(read('\n')).toEqual([{ id: 'c-1', data: '{}' }]);
    expect(read('id: c-2\r\n\r')).toEqual([{ id: 'c-2' }]);
    expect(read('\nid: c-3\r\n')).toEqual([]);
  });

  it('joins the data lines of a message, and ignores unknown fields', () => {
    expect(messagesOf(['colour: green\nid: c-1\ndata: {\ndata:"a": 1}\n\n'])).toEqual([
      { id: 'c-1', data: '{\n"a": 1}' },
    ]);
  });
});
