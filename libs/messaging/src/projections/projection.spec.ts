import { Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import { TOPICS } from '#contracts';
import {
  applyLive,
  ownEvents,
  projection,
  publicEvents,
  reactor,
  readsPublicEvents,
  type SourceEvent,
} from './projection.js';

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
      apply: () => Promise.resolve(),
    });
    expect([notes.tables, notes.from]).toEqual([
      ['note'],
      { kind: 'public', topics: ['regie.cases.v1', 'regie.mandates.v1'] },
    ]);
    expect(readsPublicEvents(notes)).toBe(true);
  });

  it('cannot be defined with an entity that names no table', () => {
    const define = () =>
      projection({ name: 'cases.notes', from: ownEvents(), entities: [Elsewhere], apply: () => Promise.resolve() });
    expect(define).toThrow("Elsewhere names no table: write @Entity('<table>') above it");
  });

  it('folds event by event with `apply`, and a page at once with `applyAll`', async () => {
    const calls: unknown[] = [];
    const definition = { name: 'cases.notes', from: ownEvents(), entities: [NoteRow] } as const;
    const one = projection({ ...definition, apply: async ({ id }) => void calls.push(id) });
    const all = projection({ ...definition, applyAll: async (page) => void calls.push(page.map(({ id }) => id)) });
    await one.apply(events, tx);
    await all.apply(events, tx);
    expect(calls).toEqual(['a', 'b', 'c', ['a', 'b', 'c']]);
  });
});

describe('a reactor', () => {
  it('dispatches the commands of an event before the next event is applied', async () => {
    const calls: string[] = [];
    const notes = projection({
      name: 'cases.notes',
      from: ownEvents(),
      entities: [NoteRow],
      apply: async ({ id }) => void calls.push(`apply ${id}`),
    });
    const follow = reactor({
      projection: notes,
      react: async ({ id }, _tx, dispatch) => void (await dispatch({ id })),
    });
    const dispatch = async (command: object) => void calls.push(`dispatch ${(command as { id: string }).id}`);
    await applyLive(follow, dispatch)(events.slice(0, 2), tx);
    expect(calls).toEqual(['apply a', 'dispatch a', 'apply b', 'dispatch b']);
  });

  it('dispatches no command when it is rebuilt', async () => {
    const reactions: string[] = [];
    const notes = projection({
      name: 'cases.notes',
      from: ownEvents(),
      entities: [NoteRow],
      apply: () => Promise.resolve(),
    });
    await reactor({ projection: notes, react: async ({ id }) => void reactions.push(id) }).apply(events, tx);
    expect(reactions).toEqual([]);
  });
});
