import { randomUUID } from 'node:crypto';
import type { ContextName, PublicEvent } from '#contracts';
import type { EventStore } from '#event-store';
import { Bus, type EmbeddedBus } from '#runtime';
import type { TestService } from './http.js';

const prefixes: Readonly<Record<ContextName, string>> = {
  mandates: 'mandates-',
  cases: 'case-',
  partners: 'agencies-',
  teams: 'neighbourhoods-',
};

/**
 * Returns a function that publishes events over the bus, in order, for contexts that do not run in this process.
 *
 *     const publish = publishing(service);
 *     await publish('teams', publicEvent(neighbourhoodRecorded, ...));
 */
export const publishing = (
  { app, store }: Pick<TestService, 'app'> & { store: EventStore },
  contexts: readonly ContextName[],
) => {
  const bus = app.get<Bus, EmbeddedBus>(Bus);
  for (const context of contexts) bus.join({ name: context, publishes: (event) => event.data as PublicEvent });
  return async (context: ContextName, ...events: readonly PublicEvent[]): Promise<void> => {
    for (const event of events) {
      await store.append(`${prefixes[context]}announced`, 'any', [{ type: event.type, data: event }], {
        commandId: randomUUID(),
      });
    }
  };
};
