import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The endpoint of the contest `webhook`, in a separate process so that it is the same for both sides. It gives consent,
 * reads each delivery and responds 204, at once or after as many milliseconds as its argument says. Its parent sends
 * the number of events to wait for, and the endpoint reports when all have arrived.
 */
const answersAfterMs = Number(process.argv[2]);
let left = Infinity;
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  if (request.method === 'OPTIONS')
    return void response.writeHead(200, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' }).end();
  const batch: Buffer[] | undefined = request.headers['content-type']?.startsWith('application/cloudevents-batch+json')
    ? []
    : undefined;
  request.on('data', (part: Buffer) => batch?.push(part));
  request.once('end', () => {
    const answer = (): unknown => response.writeHead(204).end();
    if (answersAfterMs > 0) setTimeout(answer, answersAfterMs);
    else answer();
    left -= batch ? (JSON.parse(Buffer.concat(batch).toString()) as unknown[]).length : 1;
    if (left === 0) process.send!('all');
  });
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.on('message', (count: number) => {
  left = count;
  process.send!('waiting');
});
process.on('disconnect', () => process.exit());
