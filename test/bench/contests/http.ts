import type { Contest, Limits, OpenSide } from '../contest.js';
import { HttpClients, type HttpRequest } from '../http-clients.js';
import { memoryOf } from '../processor.js';
import { type BareService, startBareService } from './bare-service.js';
import { type GhentHub, openGhentHub } from './ghent-hub.js';

const CLIENTS = 32;

type RequestOf = (nth: number) => HttpRequest;

export type HttpContest = Readonly<{
  name: string;
  what: string;
  goal: number;
  limits?: Limits;
  /** the time of a run */
  milliseconds: number;
  /** Prepare the server, and return the requests of the clients. */
  ours(hub: GhentHub, clients: HttpClients): Promise<RequestOf>;
  peer(service: BareService, clients: HttpClients): Promise<RequestOf>;
}>;

/**
 * Measures answers per second to 32 clients: a hub with all its processors against a bare NestJS service with one
 * statement for each request. One peer verifies each token, the other one remembers verified tokens, as the hub does.
 * The clients run in the process of the side, whose processor time does not count. That of the hub counts until its
 * processors have applied everything.
 */
export const httpContest = ({ name, what, goal, limits, milliseconds, ours, peer }: HttpContest): Contest => {
  const bare =
    (remembersTokens: boolean): OpenSide =>
    async (surroundings) => {
      const service = await startBareService(surroundings, remembersTokens);
      return serving(service, milliseconds, (clients) => peer(service, clients));
    };
  return {
    name,
    question: `${what}, ${CLIENTS} clients, against a bare NestJS service with a token check and one statement`,
    unit: 'events/s',
    goal,
    limits,
    ours: async (surroundings) => {
      const hub = await openGhentHub(surroundings);
      return serving(hub, milliseconds, (clients) => ours(hub, clients));
    },
    peer: bare(false),
    secondPeer: { name: `${name}-remembered`, open: bare(true) },
  };
};

type Server = Readonly<{ url: string; pid: number; settled?(position: string): Promise<void>; close(): Promise<void> }>;

const serving = async (
  { url, pid, settled, close }: Server,
  milliseconds: number,
  prepare: (clients: HttpClients) => Promise<RequestOf>,
): ReturnType<OpenSide> => {
  const clients = new HttpClients(url, CLIENTS);
  const requestOf = await prepare(clients);
  return {
    counted: [pid],
    run: async (measure) => {
      let perSecond = 0;
      const run = await measure(async () => {
        const answered = await clients.send(milliseconds, requestOf);
        perSecond = (answered.requests / answered.milliseconds) * 1_000;
        if (answered.position) await settled?.(answered.position);
        return answered.requests;
      });
      return { ...run, value: perSecond, memory: memoryOf(pid) };
    },
    close: async () => {
      await clients.close();
      await close();
    },
  };
};
