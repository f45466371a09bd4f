import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor, Period } from '#kernel';
import { selectFrom } from '#messaging';
import { statement } from '#postgres';
import { type RegisterEvent } from '../domain/mandate-events.js';
import { applyCorrections, scheduleOf, takenBack } from '../domain/mandate-history.js';
import { findVisible, MandateFact } from './mandates.js';

/** All facts about one mandate, in the order in which they were recorded. */
export class HistoryOf extends Query<readonly VisibleFact[]> {
  constructor(
    readonly by: Actor,
    readonly id: string,
  ) {
    super();
  }
}

/**
 * A fact as it was recorded. `holds`: the days of the holdings that the fact sets. `instead`: the corrected content.
 * `stands`: false when the fact was voided. `correctedBy`: the numbers of the corrections.
 */
export type VisibleFact = Pick<MandateFact, 'number' | 'type' | 'recordedAt' | 'agency'> &
  Readonly<{
    holds: Period | null;
    data: object;
    instead: object | null;
    stands: boolean;
    correctedBy: readonly number[];
  }>;

const FACTS = statement<MandateFact>(
  'mandates.facts',
  `${selectFrom(MandateFact)} WHERE city = $1 AND mandate_id = $2 ORDER BY number`,
);

@QueryHandler(HistoryOf)
export class HistoryOfHandler implements IQueryHandler<HistoryOf> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  /** @throws {DomainError} `mandate.unknown` */
  async execute({ by, id }: HistoryOf): Promise<readonly VisibleFact[]> {
    await findVisible(this.db, by, id);
    const facts = await FACTS.rows(this.db, [by.city, id]);
    const events = facts.map(({ type, data }) => ({ type, data }) as RegisterEvent);
    const gone = takenBack(events);
    const valid = new Map(applyCorrections(events).map(({ number, event }) => [number, event]));
    return facts.map(({ number, type, recordedAt, agency }, index) => {
      const event = events[index]!;
      const correctedBy = facts
        .filter((other) => other.type === 'FactCorrected' && (other.data as { fact: number }).fact === number)
        .map((other) => other.number);
      const now = valid.get(number);
      return {
        number,
        type,
        recordedAt,
        agency,
        holds: daysOf(event),
        data: shown(event),
        instead: now && now !== event ? shown(now) : null,
        stands: type === 'FactCorrected' ? !gone.has(number) : now !== undefined,
        correctedBy,
      };
    });
  }
}

const daysOf = (event: RegisterEvent): Period | null => {
  const schedule = scheduleOf(event);
  if (!schedule) return null;
  const until = schedule.holdings.at(-1)?.period.until;
  return { from: schedule.from, ...(until !== undefined && { until }) };
};

const shown = ({ data }: RegisterEvent): object => {
  const { mandateId: _, schedule: __, ...facts } = data as { mandateId: string; schedule?: unknown };
  return facts;
};
