import { Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import { TOPICS } from '#contracts';
import { ownEvents, projection, publicEvents, readsPublicEvents, type SourceEvent } from './projection.js';

@Entity('note')
class NoteRow {
  @PrimaryColumn('text') id: string;
}
class Elsewhere {}

const tx = {} as EntityManager;
const events = ['a', 'b', 'c'].map((id) => ({ id }) as SourceEvent);

describe('a projection', () => {
  it('has the tables of its entities', () => {
    const notes = projection({
      name: 'cases.notes',
      from: publicEvents(TOPICS.cases, TOPICS.mandates),
      entities: [NoteRow],
      fold: () => undefined,
    });
    expect([notes.tables, notes.from]).toEqual([
      ['note'],
      { kind: 'public', topics: ['regie.cases.v1', 'regie.mandates.v1'] },
    ]);
    expect(readsPublicEvents(notes)).toBe(true);
  });

  it('cannot be defined with an entity that names no table', () => {
    const define = () =>
      projection({ name: 'cases.notes', from: ownEvents(), entities: [Elsewhere], fold: () => undefined });
    expect(define).toThrow("Elsewhere names no table: write @Entity('<table>') above it");
  });

  it('that writes SQL of its own gets a page at once, and no page without events', async () => {
    const calls: unknown[] = [];
    const notes = projection({
      name: 'cases.notes',
      from: ownEvents(),
      entities: [NoteRow],
      applyAll: async (page) => void calls.push(page.map(({ id }) => id)),
    });
    await notes.apply(events, tx);
    await notes.apply([], tx);
    expect(calls).toEqual([['a', 'b', 'c']]);
  });

  it('takes the locks of a page in one statement, each once and in one order', async () => {
    const taken: unknown[] = [];
    const client = {
      query: async ({ values }: { values: unknown[] }) => {
        taken.push(values);
        return { rows: [] };
      },
    };
    const recording = { queryRunner: { connect: async () => client } };
    const notes = projection({
      name: 'cases.notes',
      from: ownEvents(),
      entities: [NoteRow],
      lockBy: ({ id }) => (id === 'c' ? 'a' : `z${id}`),
      applyAll: async () => undefined,
    });
    await notes.apply([...events, ...events], recording as unknown as EntityManager);
    expect(taken).toEqual([['cases.notes', ['a', 'za', 'zb']]]);
  });
});
